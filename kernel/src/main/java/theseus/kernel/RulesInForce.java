package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Whether what a candidate did, where it did something else than the version in force, is lawful by
 * the rules of the version in force: in tables that both share, and in those that are kept for it.
 * Until the plan is final that version may have to go on with these records; a broken scan
 * invariant would suspend it for what it never did. The mirror itself checks records and sums of
 * what it carries.
 */
final class RulesInForce {
    /** What checking one record or sum may use. */
    static final long CHECK_GAS = 5_000_000;

    private final Trial trial;
    private final Upkeep upkeep;
    private final ChangeSet candidate;
    private final ChangeSet carried;
    private final Execution execution;

    private RulesInForce(
            Trial trial,
            BlockContext block,
            StateView base,
            ChangeSet candidate,
            ChangeSet carried,
            Upkeep upkeep) {
        this.trial = trial;
        this.upkeep = upkeep;
        this.candidate = candidate;
        this.carried = carried;
        this.execution =
                new Execution(
                        new Overlay(new Fold(base).apply(candidate).apply(carried)),
                        trial.old(),
                        block.signatures(),
                        Execution.Setting.ofKernel(block.height(), block.timeMillis(), trial.id()),
                        Trace.off());
    }

    /**
     * A reason for the candidate not to count before it is final.
     *
     * @param candidate its changes
     * @param carried what keeps the tables of the version in force
     */
    static Optional<Mirrored> broken(
            Trial trial,
            BlockContext block,
            StateView base,
            ChangeSet candidate,
            ChangeSet carried,
            Upkeep upkeep) {
        RulesInForce rules = new RulesInForce(trial, block, base, candidate, carried, upkeep);
        try {
            for (String name : trial.planned().changes().keySet()) {
                Optional<Mirrored> broken =
                        trial.retires(name)
                                ? Optional.empty()
                                : trial.old().find(name).flatMap(rules::broken);
                if (broken.isPresent()) {
                    return broken;
                }
            }
            return Optional.empty();
        } catch (CrossingFailed tooLarge) {
            return Optional.of(tooLarge.result());
        }
    }

    private Optional<Mirrored> broken(Instance inForce) {
        for (int i = 0; i < inForce.layout().tableCount(); i++) {
            TableId table = inForce.table(i);
            boolean shared = !trial.crossing().dropped().contains(table);
            boolean lawful =
                    switch (inForce.layout().table(i).shape().kind()) {
                        case BASE -> (!shared || records(inForce, i)) && scans(inForce, table);
                        case SUM -> !shared || sum(inForce, i);
                        case INDEX -> true;
                    };
            if (!lawful) {
                return Optional.of(
                        new Mirrored.Refused(table, "the version in force forbids such a record"));
            }
        }
        return Optional.empty();
    }

    private boolean records(Instance inForce, int table) {
        if (inForce.layout().descriptor().invariants().stream()
                .noneMatch(one -> isOf(one, InvariantKind.RECORD, inForce.table(table)))) {
            return true;
        }
        return written(inForce.table(table)).entrySet().stream()
                .allMatch(
                        row ->
                                run(
                                                inForce,
                                                new Invocation.Derive(
                                                        table, row.getKey(), row.getValue(), true))
                                        instanceof Outcome.Derived);
    }

    private boolean scans(Instance inForce, TableId table) {
        List<InvariantShape> scans =
                inForce.layout().scans().stream()
                        .filter(scan -> inForce.scanned(scan).contains(table))
                        .toList();
        return scans.isEmpty()
                || written(table).entrySet().stream()
                        .allMatch(
                                row ->
                                        scans.stream()
                                                .map(
                                                        scan ->
                                                                new Invocation.CheckScan(
                                                                        scan.name(),
                                                                        row.getKey(),
                                                                        row.getValue()))
                                                .noneMatch(check -> isBroken(inForce, check)));
    }

    private boolean sum(Instance inForce, int table) {
        TableId sum = inForce.table(table);
        if (!candidate.tables().containsKey(sum)) {
            return true;
        }
        long total = DerivedTables.total(execution.overlay(), sum);
        return inForce.layout().table(table).invariants().stream()
                .noneMatch(one -> isBroken(inForce, new Invocation.CheckSum(one, total)));
    }

    private boolean isBroken(Instance inForce, Invocation check) {
        return run(inForce, check) instanceof Outcome.Returned returned
                && !Execution.holds(returned);
    }

    private static boolean isOf(InvariantShape invariant, InvariantKind kind, TableId table) {
        return invariant.kind() == kind && invariant.table().equals(table.table());
    }

    private SortedMap<Bytes, Bytes> written(TableId table) {
        SortedMap<Bytes, Bytes> rows = new TreeMap<>();
        for (ChangeSet changes : List.of(candidate, carried)) {
            SortedMap<Bytes, Optional<Bytes>> changed = changes.tables().get(table);
            if (changed != null) {
                changed.forEach((key, value) -> value.ifPresent(it -> rows.put(key, it)));
            }
        }
        return rows;
    }

    private Outcome run(Instance inForce, Invocation check) {
        upkeep.beforeNext();
        Outcome outcome = execution.run(inForce, check, Optional.empty(), true, CHECK_GAS);
        upkeep.charge(outcome.gasUsed());
        return outcome;
    }
}
