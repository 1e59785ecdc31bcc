package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;

/**
 * Records what an execution did, call by call, as a tree of values: for a dry run, for explaining a
 * failed transaction, for evidence. Switched off it costs a branch.
 */
public final class Trace {
    /** More steps than this are not recorded; {@link #truncated} says so. */
    public static final int MAX_STEPS = 10_000;

    /** Something that happened. */
    public sealed interface Step {
        /**
         * A module ran; {@code steps} is what it did. What a refused or trapped run wrote was
         * reverted.
         */
        record Ran(String instance, Invocation invocation, List<Step> steps, Outcome outcome)
                implements Step {}

        record Read(TableId table, Bytes key, Optional<Bytes> value) implements Step {}

        record Ranged(TableId table, Bytes from, Optional<Bytes> to, int limit, int rows)
                implements Step {}

        /** A write, derived tables included; empty for a removal. */
        record Wrote(TableId table, Bytes key, Optional<Bytes> value) implements Step {}

        record Emitted(String instance, String event, Bytes body) implements Step {}

        /** A proposal; {@code refusal} is empty when it was applied. */
        record Proposed(String instance, Change change, Optional<String> refusal) implements Step {}
    }

    private final boolean on;
    private final List<List<Step>> open = new ArrayList<>();
    private int count;

    private Trace(boolean on) {
        this.on = on;
        open.add(new ArrayList<>());
    }

    public static Trace off() {
        return new Trace(false);
    }

    public static Trace recording() {
        return new Trace(true);
    }

    /** The steps at the outermost level, in order. */
    public List<Step> steps() {
        return List.copyOf(open.getFirst());
    }

    public boolean truncated() {
        return count > MAX_STEPS;
    }

    /** One for another world, that records if this one does. */
    Trace another() {
        return new Trace(on);
    }

    /** It was the other world that counted. */
    void become(Trace other) {
        open.getFirst().clear();
        open.getFirst().addAll(other.open.getFirst());
        count = other.count;
    }

    boolean isOn() {
        return on;
    }

    void add(Step step) {
        if (on && ++count <= MAX_STEPS) {
            open.getLast().add(step);
        }
    }

    void enter() {
        if (on) {
            open.add(new ArrayList<>());
        }
    }

    void leave(String instance, Invocation invocation, Outcome outcome) {
        if (on) {
            List<Step> inner = List.copyOf(open.removeLast());
            add(new Step.Ran(instance, invocation, inner, outcome));
        }
    }
}
