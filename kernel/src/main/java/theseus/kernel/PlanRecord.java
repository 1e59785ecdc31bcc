package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A plan and where it stands, as the state has it. What it says holds from the next block on, so a
 * block's phases are a function of the state before it. Encoded as the array of its fields.
 *
 * @param phase in which the next block runs
 * @param step of the canary, from 0
 * @param sinceHeight first block of this phase, or of this step
 * @param sinceMillis time of the block before that
 * @param startHeight the block whose state is backfilled; 0 before BACKFILL
 * @param joinedHeight the block with which its new tables joined the root; 0 while they have not
 * @param salt of the canary step: hash of the header before the block with which keys were drawn;
 *     zeros until then
 * @param agreed what more than 2/3 of the voting power reported alike in this phase, the newest
 * @param tally what the block itself compared in the present window, from CANARY on
 * @param proposers of blocks in the present window, as keys of {@link KernelTables#VALIDATORS},
 *     sorted; from SHADOW on
 * @param held why it does not move on although its time has come; empty when it is not held
 * @param ended what stopped it; before it is ROLLED_BACK, what will stop it at the block's end
 */
public record PlanRecord(
        Plan plan,
        Phase phase,
        int step,
        long sinceHeight,
        long sinceMillis,
        long startHeight,
        long joinedHeight,
        Hash salt,
        Optional<Agreed> agreed,
        Tally tally,
        List<Bytes> proposers,
        String held,
        Optional<Evidence> ended) {
    private static final RecordCodec<PlanRecord> CODEC = RecordCodec.of(PlanRecord.class);

    public PlanRecord {
        proposers = List.copyOf(proposers);
    }

    /** A report on which validators agree; see {@code Statement.Body.Report}. */
    public record Agreed(long height, Hash tableRoot, boolean backfilled, Tally tally) {}

    /** A plan that was opened in block {@code height}. */
    static PlanRecord opened(Plan plan, long height, long timeMillis) {
        return begun(plan, Phase.VOTING, height + 1, timeMillis, 0);
    }

    /** A plan that comes to a phase and has seen nothing in it yet. */
    public static PlanRecord begun(
            Plan plan, Phase phase, long sinceHeight, long sinceMillis, long startHeight) {
        return new PlanRecord(
                plan,
                phase,
                0,
                sinceHeight,
                sinceMillis,
                startHeight,
                0,
                Hash.ZERO,
                Optional.empty(),
                Tally.EMPTY,
                List.of(),
                "",
                Optional.empty());
    }

    /** The gate that stopped it. */
    public Optional<Gate> gate() {
        return ended.map(Evidence::gate);
    }

    /** Whether it has not ended, and will not at the end of this block. */
    public boolean isAlive() {
        return !phase.ended() && ended.isEmpty();
    }

    /** Whether the block of {@code height} runs in its phase: it was not reached in that block. */
    boolean holdsAt(long height) {
        return sinceHeight <= height;
    }

    /** It enters a phase, or a step, with the block after {@code height}: a new window. */
    PlanRecord enter(Phase next, int nextStep, long height, long timeMillis) {
        return new PlanRecord(
                plan,
                next,
                nextStep,
                height + 1,
                timeMillis,
                next == Phase.BACKFILL ? height : startHeight,
                joinedHeight,
                Hash.ZERO,
                Optional.empty(),
                Tally.EMPTY,
                List.of(),
                "",
                ended);
    }

    /** It is stopped; what it had seen so far stays with it. */
    PlanRecord rolledBack(long height, long timeMillis, Evidence evidence) {
        return new PlanRecord(
                plan,
                Phase.ROLLED_BACK,
                step,
                height + 1,
                timeMillis,
                startHeight,
                joinedHeight,
                salt,
                agreed,
                tally,
                proposers,
                "",
                Optional.of(evidence));
    }

    PlanRecord joined(long height) {
        return now(height, salt, agreed, tally, proposers, held, ended);
    }

    PlanRecord salted(Hash other) {
        return now(joinedHeight, other, agreed, tally, proposers, held, ended);
    }

    PlanRecord agreed(Agreed report) {
        return now(joinedHeight, salt, Optional.of(report), tally, proposers, held, ended);
    }

    PlanRecord counted(Tally sofar, List<Bytes> by) {
        return now(joinedHeight, salt, agreed, sofar, by, held, ended);
    }

    PlanRecord held(String reason) {
        return now(joinedHeight, salt, agreed, tally, proposers, reason, ended);
    }

    /** What stops it first stops it. */
    PlanRecord ending(Evidence evidence) {
        Optional<Evidence> first = ended.or(() -> Optional.of(evidence));
        return now(joinedHeight, salt, agreed, tally, proposers, held, first);
    }

    /** What may change while it stays in its phase, or step. */
    private PlanRecord now(
            long joined,
            Hash drawn,
            Optional<Agreed> report,
            Tally sofar,
            List<Bytes> by,
            String reason,
            Optional<Evidence> end) {
        return new PlanRecord(
                plan,
                phase,
                step,
                sinceHeight,
                sinceMillis,
                startHeight,
                joined,
                drawn,
                report,
                sofar,
                by,
                reason,
                end);
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static PlanRecord decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
