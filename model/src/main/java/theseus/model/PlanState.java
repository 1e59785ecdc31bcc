package theseus.model;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A plan and where it stands. The phase is the one that the next block runs in. */
public final class PlanState {
    final Plan plan;
    Phase phase = Phase.VOTING;

    /** Of the canary, from 0. */
    int step;

    /** The first block of this phase or step, and the time of the block before it. */
    long sinceHeight;

    long sinceMillis;
    long startHeight;

    /**
     * The new tables while they are not under the root: the follower's before CANARY, the
     * quarantine after a rollback. The old tables after FINAL.
     */
    Tables unlinked = new Tables();

    boolean joined;

    /** The block in which the new tables joined the root. */
    long joinedHeight;

    /** Rolled back in the block in which its tables joined: they leave with the next. */
    boolean leaving;

    Tally tally = new Tally();
    final SortedSet<String> proposers = new TreeSet<>();
    final SortedSet<String> ready = new TreeSet<>();
    final SortedSet<String> tripping = new TreeSet<>();

    /** What an honest follower says at each height at which reports are due. */
    final TreeMap<Long, Seen> seen = new TreeMap<>();

    final TreeMap<Long, Map<String, Seen>> reports = new TreeMap<>();
    long agreedHeight;
    Optional<Seen> agreed = Optional.empty();

    /** The follower's lens failed: it stops there, and reports nothing but this from then on. */
    Optional<Gate> stuck = Optional.empty();

    /** Units that are too large to be carried: while there is one, the new tables are not whole. */
    final SortedSet<String> leftOut = new TreeSet<>();

    /** Hit in this block: the candidate runs no more, and at the end it is rolled back. */
    Optional<Gate> tripped = Optional.empty();

    /** Decided in this block: it is rolled back at the end, and until then goes on. */
    Optional<Gate> stopped = Optional.empty();

    /** Stopped before anything of this block ran: nothing of it is to come any more. */
    boolean over;

    Optional<Gate> ended = Optional.empty();

    /** What a follower reports: the new tables, whether they follow the chain, and the tally. */
    public record Seen(String tables, boolean backfilled, Tally tally, Optional<Gate> evidence) {}

    PlanState(Plan plan) {
        this.plan = plan;
    }

    /** Keeps the first reason. */
    void trip(Gate gate) {
        if (tripped.isEmpty()) {
            tripped = Optional.of(gate);
        }
    }

    /** A report is about a height of the present phase. */
    void report(String validator, long height, Seen said) {
        if (phase.followed() && height >= sinceHeight) {
            reports.computeIfAbsent(height, _ -> new TreeMap<>()).put(validator, said);
        }
    }

    void stop(Gate gate) {
        if (stopped.isEmpty()) {
            stopped = Optional.of(gate);
        }
    }

    public Plan plan() {
        return plan;
    }

    public Phase phase() {
        return phase;
    }

    public int step() {
        return step;
    }

    /** The first block of the present phase, or of the present step. */
    public long sinceHeight() {
        return sinceHeight;
    }

    /** Whether the follower's lens failed, so that it carries no more. */
    public boolean isStuck() {
        return stuck.isPresent();
    }

    public Optional<Gate> gate() {
        return ended;
    }

    public Tables unlinked() {
        return unlinked.copy();
    }

    public Optional<Seen> seen(long height) {
        return Optional.ofNullable(seen.get(height));
    }
}
