package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Evidence;

/**
 * What a block means for a plan's new tables.
 *
 * @param changes of the new tables
 * @param compared what ran in both worlds, in order; a wrong candidate shows here
 * @param trip why the tables cannot be kept any more; then nothing changes
 */
public record Followed(ChangeSet changes, List<Compared> compared, Optional<Evidence> trip) {
    public Followed {
        compared = List.copyOf(compared);
    }
}
