package theseus.cli;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.assessment.Rehearsed.InvariantResult;
import theseus.kernel.BrokenInvariant;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Family;
import theseus.protocol.TableId;
import theseus.runtime.BytecodeRuntime;

/** Asks a candidate's pure functions about whole tables: is each record sound, what is hidden? */
final class CandidateSandbox {
    private static final long GAS = 1_000_000_000L;

    private final String instance;
    private final Descriptor descriptor;
    private final Sandbox sandbox;

    /** What is pure reaches nothing. */
    private final Host host =
            (Host)
                    Proxy.newProxyInstance(
                            Host.class.getClassLoader(),
                            new Class<?>[] {Host.class},
                            (_, method, _) -> {
                                throw new UnsupportedOperationException(method.getName());
                            });

    private CandidateSandbox(String instance, Descriptor descriptor, Sandbox sandbox) {
        this.instance = instance;
        this.descriptor = descriptor;
        this.sandbox = sandbox;
    }

    static CandidateSandbox of(BytecodeRuntime runtime, String instance, Artifact artifact) {
        return switch (runtime.admit(artifact)) {
            case Admission.Admitted(Descriptor descriptor, var loader) ->
                    new CandidateSandbox(instance, descriptor, loader.open());
            case Admission.Rejected rejected ->
                    throw Failure.refused(
                            "NOT_ADMITTED",
                            "The module is not admitted, see theseus module check: "
                                    + rejected.findings().getFirst().problem());
        };
    }

    /**
     * Every invariant, over every record that it is about.
     *
     * @param broken those of sums and scans that do not hold; they may read, so the kernel asks
     *     them
     */
    List<InvariantResult> invariants(StateView state, List<BrokenInvariant> broken) {
        List<InvariantResult> results = new ArrayList<>();
        for (InvariantShape rule : descriptor.invariants()) {
            Optional<String> problem =
                    rule.kind() == InvariantKind.RECORD
                            ? firstBroken(state, rule)
                            : broken.stream()
                                    .filter(one -> one.instance().equals(instance))
                                    .filter(one -> one.invariant().equals(rule.name()))
                                    .map(BrokenInvariant::problem)
                                    .findFirst();
            results.add(
                    new InvariantResult(
                            rule.name(),
                            rule.kind().name().toLowerCase(java.util.Locale.ROOT),
                            problem.isEmpty(),
                            problem.orElse("")));
        }
        return results;
    }

    private Optional<String> firstBroken(StateView state, InvariantShape rule) {
        int number = number(rule.table());
        List<String> broken = new ArrayList<>();
        Views.each(
                state,
                table(descriptor.tables().get(number)),
                row -> {
                    if (broken.isEmpty() && !holds(rule, number, row)) {
                        broken.add("record " + row.key().hex() + " of table " + rule.table());
                    }
                });
        return broken.stream().findFirst();
    }

    private boolean holds(InvariantShape rule, int table, Row row) {
        // One invocation checks all record invariants of the table; the reason names the one.
        Outcome outcome =
                sandbox.invoke(
                        new Invocation.Derive(table, row.key(), row.value(), true), host, GAS);
        return !(outcome instanceof Outcome.Trapped trapped)
                || !trapped.reason().contains(rule.name());
    }

    /** What the version before would make of a table's records. */
    record Images(long hidden, long refused) {}

    /** Of the newer table of a lens. */
    Images down(StateView state, int lens) {
        LensShape shape = descriptor.lenses().get(lens);
        TableShape table =
                descriptor.tables().stream()
                        .filter(t -> t.name().equals(shape.toTable()))
                        .filter(t -> t.schema() == shape.toSchema())
                        .findFirst()
                        .orElseThrow();
        long[] counts = new long[2];
        List<Row> unit = new ArrayList<>();
        Views.each(
                state,
                table(table),
                row -> {
                    if (!unit.isEmpty() && !isSameUnit(shape, table, unit.getFirst(), row)) {
                        count(lens, unit, counts);
                        unit.clear();
                    }
                    unit.add(row);
                });
        count(lens, unit, counts);
        return new Images(counts[0], counts[1]);
    }

    private static boolean isSameUnit(LensShape lens, TableShape table, Row first, Row row) {
        return lens.family()
                && Family.root(table.key(), first.key())
                        .equals(Family.root(table.key(), row.key()));
    }

    private void count(int lens, List<Row> unit, long[] counts) {
        if (unit.isEmpty()) {
            return;
        }
        Outcome outcome = sandbox.invoke(new Invocation.Down(lens, unit, List.of()), host, GAS);
        if (outcome instanceof Outcome.Carried(var image, long _)) {
            counts[0] += image instanceof Outcome.Image.Absent ? unit.size() : 0;
            counts[1] += image instanceof Outcome.Image.Refuse ? unit.size() : 0;
        }
    }

    private int number(String table) {
        int found = -1;
        for (int i = 0; i < descriptor.tables().size(); i++) {
            TableShape shape = descriptor.tables().get(i);
            if (shape.name().equals(table) && shape.kind() == TableKind.BASE) {
                found = i; // sorted by schema, so the last is the one in force
            }
        }
        return found;
    }

    private TableId table(TableShape shape) {
        return new TableId(instance, shape.name(), shape.schema());
    }
}
