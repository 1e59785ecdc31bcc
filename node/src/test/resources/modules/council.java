package test.council;

import theseus.sdk.*;
import theseus.sdk.Module;

/** Says yes to everything. */
@ModuleInfo(name = "council", version = "1.0.0")
public final class Council implements Module {
    public record Stage(Hash artifact, int index, int count, Bytes content) implements Message {}

    public record Propose(Bytes plan, PlanKind kind) implements Message {}

    public record Approve(Hash plan) implements Message {}

    public record Stop(Hash plan, String reason) implements Message {}

    public enum Refused implements Refusal {
        NOT_APPLIED
    }

    @Override
    public void define(Definition module) {
        module.needs(Capability.PLANS)
                .handles(Stage.class, this::stage)
                .handles(Propose.class, this::propose)
                .handles(Approve.class, this::approve)
                .handles(Stop.class, this::stop);
    }

    private void stage(Context context, Stage message) {
        context.propose(
                new Change.StageChunk(
                        message.artifact(), message.index(), message.count(), message.content()));
    }

    private void propose(Context context, Propose message) {
        context.propose(new Change.OpenPlan(message.plan(), message.kind()));
    }

    private void approve(Context context, Approve message) {
        context.propose(new Change.ApprovePlan(message.plan()));
    }

    private void stop(Context context, Stop message) {
        context.propose(new Change.StopPlan(message.plan(), message.reason()));
    }
}
