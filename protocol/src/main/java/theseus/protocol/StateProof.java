package theseus.protocol;

import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Shows presence or absence of a key under a state root: a path in the table's trie to the table's
 * root, and a path in the top trie from there to the state root.
 *
 * @param value empty when the proof is of absence
 */
public record StateProof(
        TableId table,
        Bytes key,
        Optional<Bytes> value,
        Path inTable,
        Optional<Hash> tableRoot,
        Path inState) {
    /**
     * A path through a canonical path-compressed binary trie, from the root to where the key is or
     * would be.
     */
    public record Path(List<Hash> siblings, Optional<Leaf> end) {
        public Path {
            siblings = List.copyOf(siblings);
        }
    }

    /** The leaf at the end of a path: hash of its key and hash of its value. */
    public record Leaf(Hash path, Hash value) {}
}
