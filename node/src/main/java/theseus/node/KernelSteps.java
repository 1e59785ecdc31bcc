package theseus.node;

import theseus.kernel.BackfillCursor;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;

/** The kernel's part of following a plan. */
record KernelSteps(PlanFollower kernel) implements Steps {
    @Override
    public Filled begin(StateView state, StateView tables, PlanRecord plan) {
        return kernel.begin(state, tables, plan);
    }

    @Override
    public Filled fill(
            StateView state, StateView tables, PlanRecord plan, BackfillCursor from, int records) {
        return kernel.backfill(state, tables, plan, from, records);
    }

    @Override
    public Followed catchUp(Effects block, StateView tables, PlanRecord plan) {
        return kernel.catchUp(
                block.before(), tables, plan, block.block(), block.result().changes());
    }

    @Override
    public Followed shadow(Effects block, StateView tables, PlanRecord plan) {
        return kernel.shadow(block.before(), tables, plan, block.block(), block.result());
    }
}
