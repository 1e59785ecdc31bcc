package theseus.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Family;
import theseus.protocol.Limits;
import theseus.protocol.TrapKind;
import theseus.runtime.Bindings.BoundLens;
import theseus.runtime.Bindings.BoundLens.Side;
import theseus.runtime.Bindings.BoundTurn;
import theseus.sdk.Bytes;
import theseus.sdk.Entry;
import theseus.sdk.Lens.Down;
import theseus.sdk.Lens.OfFamily;
import theseus.sdk.Lens.OfRecord;
import theseus.sdk.Refused;

/**
 * Sends units of records through a lens. Nothing of the chain is in reach. What a lens gives is
 * brought into key order; records without value, two under one key, or outside of their family end
 * as a trap that says so. Too many or too large ones are no image.
 */
final class Carrying {
    private final Invoking invoking;

    Carrying(Invoking invoking) {
        this.invoking = invoking;
    }

    Image up(BoundLens bound, List<Row> old, List<Row> previous) {
        if (old.isEmpty()) {
            return new Image.Is(List.of());
        }
        return pure(bound, () -> upNow(bound, old, previous));
    }

    Image down(BoundLens bound, List<Row> current, List<Row> previous) {
        if (current.isEmpty()) {
            return new Image.Absent();
        }
        return pure(bound, () -> downNow(bound, current, previous));
    }

    /** The body of an event of the version before, as this version would tell of it. */
    Bytes event(BoundTurn turn, String event, Bytes body) {
        try {
            Object old =
                    invoking.decoded(
                            turn.old(),
                            body,
                            () ->
                                    "%s rejects the event %s of the version before"
                                            .formatted(invoking.module(), event));
            return invoking.encode(
                    turn.current(), turn.up().of(old), Limits.MAX_VALUE_BYTES, event);
        } catch (Refused refused) {
            throw new Trap(
                    TrapKind.INVARIANT,
                    "upEvent of %s refuses the event %s".formatted(invoking.module(), event));
        }
    }

    private Image upNow(BoundLens bound, List<Row> old, List<Row> previous) {
        var entries = entries(bound, bound.from(), old);
        var before = entries(bound, bound.to(), previous);
        List<?> made =
                switch (bound.lens()) {
                    case OfRecord<Object, Object, Object, Object> lens ->
                            single(bound, lens.up(entries.getFirst(), first(before)));
                    case OfFamily<Object, Object, Object, Object> lens ->
                            lens.up(invoking.list(entries), invoking.list(before));
                };
        List<Row> rows = rows(bound, bound.to(), made, family(bound.from(), old));
        if (rows.isEmpty()) {
            throw problem(
                    bound,
                    "makes no record of a family that has some: down could not bring it back");
        }
        return new Image.Is(rows);
    }

    private Image downNow(BoundLens bound, List<Row> current, List<Row> previous) {
        var entries = entries(bound, bound.to(), current);
        var before = entries(bound, bound.from(), previous);
        Down<?> image =
                switch (bound.lens()) {
                    case OfRecord<Object, Object, Object, Object> lens ->
                            lens.down(entries.getFirst(), first(before));
                    case OfFamily<Object, Object, Object, Object> lens ->
                            lens.down(invoking.list(entries), invoking.list(before));
                };
        return switch (image) {
            case null -> throw problem(bound, "answers null for down");
            case Down.Is<?>(Object made) -> {
                List<?> items =
                        bound.from().family().isPresent() ? list(bound, made) : single(bound, made);
                List<Row> rows = rows(bound, bound.from(), items, family(bound.to(), current));
                yield rows.isEmpty() ? new Image.Absent() : new Image.Is(rows);
            }
            case Down.Absent<?>() -> new Image.Absent();
            case Down.Refuse<?>(String reason) -> new Image.Refuse(reason(bound, reason));
        };
    }

    private interface Body {
        Image run();
    }

    /** Ends the carrying of a unit; outside of module code. */
    private static final class TooLarge extends RuntimeException {
        private final Image.TooLarge image;

        TooLarge(BoundLens bound, String what) {
            super(what, null, false, false);
            this.image = new Image.TooLarge(bound.title() + " makes " + what);
        }
    }

    /** A refusal from within is no answer of a lens. */
    private static Image pure(BoundLens bound, Body body) {
        try {
            return body.run();
        } catch (TooLarge large) {
            return large.image;
        } catch (Refused refused) {
            throw problem(
                    bound,
                    "refuses, which only down may, by answering Refuse"
                            + (Names.isCode(refused.code()) ? ": " + refused.code() : ""));
        }
    }

    // ---- into the module ----

    private List<Entry<Object, Object>> entries(BoundLens bound, Side side, List<Row> rows) {
        int most = bound.from().family().isPresent() ? OfFamily.MAX_FAMILY : 1;
        if (rows.size() > most) {
            throw problem(bound, "is given %d records; at most %d".formatted(rows.size(), most));
        }
        List<Entry<Object, Object>> entries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            invoking.charge(HostCosts.CARRY);
            entries.add(
                    new Entry<>(
                            decoded(bound, side, side.key(), row.key()),
                            decoded(bound, side, side.value(), row.value())));
        }
        return entries;
    }

    private Object decoded(BoundLens bound, Side side, Codec codec, Bytes encoded) {
        return invoking.decoded(
                codec, encoded, () -> bound.title() + " rejects a record of " + side.name());
    }

    private static Optional<Entry<Object, Object>> first(List<Entry<Object, Object>> entries) {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getFirst());
    }

    // ---- out of the module ----

    private static List<?> list(BoundLens bound, Object made) {
        if (made instanceof List<?> list) {
            return list;
        }
        throw problem(bound, "makes null of a family");
    }

    private static List<?> single(BoundLens bound, Object made) {
        if (made == null) {
            throw problem(bound, "makes null of a record");
        }
        return List.of(made);
    }

    private List<Row> rows(BoundLens bound, Side side, List<?> made, Optional<Bytes> family) {
        Object[] items = list(bound, made).toArray();
        if (items.length > OfFamily.MAX_FAMILY) {
            throw new TooLarge(
                    bound, "%d records; at most %d".formatted(items.length, OfFamily.MAX_FAMILY));
        }
        List<Row> rows = new ArrayList<>(items.length);
        for (Object item : items) {
            invoking.charge(HostCosts.CARRY);
            if (!(item instanceof Entry<?, ?>(Object key, Object value))) {
                throw problem(bound, "makes a list with something in it that is no Entry");
            }
            rows.add(
                    new Row(
                            within(bound, side.key(), key, Limits.MAX_KEY_BYTES, "a key"),
                            within(bound, side.value(), value, Limits.MAX_VALUE_BYTES, "a value")));
        }
        rows.sort(Comparator.comparing(Row::key));
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0 && rows.get(i).key().equals(rows.get(i - 1).key())) {
                throw problem(bound, "makes two records under one key of " + side.name());
            }
        }
        family.ifPresent(root -> checkFamily(bound, side, rows, root));
        return rows;
    }

    private Bytes within(BoundLens bound, Codec codec, Object made, int maxBytes, String what) {
        Bytes encoded = invoking.encode(codec, made, Integer.MAX_VALUE, bound.title());
        if (encoded.size() > maxBytes) {
            throw new TooLarge(
                    bound, "%s of %d bytes; at most %d".formatted(what, encoded.size(), maxBytes));
        }
        return encoded;
    }

    /** The root of the family that is carried; all rows given are of one. */
    private static Optional<Bytes> family(Side side, List<Row> rows) {
        return side.family().map(key -> Family.root(key, rows.getFirst().key()));
    }

    private static void checkFamily(BoundLens bound, Side side, List<Row> rows, Bytes root) {
        Bytes first = Family.first(side.family().orElseThrow(), root);
        for (Row row : rows) {
            Bytes key = row.key();
            if (key.size() < first.size() || !key.slice(0, first.size()).equals(first)) {
                throw problem(
                        bound,
                        "puts a record of %s outside of the family that it was given"
                                .formatted(side.name()));
            }
        }
    }

    /** Encoded for its cost, and since half a surrogate pair would spoil what it stands in. */
    private String reason(BoundLens bound, String reason) {
        if (reason == null) {
            throw problem(bound, "refuses without a reason");
        }
        invoking.encode(Scalar.TEXT, reason, Limits.MAX_VALUE_BYTES, "a reason");
        int end = Math.min(reason.length(), Limits.MAX_REASON_LENGTH);
        boolean cutsAPair = end > 0 && Character.isHighSurrogate(reason.charAt(end - 1));
        return reason.substring(0, cutsAPair ? end - 1 : end);
    }

    private static Trap problem(BoundLens bound, String problem) {
        return new Trap(TrapKind.INVARIANT, bound.title() + " " + problem);
    }
}
