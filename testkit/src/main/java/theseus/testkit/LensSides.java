package theseus.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Limits;
import theseus.protocol.Schema;
import theseus.protocol.TrapKind;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Lens;

/**
 * A lens with the two tables that it stands between, in the real sandboxes, two of each version:
 * what runs in one must run in the other alike.
 */
final class LensSides {
    /** The same call had two outcomes. */
    static final class Wavers extends RuntimeException {
        private final String what;

        Wavers(Outcome one, Outcome other) {
            super("", null, false, false);
            what = "once " + one + "\nonce " + other;
        }

        String what() {
            return what;
        }
    }

    /** The largest records that there are. */
    record Largest(int keyBytes, int valueBytes, int family) {
        /** A chain has none that are larger. */
        static final Largest THAT_IS_KEPT =
                new Largest(Limits.MAX_KEY_BYTES, Limits.MAX_VALUE_BYTES, Lens.OfFamily.MAX_FAMILY);
    }

    private static final int MAX_KNOWN = 10_000;
    private static final BytecodeRuntime RUNTIME = new BytecodeRuntime();

    private final LensShape shape;
    private final int number;
    private final Side old;
    private final Side current;
    private final List<Sandbox> sandboxes;
    private final Largest largest;

    /**
     * A table of one version; {@code checks} are sandboxes that know its invariants, none when the
     * old version is not at hand.
     *
     * @param known objections found so far: families are judged again and again
     */
    private record Side(
            Schema key,
            Schema value,
            int position,
            List<Sandbox> checks,
            Map<Row, Optional<String>> known) {
        Side(Schema key, Schema value, int position, List<Sandbox> checks) {
            this(key, value, position, checks, new HashMap<>());
        }
    }

    private LensSides(
            LensShape shape,
            int number,
            Side old,
            Side current,
            List<Sandbox> sandboxes,
            Largest largest) {
        this.shape = shape;
        this.number = number;
        this.old = old;
        this.current = current;
        this.sandboxes = sandboxes;
        this.largest = largest;
    }

    static List<LensSides> of(Artifact module, Optional<Artifact> before, Largest largest) {
        List<Sandbox> sandboxes = open(module);
        Descriptor descriptor = sandboxes.getFirst().descriptor();
        List<Sandbox> olds = before.map(LensSides::open).orElse(List.of());
        List<LensSides> lenses = new ArrayList<>();
        for (int i = 0; i < descriptor.lenses().size(); i++) {
            LensShape shape = descriptor.lenses().get(i);
            int position = position(descriptor, shape.toTable(), shape.toSchema());
            TableShape to = descriptor.tables().get(position);
            Optional<Side> old = old(shape, olds);
            if (old.isPresent()) {
                lenses.add(
                        new LensSides(
                                shape,
                                i,
                                old.get(),
                                new Side(to.key(), to.value(), position, sandboxes),
                                sandboxes,
                                largest));
            }
        }
        return lenses;
    }

    /** Empty when the lens is from a version other than the one at hand. */
    private static Optional<Side> old(LensShape shape, List<Sandbox> olds) {
        if (olds.isEmpty()) {
            return Optional.of(new Side(shape.fromKey(), shape.fromValue(), -1, olds));
        }
        Descriptor before = olds.getFirst().descriptor();
        int position = position(before, shape.table(), shape.fromSchema());
        if (position < 0) {
            return Optional.empty();
        }
        TableShape table = before.tables().get(position);
        if (!table.key().equals(shape.fromKey()) || !table.value().equals(shape.fromValue())) {
            throw new AssertionError(
                    "%s takes its old records for %s → %s, but %s %s has %s → %s: copy the old"
                                    .formatted(
                                            title(shape),
                                            shape.fromKey(),
                                            shape.fromValue(),
                                            before.module(),
                                            before.version(),
                                            table.key(),
                                            table.value())
                            + " records as they were");
        }
        return Optional.of(new Side(table.key(), table.value(), position, olds));
    }

    private static int position(Descriptor descriptor, String table, int schema) {
        for (int i = 0; i < descriptor.tables().size(); i++) {
            TableShape shape = descriptor.tables().get(i);
            if (shape.name().equals(table)
                    && shape.schema() == schema
                    && shape.kind() == TableKind.BASE) {
                return i;
            }
        }
        return -1;
    }

    private static List<Sandbox> open(Artifact artifact) {
        return switch (RUNTIME.admit(artifact)) {
            case Admission.Admitted admitted ->
                    List.of(admitted.loader().open(), admitted.loader().open());
            case Admission.Rejected rejected -> throw new AssertionError(rejected.toString());
        };
    }

    String title() {
        return title(shape);
    }

    private static String title(LensShape shape) {
        return "the lens from '%s' schema %d to '%s' schema %d"
                .formatted(shape.table(), shape.fromSchema(), shape.toTable(), shape.toSchema());
    }

    Largest largest() {
        return largest;
    }

    LensShape shape() {
        return shape;
    }

    Schema key(boolean isOld) {
        return (isOld ? old : current).key();
    }

    Schema value(boolean isOld) {
        return (isOld ? old : current).value();
    }

    Outcome up(List<Row> records, List<Row> previous) {
        return twice(sandboxes, new Invocation.Up(number, records, previous));
    }

    Outcome down(List<Row> records, List<Row> previous) {
        return twice(sandboxes, new Invocation.Down(number, records, previous));
    }

    /** Why there cannot be such a record; a record that nobody can check is one. */
    Optional<String> objection(boolean isOld, Row row) {
        Side side = isOld ? old : current;
        if (side.known().size() > MAX_KNOWN) {
            side.known().clear();
        }
        return side.known().computeIfAbsent(row, one -> objection(side, one));
    }

    private Optional<String> objection(Side side, Row row) {
        if (side.checks().isEmpty()) {
            Outcome outcome = up(List.of(row), List.of());
            boolean isRejected =
                    outcome instanceof Outcome.Trapped(TrapKind kind, _, _)
                            && kind == TrapKind.MALFORMED;
            return isRejected ? Optional.of("the old record's copy rejects it") : Optional.empty();
        }
        Bytes value = row.value();
        var derive = new Invocation.Derive(side.position(), row.key(), value, true);
        return switch (twice(side.checks(), derive)) {
            case Outcome.Derived _ -> Optional.empty();
            case Outcome.Trapped(_, String reason, _) -> Optional.of(reason);
            case Outcome.Refused(String code, _) -> Optional.of("refused with " + code);
            case Outcome.Returned _, Outcome.Carried _ ->
                    throw new IllegalStateException("what is derived is nothing else");
        };
    }

    @SuppressWarnings("NullAway") // what is pure needs no host
    private static Outcome twice(List<Sandbox> sandboxes, Invocation invocation) {
        Outcome one = sandboxes.get(0).invoke(invocation, null, Limits.MAX_TRANSACTION_GAS);
        Outcome other = sandboxes.get(1).invoke(invocation, null, Limits.MAX_TRANSACTION_GAS);
        if (!one.equals(other)) {
            throw new Wavers(one, other);
        }
        return one;
    }
}
