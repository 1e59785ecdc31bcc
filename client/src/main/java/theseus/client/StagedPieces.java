package theseus.client;

import java.util.List;
import theseus.sdk.Hash;

/**
 * An artifact on its way onto the chain.
 *
 * @param pieces of the whole
 * @param missing their numbers, from 0
 */
public record StagedPieces(Hash artifact, int pieces, List<Integer> missing) {
    public StagedPieces {
        missing = List.copyOf(missing);
    }
}
