package trial.council;

import java.util.Optional;
import theseus.sdk.*;
import theseus.sdk.Module;

/** Says yes to everything: governance of the trials that are about what comes after the vote. */
@ModuleInfo(name = "council", version = "1.0.0")
public final class Council implements Module {
    public record Stage(Hash artifact, int index, int count, Bytes content) implements Message {}

    public record Propose(Bytes plan, PlanKind kind) implements Message {}

    public record Approve(Hash plan) implements Message {}

    public record Stop(Hash plan) implements Message {}

    public record Suspend(String instance, String message, boolean open) implements Message {}

    /** Anybody may have something written down. */
    @Interface(name = "minutes", version = "1.0")
    public interface Minutes {
        Result<Boolean> note(Context context, String text);
    }

    public record Noted(long height) {}

    private final Table<String, Noted> minutes = Table.of("minutes", String.class, Noted.class);

    @Override
    public void define(Definition module) {
        module.needs(Capability.PLANS)
                .needs(Capability.BREAKERS)
                .table(minutes)
                .offers(Minutes.class, this::note)
                .handles(Stage.class, this::stage)
                .handles(Propose.class, this::propose)
                .handles(Approve.class, this::approve)
                .handles(Stop.class, this::stop)
                .handles(Suspend.class, this::suspend);
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
        context.propose(new Change.StopPlan(message.plan(), "stopped by the council"));
    }

    private void suspend(Context context, Suspend message) {
        context.propose(
                new Change.SetBreaker(
                        message.instance(),
                        message.message().isEmpty()
                                ? Optional.empty()
                                : Optional.of(message.message()),
                        message.open(),
                        "by the council"));
    }

    private Result<Boolean> note(Context context, String text) {
        context.put(minutes, text, new Noted(context.height()));
        return Result.ok(true);
    }
}
