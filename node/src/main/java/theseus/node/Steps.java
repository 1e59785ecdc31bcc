package theseus.node;

import java.util.List;
import java.util.Optional;
import theseus.kernel.BackfillCursor;
import theseus.kernel.Compared;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;

/** What a follower asks of the kernel about one plan: pure, from states to changes. */
interface Steps {
    /**
     * Part of a filling.
     *
     * @param records of the tables in force that were carried
     * @param trip why it cannot go on
     */
    record Filled(ChangeSet changes, BackfillCursor next, long records, Optional<Evidence> trip) {}

    /**
     * What a block means for the new tables.
     *
     * @param compared what ran in both worlds, in order
     * @param trip why it cannot go on
     */
    record Followed(ChangeSet changes, List<Compared> compared, Optional<Evidence> trip) {
        public Followed {
            compared = List.copyOf(compared);
        }
    }

    /** What is filled without reading a table in force: tables of instances that are new. */
    Filled begin(StateView state, StateView tables);

    /** Carries units from {@code from} on, about so many records. */
    Filled fill(StateView state, StateView tables, BackfillCursor from, int records);

    /** Carries what a block changed. */
    Followed catchUp(Effects block, StateView tables);

    /** Runs a block's transactions in the second world, compares, and carries what it changed. */
    Followed shadow(Effects block, StateView tables);
}
