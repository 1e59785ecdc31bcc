package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Family;
import theseus.protocol.Gate;
import theseus.sdk.Bytes;

/**
 * The images of the units of one table that changed, with the lens' laws checked for each: {@code
 * down(up(o, n), ·) = o} and {@code up(down(n, o), n) = n}.
 */
final class MirrorUnits {
    private final Way way;
    private final boolean up;
    private final boolean mayLeaveOut;
    private final boolean countsHidden;
    private final StateView before;
    private final StateView after;
    private final StateView target;
    private final List<Unit> units = new ArrayList<>();

    /**
     * A unit.
     *
     * @param id its root or key in the source
     * @param previous what stands in the target for it so far
     * @param image what is to stand there
     * @param isLeftOut whether it is too large for an image, and none stands there for that reason
     * @param hiddenMore 1 when it hides something now and did not before, -1 the other way, else 0
     */
    record Unit(Bytes id, List<Row> previous, List<Row> image, boolean isLeftOut, int hiddenMore) {}

    /**
     * @param mayLeaveOut whether what is too large is left out, else it ends the mirroring
     * @param target shows the target table as it is before
     */
    MirrorUnits(
            Way way,
            boolean up,
            boolean mayLeaveOut,
            StateView before,
            StateView after,
            StateView target) {
        this.way = way;
        this.up = up;
        this.mayLeaveOut = mayLeaveOut;
        // Beside the chain nothing is hidden: nothing of the candidate's own is carried there.
        this.countsHidden = !mayLeaveOut && HiddenCount.matters(way.pair());
        this.before = before;
        this.after = after;
        this.target = target;
    }

    /** Of the units to which these keys of the source belong. */
    List<Unit> of(Iterable<Bytes> keys) {
        if (way.pair().family()) {
            SortedSet<Bytes> roots = new TreeSet<>();
            keys.forEach(key -> roots.add(Family.root(way.sourceKey(), key)));
            roots.forEach(this::family);
        } else {
            keys.forEach(this::record);
        }
        return units;
    }

    private void record(Bytes key) {
        List<Row> was = row(before, key);
        List<Row> is = row(after, key);
        // One that was left out has nothing in the target.
        List<Row> previous = unlessTooLarge(() -> previous(was)).orElse(List.of());
        add(key, previous, was, is, unlessTooLarge(() -> image(was, is, previous)));
    }

    private void add(
            Bytes id, List<Row> previous, List<Row> was, List<Row> is, Optional<List<Row>> image) {
        List<Row> there = image.orElse(List.of());
        int more = 0;
        if (countsHidden) {
            more = up ? hides(there) - hides(previous) : hides(is) - hides(was);
        }
        units.add(new Unit(id, previous, there, image.isEmpty(), more));
    }

    /** 1 when a unit of the newer table holds what the version in force does not see, else 0. */
    private int hides(List<Row> newer) {
        if (newer.isEmpty()) {
            return 0;
        }
        Image down = up ? way.back(newer, List.of()) : way.carry(newer, List.of());
        if (!(down instanceof Image.Is(List<Row> rows)) || rows.isEmpty()) {
            return 1;
        }
        if (!way.pair().family()) {
            return 0;
        }
        Image again = up ? way.carry(rows, List.of()) : way.back(rows, List.of());
        return isThat(again, newer) ? 0 : 1;
    }

    private Optional<List<Row>> unlessTooLarge(Supplier<List<Row>> rows) {
        try {
            return Optional.of(rows.get());
        } catch (CrossingFailed failed) {
            if (mayLeaveOut && failed.result() instanceof Mirrored.TooLarge) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** What stands in the target where the record's image was. */
    private List<Row> previous(List<Row> was) {
        if (was.isEmpty() || !(way.carry(was, List.of()) instanceof Image.Is(List<Row> rows))) {
            return List.of();
        }
        Bytes key = rows.getFirst().key();
        return target.get(way.target(), key)
                .map(value -> List.of(new Row(key, value)))
                .orElse(List.of());
    }

    private void family(Bytes root) {
        List<Row> was = unlessTooLarge(() -> way.family(before, true, root)).orElse(List.of());
        List<Row> previous = way.family(target, false, root);
        if (was.isEmpty() && !previous.isEmpty()) {
            throw occupied(previous);
        }
        Optional<List<Row>> is = unlessTooLarge(() -> way.family(after, true, root));
        add(
                root,
                previous,
                was,
                is.orElse(List.of()),
                is.flatMap(rows -> unlessTooLarge(() -> image(was, rows, previous))));
    }

    /** The target has a family of which the source knew nothing. */
    private CrossingFailed occupied(List<Row> family) {
        if (up && isHidden(way, family)) {
            return new CrossingFailed(new Mirrored.Taken(way.target(), family.getFirst().key()));
        }
        return CrossingFailed.of(
                Gate.COLLISION,
                "a family in " + Way.name(way.target()) + " is of no other record",
                family.getFirst().key());
    }

    /** Whether the version in force sees nothing of a unit of the newer table. */
    static boolean isHidden(Way up, List<Row> unit) {
        Image image = up.back(unit, List.of());
        return image instanceof Image.Absent
                || image instanceof Image.Is(List<Row> rows) && rows.isEmpty();
    }

    private List<Row> image(List<Row> was, List<Row> is, List<Row> previous) {
        if (is.isEmpty()) {
            return List.of();
        }
        Image image = way.carry(is, previous);
        return switch (image) {
            case Image.Absent() -> List.of();
            case Image.TooLarge large -> throw new IllegalStateException(large.toString());
            case Image.Refuse(String reason) ->
                    throw new CrossingFailed(new Mirrored.Refused(way.source(), reason));
            case Image.Is(List<Row> rows) -> {
                if (rows.isEmpty() && !up) {
                    yield List.of();
                }
                laws(was, is, rows);
                yield rows;
            }
        };
    }

    private void laws(List<Row> was, List<Row> is, List<Row> image) {
        boolean there = !image.isEmpty() && isThat(way.back(image, up ? was : is), is);
        if (!there || !isThat(way.carry(is, image), image)) {
            throw CrossingFailed.of(
                    Gate.LENS_LAW,
                    "%s does not hold for a unit of %s: %s, image %s"
                            .formatted(
                                    there == up ? "up(down(n, o), n) = n" : "down(up(o, n), o) = o",
                                    Way.name(way.source()),
                                    text(is),
                                    text(image)),
                    is.stream().map(Row::key).limit(4).toArray(Bytes[]::new));
        }
    }

    static boolean isThat(Image image, List<Row> rows) {
        return image instanceof Image.Is(List<Row> found) && found.equals(rows);
    }

    private static String text(List<Row> rows) {
        return rows.isEmpty()
                ? "nothing"
                : "%s=%s%s"
                        .formatted(
                                rows.getFirst().key().hex(),
                                rows.getFirst().value().hex(),
                                rows.size() > 1 ? " and " + (rows.size() - 1) + " more" : "");
    }

    private List<Row> row(StateView state, Bytes key) {
        Optional<Bytes> value = state.get(way.source(), key);
        return value.isPresent() ? List.of(new Row(key, value.get())) : List.of();
    }
}
