package theseus.testkit;

import java.util.List;
import java.util.Optional;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.PlanProblem;
import theseus.protocol.Artifact;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;
import theseus.sdk.Change;

/** Brings a version onto a chain and a plan for it under way. */
final class Upgrades {
    static final int PHASE_BLOCKS = 20;

    private static final int PIECE_BYTES = 48 * 1024;
    private static final int HALF = 5_000;
    private static final long PATIENCE_BLOCKS = 1_000;
    private static final long AGREEMENT_BLOCKS = 60;
    private static final int GAS_FACTOR = 10;
    private static final int GAS_RATIO_PERCENT = 1_000;
    private static final Plan.Window WINDOW = new Plan.Window(PHASE_BLOCKS, 0, 0, 0);

    private final Chain chain;
    private final Kernel kernel;

    Upgrades(Chain chain, Kernel kernel) {
        this.chain = chain;
        this.kernel = kernel;
    }

    /** Opens a plan and takes it to SHADOW. */
    Upgrade begin(String instance, Packing.Packed packed, List<Plan.Declaration> declared) {
        stage(packed.artifact());
        Plan plan = plan(instance, packed, declared);
        Optional<PlanProblem> problem =
                kernel.checkPlan(chain.state().head(), chain.timeMillis(), plan.encode());
        if (problem.isPresent()) {
            throw new AssertionError(
                    "the chain would refuse this upgrade, %s at %s: %s"
                            .formatted(
                                    problem.get().code(),
                                    problem.get().where(),
                                    problem.get().explanation()));
        }
        chain.prepare(plan.id());
        chain.order(new Change.OpenPlan(plan.encode(), plan.kind()));
        chain.order(new Change.ApprovePlan(plan.id()));
        return new Upgrade(chain, plan.id()).to(Phase.SHADOW);
    }

    private void stage(Artifact artifact) {
        Bytes code = artifact.encode();
        int count = (code.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        for (int i = 0; i < count; i++) {
            int end = Math.min(code.size(), (i + 1) * PIECE_BYTES);
            chain.order(
                    new Change.StageChunk(
                            artifact.hash(), i, count, code.slice(i * PIECE_BYTES, end)));
        }
    }

    private Plan plan(String instance, Packing.Packed packed, List<Plan.Declaration> declared) {
        ModuleSet.Installed inForce = inForce(instance);
        return new Plan(
                chain.id(),
                "a test",
                List.of(
                        new Plan.Action.Upgrade(
                                instance,
                                inForce.module().artifact(),
                                packed.artifact().hash(),
                                inForce.module().bindings(),
                                packed.descriptor().needs())),
                false,
                false,
                new Plan.Schedule(
                        PATIENCE_BLOCKS,
                        PATIENCE_BLOCKS,
                        PATIENCE_BLOCKS,
                        1,
                        AGREEMENT_BLOCKS,
                        WINDOW,
                        List.of(new Plan.Step(HALF, WINDOW)),
                        WINDOW,
                        GAS_FACTOR,
                        GAS_RATIO_PERCENT),
                declared,
                List.of(),
                Optional.empty());
    }

    private ModuleSet.Installed inForce(String instance) {
        ModuleSet modules = kernel.modules(chain.state().head());
        return Optional.ofNullable(modules.instances().get(instance))
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "there is no instance '%s' on this chain; there are %s"
                                                .formatted(
                                                        instance, modules.instances().keySet())));
    }
}
