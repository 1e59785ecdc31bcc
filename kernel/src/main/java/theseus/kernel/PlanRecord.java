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
 * @param salt of the canary step: hash of the header before its first block; zeros until then
 * @param agreed what more than 2/3 of the voting power reported alike, the newest
 * @param tally what the block itself compared in the present window, from CANARY on
 * @param proposers of blocks in the present window, sorted
 * @param held why the window does not end although it is complete; empty when it is not held
 * @param ended what stopped it, when it is ROLLED_BACK
 */
public record PlanRecord(
        Plan plan,
        Phase phase,
        int step,
        long sinceHeight,
        long sinceMillis,
        long startHeight,
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

    /** The gate that stopped it. */
    public Optional<Gate> gate() {
        return ended.map(Evidence::gate);
    }

    public Bytes encode() {
        return CODEC.encode(this);
    }

    public static PlanRecord decode(Bytes encoding) {
        return CODEC.decode(encoding);
    }
}
