package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Family;
import theseus.protocol.Gate;
import theseus.protocol.Schema;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Lens;

/** One direction through a lens: from a source table to a target table. */
final class Way {
    /** What carrying one unit once may use, whatever its size. */
    static final long UNIT_GAS = 50_000_000;

    /**
     * The same by its size: so that a lens is slow or not whoever wrote the record. A small record
     * takes an honest lens a hundredth of it.
     */
    private static final long LEAST_GAS = 2_000_000;

    private static final long ROW_GAS = 100_000;
    private static final long BYTE_GAS = 200;

    private final LensedTable pair;
    private final boolean up;
    private final Upkeep upkeep;

    Way(LensedTable pair, boolean up, Upkeep upkeep) {
        this.pair = pair;
        this.up = up;
        this.upkeep = upkeep;
    }

    LensedTable pair() {
        return pair;
    }

    TableId source() {
        return up ? pair.oldId() : pair.newId();
    }

    TableId target() {
        return up ? pair.newId() : pair.oldId();
    }

    Schema sourceKey() {
        return up ? pair.oldKey() : pair.newKey();
    }

    Schema targetKey() {
        return up ? pair.newKey() : pair.oldKey();
    }

    /** The instance that keeps the target, and the target's number there. */
    Instance keeper() {
        return up ? pair.candidate() : pair.old();
    }

    int targetTable() {
        return up ? pair.newTable() : pair.oldTable();
    }

    /** The image in the target. */
    Image carry(List<Row> unit, List<Row> previous) {
        return run(up, unit, previous, targetKey());
    }

    /** The image of what stands in the target, in the source. */
    Image back(List<Row> unit, List<Row> previous) {
        return run(!up, unit, previous, sourceKey());
    }

    /** The records of a family; of both tables alike. */
    List<Row> family(StateView state, boolean ofSource, Bytes root) {
        TableId table = ofSource ? source() : target();
        Schema key = ofSource ? sourceKey() : targetKey();
        List<Row> rows =
                state.range(
                        table,
                        Family.first(key, root),
                        java.util.Optional.of(Family.end(key, root)),
                        Lens.OfFamily.MAX_FAMILY + 1);
        if (rows.size() > Lens.OfFamily.MAX_FAMILY) {
            throw new CrossingFailed(
                    new Mirrored.TooLarge(
                            "the family %s in %s has more than %d records"
                                    .formatted(root.hex(), name(table), Lens.OfFamily.MAX_FAMILY)));
        }
        return rows;
    }

    private Image run(boolean upwards, List<Row> unit, List<Row> previous, Schema targetKey) {
        Invocation invocation =
                upwards
                        ? new Invocation.Up(pair.number(), unit, previous)
                        : new Invocation.Down(pair.number(), unit, previous);
        Outcome outcome =
                upkeep.invoke(
                        pair.candidate(),
                        invocation,
                        new PureHost(pair.candidate().name()),
                        Math.min(UNIT_GAS, LEAST_GAS + gas(unit) + gas(previous)));
        return switch (outcome) {
            case Outcome.Carried(Image.TooLarge(String what), long _) ->
                    throw Oversize.isLarge(unit) || Oversize.isLarge(previous)
                            ? new CrossingFailed(new Mirrored.TooLarge(what))
                            : failed(upwards, unit, what);
            case Outcome.Carried(Image image, long _) -> {
                check(upwards, image, unit, targetKey);
                yield image;
            }
            case Outcome.Trapped trapped ->
                    throw failed(upwards, unit, trapped.kind() + ", " + trapped.reason());
            case Outcome.Refused(String code, long _) ->
                    throw failed(upwards, unit, "it refused with " + code);
            case Outcome.Returned _, Outcome.Derived _ ->
                    throw new IllegalStateException(pair.candidate().name() + ": " + outcome);
        };
    }

    private static long gas(List<Row> rows) {
        long gas = 0;
        for (Row row : rows) {
            gas += ROW_GAS + BYTE_GAS * (row.key().size() + row.value().size());
        }
        return gas;
    }

    /** One record of a record, and families within themselves, in key order. */
    private void check(boolean upwards, Image image, List<Row> unit, Schema key) {
        if (!(image instanceof Image.Is(List<Row> rows))) {
            if (upwards) {
                throw failed(true, unit, "it gives no image");
            }
            return;
        }
        if (!pair.family()) {
            if (rows.size() != 1) {
                throw failed(upwards, unit, "it makes %d of one record".formatted(rows.size()));
            }
            return;
        }
        Bytes root = Family.root(upwards ? pair.oldKey() : pair.newKey(), unit.getFirst().key());
        for (int i = 0; i < rows.size(); i++) {
            if (!Family.root(key, rows.get(i).key()).equals(root)) {
                throw failed(upwards, unit, "a record leaves its family");
            }
            if (i > 0 && rows.get(i - 1).key().compareTo(rows.get(i).key()) >= 0) {
                throw CrossingFailed.of(
                        Gate.COLLISION,
                        "two records of a family come to the same key in "
                                + name(upwards ? pair.newId() : pair.oldId()),
                        rows.get(i).key());
            }
        }
    }

    private CrossingFailed failed(boolean upwards, List<Row> unit, String how) {
        TableId from = upwards ? pair.oldId() : pair.newId();
        return CrossingFailed.of(
                Gate.LENS_FAILED,
                "the lens fails %s from %s: %s".formatted(upwards ? "up" : "down", name(from), how),
                unit.stream().map(Row::key).limit(4).toArray(Bytes[]::new));
    }

    static String name(TableId table) {
        return table.instance() + "/" + table.table() + "/" + table.schema();
    }
}
