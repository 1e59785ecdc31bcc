package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Evidence;

/**
 * Part of the filling of a plan's new tables.
 *
 * @param changes of the new tables
 * @param next where it goes on
 * @param records of the tables in force that were carried
 * @param trip why it cannot go on; then nothing changes
 */
public record Filled(
        ChangeSet changes, BackfillCursor next, long records, Optional<Evidence> trip) {}
