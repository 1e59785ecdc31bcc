package theseus.kernel;

import java.util.Optional;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Phase;
import theseus.protocol.RecordCodec;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/** What the kernel announces by itself, under the instance {@code kernel}. */
public sealed interface KernelEvents {
    /**
     * A plan entered a phase or a step of its canary.
     *
     * @param phase that holds from the next block on
     * @param reason why; for a rollback, the gate and what it says
     */
    record PlanPhase(Hash plan, Phase phase, int step, String reason) implements KernelEvents {
        static PlanPhase back(Hash plan, PlanRecord after, Evidence evidence) {
            return new PlanPhase(
                    plan,
                    after.phase(),
                    after.step(),
                    Texts.reason(evidence.gate() + ": " + evidence.explanation()));
        }
    }

    /** A plan waits although its time has come; with an empty reason, it waits no more. */
    record PlanHeld(Hash plan, String reason) implements KernelEvents {}

    /** More than 2/3 of the voting power reported alike. */
    record PlanReported(Hash plan, long height, Hash tableRoot, boolean backfilled)
            implements KernelEvents {}

    /** An artifact is whole. */
    record ArtifactStaged(Hash artifact) implements KernelEvents {}

    /** A circuit breaker was set. */
    record BreakerSet(String instance, Optional<String> message, boolean open, String reason)
            implements KernelEvents {}

    /**
     * Validators changed the kernel's state past all modules.
     *
     * @param change SHA-256 of the change, see {@code Changes}
     * @param code why it was refused all the same; empty when it was applied
     */
    record Recovered(Hash change, String code) implements KernelEvents {}

    /** As it stands in a receipt: the record's name, and the array of its fields. */
    default EventRecord toRecord() {
        return new EventRecord(
                TableId.KERNEL,
                getClass().getSimpleName(),
                RecordCodec.encodeRecord((Record) this));
    }
}
