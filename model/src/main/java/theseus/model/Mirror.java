package theseus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a change on one side of a lens reaches the other.
 *
 * <p>For each unit that changed, the image of what is there now is computed from it and from what
 * stood on the other side so far. Then all images that are no longer right are removed, and only
 * then the new ones are put: units that swap their keys do not get into each other's way. A put
 * never overwrites: a place that is still taken is a collision. After each put both laws are
 * checked.
 */
final class Mirror {
    /** How mirroring ended. */
    sealed interface Mirrored {
        /** The other side as it must be now. */
        record Done(Tables tables) implements Mirrored {}

        /** The plan is wrong: it trips. */
        record Failed(Gate gate, String explanation) implements Mirrored {}

        /**
         * An old record is created where a hidden one is. Nobody did wrong: the transaction is
         * refused, and nothing is overwritten.
         */
        record Taken() implements Mirrored {}

        /** The lens refuses an image: the old world counts. */
        record Refused(String reason) implements Mirrored {}

        /** A family is too large to be carried: the transaction is refused. */
        record TooLarge(String unit) implements Mirrored {}
    }

    /** Ends mirroring from within. */
    private static final class Stop extends RuntimeException {
        private final transient Mirrored reason;

        Stop(Mirrored reason) {
            super(null, null, false, false);
            this.reason = reason;
        }
    }

    private final Tables target;
    private final List<Row> removals = new ArrayList<>();
    private final List<Runnable> puts = new ArrayList<>();

    /** Where nobody can be refused: families that are too large have no image, and stand here. */
    private final Optional<SortedSet<String>> leftOut;

    private Mirror(Tables target, Optional<SortedSet<String>> leftOut) {
        this.target = target;
        this.leftOut = leftOut;
    }

    /**
     * The old world counts: new tables get {@code up}.
     *
     * @param before the tables of the versions in force before; {@code after}: after
     * @param target tables among which the new ones are
     */
    static Mirrored up(Plan plan, Tables before, Tables after, Tables target) {
        return mirror(plan, before, after, target, true, Optional.empty());
    }

    /**
     * The same beside the chain.
     *
     * @param leftOut the families that are too large; it is kept
     */
    static Mirrored beside(
            Plan plan, Tables before, Tables after, Tables target, SortedSet<String> leftOut) {
        return mirror(plan, before, after, target, true, Optional.of(leftOut));
    }

    /** The new world counts: old tables get {@code down}. */
    static Mirrored down(Plan plan, Tables before, Tables after, Tables target) {
        return mirror(plan, before, after, target, false, Optional.empty());
    }

    private static Mirrored mirror(
            Plan plan,
            Tables before,
            Tables after,
            Tables target,
            boolean up,
            Optional<SortedSet<String>> leftOut) {
        Tables result = target.copy();
        for (Map.Entry<String, Version> replaced : plan.replaced().entrySet()) {
            String instance = replaced.getKey();
            Version candidate = plan.candidates().get(instance);
            if (candidate == null) {
                continue;
            }
            for (Lens lens : plan.lenses(instance)) {
                try {
                    Version written = up ? candidate : replaced.getValue();
                    new Mirror(result, leftOut).table(lens, instance, before, after, written, up);
                } catch (Stop stop) {
                    return stop.reason;
                } catch (RuntimeException bug) {
                    return new Mirrored.Failed(Gate.LENS_FAILED, String.valueOf(bug));
                }
            }
        }
        return new Mirrored.Done(result);
    }

    private void table(
            Lens lens, String instance, Tables before, Tables after, Version written, boolean up) {
        TableName source = up ? lens.from(instance) : lens.to(instance);
        TableName there = up ? lens.to(instance) : lens.from(instance);
        SortedSet<String> units = new TreeSet<>();
        before.changed(source, after).forEach(key -> units.add(lens.unitOf(key)));
        for (String unit : units) {
            List<Row> was = lens.unit(before, source, unit);
            List<Row> is = lens.unit(after, source, unit);
            String name = source + " " + unit;
            boolean wasLeftOut = leftOut.map(all -> all.contains(name)).orElse(false);
            List<Row> previous =
                    wasLeftOut
                            ? List.of()
                            : up ? lens.newOf(was, target, there) : lens.oldOf(was, target, there);
            if (is.size() > Lens.MAX_FAMILY) {
                leftOut.orElseThrow(() -> new Stop(new Mirrored.TooLarge(name))).add(name);
                removals.addAll(previous);
                continue;
            }
            leftOut.ifPresent(all -> all.remove(name));
            List<Row> place = up ? lens.newOf(is, target, there) : previous;
            if (!place.equals(previous) && lens.hides(place, List.of())) {
                throw new Stop(new Mirrored.Taken());
            }
            List<Row> image = up ? imageUp(lens, is, previous) : imageDown(lens, is, previous);
            removals.addAll(previous);
            image.forEach(row -> puts.add(() -> put(there, row, written)));
            if (!is.isEmpty() && !(up ? lens.related(is, image) : lens.related(image, is))) {
                throw failed(Gate.LENS_LAW, is + " and " + image + " are not related");
            }
            if (!image.stream().map(Row::key).allMatch(key -> fits(lens, key, unit))) {
                throw failed(Gate.LENS_LAW, image + " leaves the family " + unit);
            }
        }
        removals.forEach(row -> target.remove(there, row.key()));
        puts.forEach(Runnable::run);
    }

    private static boolean fits(Lens lens, String key, String unit) {
        return !lens.family() || Row.family(key).equals(unit);
    }

    private static List<Row> imageUp(Lens lens, List<Row> is, List<Row> previous) {
        return is.isEmpty() ? List.of() : lens.up().of(is, previous);
    }

    private static List<Row> imageDown(Lens lens, List<Row> is, List<Row> previous) {
        if (is.isEmpty()) {
            return List.of();
        }
        return switch (lens.down().of(is, previous)) {
            case Lens.Image.Is(List<Row> rows) -> rows;
            case Lens.Image.Absent _ -> List.of();
            case Lens.Image.Refuse(String reason) -> throw new Stop(new Mirrored.Refused(reason));
        };
    }

    private void put(TableName there, Row row, Version written) {
        List<Row> held = target.row(there, row.key());
        if (!held.isEmpty()) {
            throw failed(Gate.COLLISION, held + " stands where " + row + " should");
        }
        if (!written.rules.getOrDefault(there.table(), _ -> true).test(row)) {
            throw failed(Gate.INVARIANT, row + " breaks a rule of " + written);
        }
        target.put(there, row);
    }

    private static Stop failed(Gate gate, String explanation) {
        return new Stop(new Mirrored.Failed(gate, explanation));
    }
}
