package theseus.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Executes: from a state and a block to effects, as a pure function. Never throws for what a module
 * or a transaction does; throws {@link IllegalStateException} when the state is not one that a
 * kernel made. Single-threaded, one per executing thread; it keeps nothing but warm sandboxes,
 * which do not show in any result.
 */
public final class Kernel {
    /** The rules of this kernel; a genesis names the version that it starts under. */
    public static final int PROTOCOL_VERSION = 1;

    private final SignatureScheme signatures;
    private final Sandboxes sandboxes;
    private final Modules modules;
    private final Trials trials;
    private final Queries queries;
    private final Retention retention;
    private final QueueChecks queueChecks;

    public Kernel(ModuleRuntime runtime, SignatureScheme signatures) {
        this.signatures = signatures;
        this.sandboxes = new Sandboxes(runtime);
        this.modules = new Modules(sandboxes);
        this.trials = new Trials(modules, sandboxes);
        this.queries = new Queries(modules, trials, signatures);
        this.retention = new Retention(modules, trials, sandboxes);
        this.queueChecks = new QueueChecks(modules, trials, retention, signatures);
    }

    /**
     * The state of a new chain, as changes to the empty state.
     *
     * @throws GenesisRefused when the genesis does not make a chain
     */
    public ChangeSet genesis(Genesis genesis, Map<Hash, Artifact> artifacts) {
        return beginning(genesis, artifacts).build();
    }

    /** The same, still to be built. */
    GenesisBuilder beginning(Genesis genesis, Map<Hash, Artifact> artifacts) {
        ModuleSet set = new GenesisChecks(genesis, artifacts, sandboxes).check();
        return new GenesisBuilder(genesis, set, modules.instances(set), signatures);
    }

    /** Executes a decided block on the state {@code base} of the block before. */
    public BlockResult execute(StateView base, BlockInput block) {
        ChainRecord chain = chain(base, block);
        retention.settle(base, block.timeMillis());
        Instances instances = modules.instances(base, chain.moduleSet());
        return BlockRunner.run(
                context(base, block, chain, instances), modules, trials, block.submissions());
    }

    /**
     * Executes one submission alone on {@code base}, as if it were the only one in a block of
     * {@code context}'s height and time (whose submissions are ignored), without routines.
     */
    public Executed executeOne(
            StateView base, BlockInput context, Submission submission, Trace trace) {
        ChainRecord chain = chain(base, context);
        Instances instances = modules.instances(base, chain.moduleSet());
        BlockContext block = context(base, context, chain, instances);
        return submission instanceof Transaction transaction
                ? TwoWorlds.of(block, trials)
                        .transaction(base, transaction, transaction.encode().size(), trace)
                        .effect()
                : executeOne(block, submission, trace);
    }

    /** The same with other code in force than {@code base} says. */
    public Executed executeOne(
            StateView base,
            BlockInput context,
            Submission submission,
            ModuleSet inForce,
            Trace trace) {
        Instances instances = modules.instances(inForce);
        return executeOne(
                context(base, context, chain(base, context), instances), submission, trace);
    }

    /**
     * Executes a block again up to its submission number {@code index}, exactly as {@link #execute}
     * did, begin routines and earlier submissions included, and records what that one does.
     */
    public Executed replay(StateView base, BlockInput block, int index, Trace trace) {
        ChainRecord chain = chain(base, block);
        Instances instances = modules.instances(base, chain.moduleSet());
        return BlockRunner.replay(
                context(base, block, chain, instances),
                modules,
                trials,
                block.submissions(),
                index,
                trace);
    }

    /** The module set in force, with its code. */
    public ModuleSet modules(StateView base) {
        return modules.read(base, Modules.chain(base).moduleSet());
    }

    /**
     * What a plan that was opened makes of the module set in force.
     *
     * @throws IllegalArgumentException when the state has no such plan
     */
    public Planned planned(StateView base, Hash plan) {
        PlanRecord record =
                Plans.find(base, plan)
                        .orElseThrow(() -> new IllegalArgumentException("no plan " + plan));
        return modules.planned(base, Modules.chain(base).moduleSet(), plan, record.plan());
    }

    /**
     * Why a plan could not be opened in a block after this state; empty when it could. The same
     * checks as those of {@code Change.OpenPlan}, to be asked before anybody votes.
     *
     * @param timeMillis what the next block's time will be about
     */
    public Optional<PlanProblem> checkPlan(StateView base, long timeMillis, Bytes plan) {
        Instances instances = modules.instances(base, Modules.chain(base).moduleSet());
        PlanGround ground = new PlanGround(base, instances, timeMillis);
        return switch (PlanChecks.check(ground, plan)) {
            case PlanChecks.Checked.Fits _ -> Optional.empty();
            case PlanChecks.Checked.Unfit(PlanProblem problem) -> Optional.of(problem);
        };
    }

    /** Sandboxes that are open and may have run, on their way from one kernel to another. */
    public static final class Warm {
        private final Map<Hash, Sandbox> opened;

        private Warm(Map<Hash, Sandbox> opened) {
            this.opened = Map.copyOf(opened);
        }
    }

    /**
     * Hands over sandboxes of this code, opened if they are not. This kernel must not run any more
     * what it has prepared with them.
     */
    public Warm warm(Collection<Artifact> code) {
        Map<Hash, Sandbox> opened = new TreeMap<>();
        for (Artifact artifact : code) {
            opened.put(artifact.hash(), sandboxes.handOver(artifact.hash(), artifact));
        }
        return new Warm(opened);
    }

    /** Takes sandboxes over, so that nothing is loaded when their code is first needed. */
    public void adopt(Warm warm) {
        warm.opened.forEach(sandboxes::adopt);
    }

    /** What is done for a plan beside the chain. */
    public PlanFollower follower() {
        return new PlanFollower(signatures, modules, trials);
    }

    /** Whether {@code artifact} can stand in the place of {@code instance}'s code. */
    public Candidate candidate(ModuleSet modules, String instance, Artifact artifact) {
        return this.modules.candidate(modules, instance, artifact);
    }

    /**
     * Asks an instance; a refusal of the kernel itself carries one of {@link Codes}. The version
     * answers that serves all: from PROBATION on, the candidate.
     */
    public Outcome query(
            StateView base,
            long height,
            long timeMillis,
            String instance,
            String query,
            Bytes body) {
        return query(base, height, timeMillis, Optional.empty(), instance, query, body);
    }

    /**
     * The same, asking the other version of a plan's instances.
     *
     * @param plan one in SHADOW, CANARY (its candidate answers) or PROBATION (the version in force
     *     does); in SHADOW {@code base} must show its unlinked tables. Empty to ask who serves all
     */
    public Outcome query(
            StateView base,
            long height,
            long timeMillis,
            Optional<Hash> plan,
            String instance,
            String query,
            Bytes body) {
        retention.settle(base, timeMillis);
        return queries.query(base, height, timeMillis, plan, instance, query, body);
    }

    /** The same, saying which keys it read, so that proofs can be attached. */
    public Answered queryWithReads(
            StateView base,
            long height,
            long timeMillis,
            String instance,
            String query,
            Bytes body) {
        return queryWithReads(base, height, timeMillis, Optional.empty(), instance, query, body);
    }

    /** The same of the other version of a plan's instances. */
    public Answered queryWithReads(
            StateView base,
            long height,
            long timeMillis,
            Optional<Hash> plan,
            String instance,
            String query,
            Bytes body) {
        RecordingView view = new RecordingView(base);
        Outcome outcome = query(view, height, timeMillis, plan, instance, query, body);
        return new Answered(outcome, view.reads());
    }

    /**
     * Whether a submission may be queued: all checks short of executing it.
     *
     * @param timeMillis what the next block's time will be about
     */
    public Application.Checked check(StateView base, long timeMillis, Bytes submission) {
        return queueChecks.check(base, timeMillis, submission);
    }

    private static Executed executeOne(BlockContext block, Submission submission, Trace trace) {
        return switch (submission) {
            case Transaction transaction ->
                    TransactionRunner.run(
                            World.of(block),
                            block.start(),
                            transaction,
                            transaction.encode().size(),
                            trace);
            case Statement statement -> StatementRunner.run(block, block.start(), statement);
        };
    }

    private BlockContext context(
            StateView base, BlockInput block, ChainRecord chain, Instances instances) {
        return new BlockContext(
                base,
                chain,
                instances,
                signatures,
                modules.plans(base),
                modules,
                block.height(),
                block.timeMillis(),
                block.parent(),
                block.proposer());
    }

    private static ChainRecord chain(StateView base, BlockInput block) {
        ChainRecord chain = Modules.chain(base);
        String mixed = "a block of chain %s on the state of chain %s";
        if (!chain.chain().equals(block.chain())) {
            throw new IllegalArgumentException(mixed.formatted(block.chain(), chain.chain()));
        }
        return chain;
    }
}
