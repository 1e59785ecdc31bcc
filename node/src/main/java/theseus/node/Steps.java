package theseus.node;

import theseus.kernel.BackfillCursor;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;

/** What a follower asks of the kernel about one plan: pure, from states to changes. */
interface Steps {
    /** What is filled without reading a table in force: tables of instances that are new. */
    Filled begin(StateView state, StateView tables, PlanRecord plan);

    /**
     * Carries units from {@code from} on, about so many records.
     *
     * @param plan as it stood after its start height
     */
    Filled fill(
            StateView state, StateView tables, PlanRecord plan, BackfillCursor from, int records);

    /** Carries what a block changed. */
    Followed catchUp(Effects block, StateView tables, PlanRecord plan);

    /** Runs a block's transactions in the second world, compares, and carries what it changed. */
    Followed shadow(Effects block, StateView tables, PlanRecord plan);
}
