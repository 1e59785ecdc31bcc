package theseus.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one execution came to.
 *
 * @param changes the net changes: cells whose content is not what it was before
 * @param touched cells that were read or written; all that a derived table was computed from too
 * @param ran instances whose code ran, in nested calls too
 * @param refusedBy the instance to which the message went that was refused
 */
public record Executed(
        Result result,
        List<Event> events,
        TreeMap<Cell, Optional<String>> changes,
        SortedSet<Cell> touched,
        SortedSet<String> ran,
        long gas,
        Optional<String> refusedBy) {
    static Executed nothing() {
        return ended(new Result.Applied());
    }

    static Executed rejected(String code) {
        return ended(new Result.Rejected(code));
    }

    private static Executed ended(Result result) {
        return new Executed(
                result,
                List.of(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                0,
                Optional.empty());
    }

    /** Refused by the chain itself: as if it had not run, but for what it cost. */
    Executed refused(String code) {
        return new Executed(
                new Result.Refused(code),
                List.of(),
                new TreeMap<>(),
                touched,
                ran,
                gas,
                Optional.empty());
    }

    /** The sender chose the limit; what lies beyond it nobody can compare. */
    boolean ranDry() {
        return result.equals(new Result.Trapped(Result.OUT_OF_GAS));
    }

    boolean isTooLarge() {
        return result.equals(new Result.Trapped(Result.TOO_LARGE));
    }

    Tables on(Tables base) {
        Tables after = base.copy();
        after.apply(changes);
        return after;
    }
}
