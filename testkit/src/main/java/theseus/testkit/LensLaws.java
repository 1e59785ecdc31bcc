package theseus.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Family;
import theseus.protocol.MalformedException;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Lens;
import theseus.testkit.LensCase.Sample;

/** What a lens owes to those who mirror records through it. */
final class LensLaws {
    static final String TOTAL_UP = "every old record goes up";
    static final String TOTAL_DOWN = "every new record is answered for";
    static final String NEW_INVARIANTS = "what goes up satisfies the new version's invariants";
    static final String OLD_INVARIANTS = "what goes down satisfies the old version's invariants";
    static final String BACK_DOWN = "down(up(old, previous), ·) = old";
    static final String BACK_UP = "up(down(new, previous), new) = new";
    static final String STILL_UP = "up(old, up(old, previous)) = up(old, previous)";
    static final String STILL_DOWN = "down(new, down(new, previous)) = down(new, previous)";
    static final String STILL_ABSENT = "what is absent is so whatever stood there";
    static final String ONE_NEW = "two old records never go to one new key";
    static final String ONE_OLD = "two new records never go to one old key";
    static final String SAME = "the same call has the same outcome";

    /** How a case ends. */
    sealed interface Verdict {
        /** There is no such record, so it says nothing. */
        record Impossible() implements Verdict {}

        /** All laws hold. */
        record Held(Image image) implements Verdict {}

        /** {@code story}: what went in and came out. */
        record Broken(String law, String story) implements Verdict {}
    }

    private final LensSides sides;

    LensLaws(LensSides sides) {
        this.sides = sides;
    }

    Verdict judge(LensCase it) {
        List<Row> unit;
        List<Row> other;
        try {
            unit = rows(it.unit(), it.isOld());
            other = rows(it.other(), it.isOtherOld());
        } catch (MalformedException e) {
            return new Verdict.Impossible();
        }
        try {
            if (unit.isEmpty() || !isPossible(unit, it.isOld())) {
                return new Verdict.Impossible();
            }
            if (!other.isEmpty() && !isPossible(other, it.isOtherOld())) {
                return new Verdict.Impossible();
            }
            return switch (it.kind()) {
                case UP -> up(unit, other);
                case DOWN -> down(unit, other);
                case TWO_UP -> two(unit, other, true);
                case TWO_DOWN -> two(unit, other, false);
            };
        } catch (LensSides.Wavers e) {
            return new Verdict.Broken(SAME, show("record", it.isOld(), unit) + "\n" + e.what());
        }
    }

    List<Row> rows(List<Sample> samples, boolean isOld) {
        List<Row> rows = new ArrayList<>();
        for (Sample sample : samples) {
            rows.add(
                    new Row(
                            SchemaCodec.encode(sides.key(isOld), sample.key()),
                            SchemaCodec.encode(sides.value(isOld), sample.value())));
        }
        rows.sort(Comparator.comparing(Row::key));
        return rows;
    }

    List<Sample> samples(List<Row> rows, boolean isOld) {
        return rows.stream()
                .map(
                        row ->
                                new Sample(
                                        SchemaCodec.decode(sides.key(isOld), row.key()),
                                        SchemaCodec.decode(sides.value(isOld), row.value())))
                .toList();
    }

    /** Records of one unit, each of which may stand in its table. */
    private boolean isPossible(List<Row> rows, boolean isOld) {
        if (rows.size() > (isFamily() ? Lens.OfFamily.MAX_FAMILY : 1)
                || isTooLarge(rows, isOld ? sides.largest() : LensSides.Largest.THAT_IS_KEPT)) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            boolean isOne =
                    i == 0
                            || (!rows.get(i).key().equals(rows.get(i - 1).key())
                                    && unit(rows.get(i), isOld).equals(unit(rows.get(0), isOld)));
            if (!isOne || sides.objection(isOld, rows.get(i)).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private boolean isTooLarge(List<Row> rows, LensSides.Largest largest) {
        return (isFamily() && rows.size() > largest.family())
                || rows.stream()
                        .anyMatch(
                                row ->
                                        row.key().size() > largest.keyBytes()
                                                || row.value().size() > largest.valueBytes());
    }

    private boolean isFamily() {
        return sides.shape().family();
    }

    private Bytes unit(Row row, boolean isOld) {
        return isFamily() ? Family.root(sides.key(isOld), row.key()) : row.key();
    }

    private Verdict up(List<Row> old, List<Row> previous) {
        if (!previous.isEmpty() && !isOf(old, sides.down(previous, List.of()), true)) {
            return new Verdict.Impossible();
        }
        String given = show("old", true, old) + "\n" + show("previous", false, previous);
        Outcome outcome = sides.up(old, previous);
        if (!(outcome instanceof Outcome.Carried(Image.Is(List<Row> made), _))) {
            return new Verdict.Broken(TOTAL_UP, given + "\nup        " + outcome(outcome, false));
        }
        given += "\n" + show("up", false, made);
        Optional<String> objection = objection(made, false);
        if (objection.isPresent()) {
            return new Verdict.Broken(NEW_INVARIANTS, given + "\nbut       " + objection.get());
        }
        for (List<Row> before : List.of(old, List.<Row>of())) {
            Outcome back = sides.down(made, before);
            if (!is(back, old)) {
                return new Verdict.Broken(BACK_DOWN, given + "\ndown      " + outcome(back, true));
            }
        }
        Outcome again = sides.up(old, made);
        return is(again, made)
                ? new Verdict.Held(new Image.Is(made))
                : new Verdict.Broken(STILL_UP, given + "\nup again  " + outcome(again, false));
    }

    private Verdict down(List<Row> current, List<Row> previous) {
        if (!previous.isEmpty() && !isOf(current, sides.up(previous, List.of()), false)) {
            return new Verdict.Impossible();
        }
        String given = show("new", false, current) + "\n" + show("previous", true, previous);
        Outcome outcome = sides.down(current, previous);
        if (!(outcome instanceof Outcome.Carried(Image image, _))
                || image instanceof Image.TooLarge) {
            return new Verdict.Broken(TOTAL_DOWN, given + "\ndown      " + outcome(outcome, true));
        }
        given += "\ndown      " + outcome(outcome, true);
        if (image instanceof Image.Absent) {
            Outcome alone = sides.down(current, List.of());
            return alone instanceof Outcome.Carried(Image.Absent _, _)
                    ? new Verdict.Held(image)
                    : new Verdict.Broken(
                            STILL_ABSENT, given + "\nalone     " + outcome(alone, true));
        }
        if (!(image instanceof Image.Is(List<Row> made))) {
            return new Verdict.Held(image);
        }
        Optional<String> objection = objection(made, true);
        if (objection.isPresent()) {
            return new Verdict.Broken(OLD_INVARIANTS, given + "\nbut       " + objection.get());
        }
        Outcome back = sides.up(made, current);
        if (!is(back, current)) {
            return new Verdict.Broken(BACK_UP, given + "\nup        " + outcome(back, false));
        }
        Outcome again = sides.down(current, made);
        return is(again, made)
                ? new Verdict.Held(image)
                : new Verdict.Broken(STILL_DOWN, given + "\ndown again " + outcome(again, true));
    }

    private Verdict two(List<Row> one, List<Row> two, boolean isOld) {
        if (two.isEmpty() || unit(one.getFirst(), isOld).equals(unit(two.getFirst(), isOld))) {
            return new Verdict.Impossible();
        }
        Outcome first = isOld ? sides.up(one, List.of()) : sides.down(one, List.of());
        Outcome second = isOld ? sides.up(two, List.of()) : sides.down(two, List.of());
        if (!(first instanceof Outcome.Carried(Image.Is(List<Row> rows), _)
                && second instanceof Outcome.Carried(Image.Is(List<Row> others), _))) {
            return new Verdict.Impossible();
        }
        for (Row row : rows) {
            if (others.stream().anyMatch(other -> other.key().equals(row.key()))) {
                return new Verdict.Broken(
                        isOld ? ONE_NEW : ONE_OLD,
                        String.join(
                                "\n",
                                show("one", isOld, one),
                                show("other", isOld, two),
                                show("both to", !isOld, List.of(row))));
            }
        }
        return new Verdict.Held(new Image.Is(rows));
    }

    /** Whether what stood on the other side is of the same unit. */
    private boolean isOf(List<Row> unit, Outcome itsImage, boolean isOld) {
        return itsImage instanceof Outcome.Carried(Image.Is(List<Row> image), _)
                && unit(image.getFirst(), isOld).equals(unit(unit.getFirst(), isOld));
    }

    private static boolean is(Outcome outcome, List<Row> rows) {
        return outcome instanceof Outcome.Carried(Image.Is(List<Row> image), _)
                && image.equals(rows);
    }

    private Optional<String> objection(List<Row> rows, boolean isOld) {
        return rows.stream().flatMap(row -> sides.objection(isOld, row).stream()).findFirst();
    }

    private static final int LABEL_WIDTH = 10;

    private String show(String label, boolean isOld, List<Row> rows) {
        return label
                + " ".repeat(Math.max(1, LABEL_WIDTH - label.length()))
                + indented(Shown.rows(sides.key(isOld), sides.value(isOld), rows));
    }

    private static String indented(String lines) {
        return lines.replace("\n", "\n" + " ".repeat(LABEL_WIDTH));
    }

    private String outcome(Outcome outcome, boolean isOld) {
        return switch (outcome) {
            case Outcome.Carried(Image.Is(List<Row> rows), _) ->
                    indented(Shown.rows(sides.key(isOld), sides.value(isOld), rows));
            case Outcome.Carried(Image.Absent _, _) -> "absent";
            case Outcome.Carried(Image.Refuse(String reason), _) -> "refused: " + reason;
            case Outcome.Carried(Image.TooLarge(String what), _) -> "too large: " + what;
            case Outcome.Trapped(_, String reason, _) -> "trapped: " + reason;
            case Outcome.Refused _, Outcome.Returned _, Outcome.Derived _ -> outcome.toString();
        };
    }
}
