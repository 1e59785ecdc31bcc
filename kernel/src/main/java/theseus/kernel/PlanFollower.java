package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What is done for a plan beside the chain, as pure functions: filling its new tables, keeping them
 * as blocks go on, running the candidate's world and comparing. The plan's record need not be in
 * the state, so that a rehearsal can bring one; its artifacts must be. Single-threaded, with the
 * kernel that it is from.
 *
 * <p>What comes out at a height is a function of the chain up to that height, wherever the work was
 * interrupted.
 */
public final class PlanFollower {
    private static final PublicKey NOBODY = new PublicKey(PublicKey.ED25519, Hash.ZERO.bytes());

    private final SignatureScheme signatures;
    private final Modules modules;
    private final Trials trials;

    PlanFollower(SignatureScheme signatures, Modules modules, Trials trials) {
        this.signatures = signatures;
        this.modules = modules;
        this.trials = trials;
    }

    /**
     * Begins to fill a plan's new tables: those of instances that it installs, by their genesis.
     * Says where {@link #backfill} begins.
     *
     * @param state after the plan's start height
     * @param tables the new tables, empty as yet
     */
    public Filled begin(StateView state, StateView tables, PlanRecord plan) {
        return Backfill.genesis(trial(state, plan), atStart(state, plan), state, tables);
    }

    /**
     * Carries units of the tables in force into a plan's new tables, from {@code from} on, until
     * {@code records} are done or nothing is left.
     *
     * @param state shows each unit that is not carried yet as it was after the start height
     */
    public Filled backfill(
            StateView state, StateView tables, PlanRecord plan, BackfillCursor from, int records) {
        return Backfill.fill(
                trial(state, plan), atStart(state, plan), state, tables, from, records);
    }

    /**
     * Carries what a block changed into a plan's new tables while they are being filled; units that
     * it changed must have been carried before.
     *
     * @param before the state on which the block ran
     */
    public Followed catchUp(
            StateView before,
            StateView tables,
            PlanRecord plan,
            BlockInput block,
            ChangeSet changes) {
        return Following.catchUp(trial(before, plan), context(before, block), tables, changes);
    }

    /**
     * Runs what touched a plan in the candidate's world too, compares, and carries what the block
     * did into the plan's new tables. The effects of the block are not run again.
     *
     * @param before the state on which the block ran
     * @param result what it did, one effect for each submission in {@code block}
     */
    public Followed shadow(
            StateView before,
            StateView tables,
            PlanRecord plan,
            BlockInput block,
            BlockResult result) {
        return Following.shadow(
                trial(before, plan), context(before, block), tables, block.submissions(), result);
    }

    /**
     * Executes a block as if a plan's candidates were in force, on a state of their own that shows
     * their new tables. No plan moves in it.
     */
    public BlockResult free(StateView own, PlanRecord plan, BlockInput block) {
        BlockContext context = context(own, block).with(trial(own, plan).candidates());
        return BlockRunner.free(context, modules, trials, block.submissions());
    }

    /**
     * The sum and scan invariants of a plan's candidates that do not hold, each once.
     *
     * @param own a state that shows the plan's new tables
     */
    public List<BrokenInvariant> broken(StateView own, PlanRecord plan) {
        return WholeInvariants.broken(trial(own, plan), atStart(own, plan), own);
    }

    /**
     * Whether the version in force sees nothing of a record in one of a plan's new tables, so that
     * a rollback leaves it in quarantine alone. Empty when that cannot be said: another version is
     * in force than the plan is based on, or the lens does not get through.
     *
     * @param own a state that shows the plan's new tables
     */
    public Optional<Boolean> isHidden(StateView own, PlanRecord plan, TableId table, Bytes key) {
        if (!isOnItsBase(own, plan.plan())) {
            return Optional.empty();
        }
        Trial trial = trial(own, plan);
        try {
            return Optional.of(Hidden.isHidden(trial.crossing(), own, table, key));
        } catch (CrossingFailed failed) {
            return Optional.empty();
        }
    }

    /**
     * Whether nothing is left out of a plan's new tables because it is too large: while something
     * is, nothing is compared on them, and a report says that they are not filled.
     */
    public static boolean isWhole(StateView tables) {
        return LeftOut.isNone(tables);
    }

    /** Why tables that are not whole cannot join the root with the block of {@code height}. */
    public static Optional<Evidence> leftOut(StateView tables, long height) {
        return LeftOut.evidence(tables, height);
    }

    private boolean isOnItsBase(StateView state, Plan plan) {
        ModuleSet inForce = modules.read(state, Modules.chain(state).moduleSet());
        for (Plan.Action action : plan.actions()) {
            ModuleSet.Installed there = inForce.instances().get(action.instance());
            boolean same =
                    switch (action) {
                        case Plan.Action.Upgrade(var _, Hash from, var _, var _, var _) ->
                                there != null && there.module().artifact().equals(from);
                        case Plan.Action.Install _ -> there == null;
                        case Plan.Action.Retire(var _, Hash from) ->
                                there != null && there.module().artifact().equals(from);
                    };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private Trial trial(StateView state, PlanRecord plan) {
        return trials.of(state, Modules.chain(state).moduleSet(), plan);
    }

    private BlockContext context(StateView state, BlockInput block) {
        ChainRecord chain = Modules.chain(state);
        return new BlockContext(
                state,
                chain,
                modules.instances(state, chain.moduleSet()),
                signatures,
                Plans.NONE,
                modules,
                block.height(),
                block.timeMillis(),
                block.parent(),
                block.proposer());
    }

    /** What filling runs with: it belongs to no block. */
    private BlockContext atStart(StateView state, PlanRecord plan) {
        ChainRecord chain = Modules.chain(state);
        return new BlockContext(
                state,
                chain,
                modules.instances(state, chain.moduleSet()),
                signatures,
                Plans.NONE,
                modules,
                plan.startHeight(),
                plan.sinceMillis(),
                Hash.ZERO,
                NOBODY);
    }
}
