package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Evidence;
import theseus.protocol.Family;
import theseus.protocol.Gate;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/** Fills a plan's new tables from the tables in force, unit by unit. */
final class Backfill {
    /** How many rows are read at once. */
    private static final int PAGE_ROWS = 512;

    private final Trial trial;
    private final BlockContext block;
    private final StateView state;
    private final Fold tables;
    private final SortedSet<TableId> read;
    private long records;

    private Backfill(Trial trial, BlockContext block, StateView state, StateView tables) {
        this.trial = trial;
        this.block = block;
        this.state = state;
        this.tables = new Fold(tables);
        this.read = new TreeSet<>(trial.crossing().byOld().keySet());
        this.read.addAll(trial.crossing().newOver().keySet());
    }

    /**
     * Carries units from {@code from} on until at least {@code most} records are done or nothing is
     * left.
     *
     * @param tables the new tables as they are
     */
    static Filled fill(
            Trial trial,
            BlockContext block,
            StateView state,
            StateView tables,
            BackfillCursor from,
            int most) {
        Backfill backfill = new Backfill(trial, block, state, tables);
        BackfillCursor cursor = from;
        while (!cursor.isDone() && backfill.records < most) {
            TableId table = cursor.table().orElseThrow();
            int limit = (int) Math.min(PAGE_ROWS, most - backfill.records);
            List<Row> rows = state.range(table, cursor.next(), Optional.empty(), limit);
            if (rows.isEmpty()) {
                cursor = backfill.after(table);
                continue;
            }
            Mirrored mirrored = backfill.carry(table, rows);
            if (!(mirrored instanceof Mirrored.Done done)) {
                return new Filled(
                        ChangeSet.EMPTY,
                        from,
                        0,
                        Optional.of(Diverged.evidence(block.height(), mirrored)));
            }
            backfill.tables.apply(done.changes());
            backfill.records += rows.size();
            cursor = BackfillCursor.at(table, backfill.end(table, rows.getLast().key()));
        }
        return new Filled(backfill.tables.changes(), cursor, backfill.records, Optional.empty());
    }

    /** Where filling begins. */
    static BackfillCursor first(Trial trial) {
        SortedSet<TableId> read = new TreeSet<>(trial.crossing().byOld().keySet());
        read.addAll(trial.crossing().newOver().keySet());
        return read.isEmpty() ? BackfillCursor.DONE : BackfillCursor.at(read.first(), Bytes.EMPTY);
    }

    /** The tables of instances that the plan installs, by their genesis. */
    static Filled genesis(Trial trial, BlockContext block, StateView state, StateView tables) {
        SortedSet<TableId> own = trial.crossing().added();
        Overlay overlay = new Overlay(new Joined(state, tables, own));
        for (var change : trial.planned().changes().entrySet()) {
            if (change.getValue().action() instanceof Plan.Action.Install install) {
                Optional<Evidence> trip = genesis(trial, block, overlay, install);
                if (trip.isPresent()) {
                    return new Filled(ChangeSet.EMPTY, BackfillCursor.DONE, 0, trip);
                }
            }
        }
        for (TableId table : overlay.changes().tables().keySet()) {
            if (!own.contains(table)) {
                String what = "genesis writes to " + Way.name(table) + ", which is not new";
                return new Filled(
                        ChangeSet.EMPTY,
                        BackfillCursor.DONE,
                        0,
                        Optional.of(Evidence.of(Gate.UNDECLARED_DIFFERENCE, block.height(), what)));
            }
        }
        return new Filled(overlay.changes(), first(trial), 0, Optional.empty());
    }

    private static Optional<Evidence> genesis(
            Trial trial, BlockContext block, Overlay overlay, Plan.Action.Install install) {
        Instance instance = trial.candidates().find(install.instance()).orElseThrow();
        if (instance.layout().descriptor().genesis().isEmpty()) {
            return Optional.empty();
        }
        Execution execution =
                new Execution(
                        overlay,
                        trial.candidates(),
                        block.signatures(),
                        Execution.Setting.ofKernel(block.height(), block.timeMillis(), trial.id()),
                        Trace.off());
        long budget = block.chain().parameters().blockGas();
        Outcome outcome =
                execution.run(
                        instance,
                        new Invocation.Genesis(install.document()),
                        Optional.empty(),
                        false,
                        budget);
        if (outcome instanceof Outcome.Returned) {
            SumInvariants.check(execution, budget - outcome.gasUsed());
        }
        if (outcome instanceof Outcome.Refused(String code, long _)) {
            return Optional.of(
                    Evidence.of(
                            Gate.TRAP,
                            block.height(),
                            install.instance() + " refuses its genesis document with " + code));
        }
        return execution
                .failure()
                .map(
                        failure ->
                                Evidence.of(
                                        Comparison.gate(failure.trap().kind()),
                                        block.height(),
                                        "the genesis of %s fails: %s"
                                                .formatted(
                                                        install.instance(),
                                                        failure.trap().reason())));
    }

    private Mirrored carry(TableId table, List<Row> rows) {
        SortedMap<Bytes, Optional<Bytes>> puts = new TreeMap<>();
        rows.forEach(row -> puts.put(row.key(), Optional.of(row.value())));
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
        changes.put(table, puts);
        // Nothing was there before, as far as the new tables are concerned.
        StateView target = new Joined(new EmptyState(), tables, trial.crossing().added());
        return Mirror.beside(
                trial,
                block,
                new ChangeSet(changes),
                new Mirror.Views(new EmptyState(), state, target),
                false);
    }

    /** The first key after the unit to which {@code key} belongs. */
    private Bytes end(TableId table, Bytes key) {
        LensedTable pair = trial.crossing().byOld().get(table);
        return pair != null && pair.family()
                ? Family.end(pair.oldKey(), Family.root(pair.oldKey(), key))
                : RowPages.successor(key);
    }

    private BackfillCursor after(TableId table) {
        for (TableId next : read.tailSet(table)) {
            if (!next.equals(table)) {
                return BackfillCursor.at(next, Bytes.EMPTY);
            }
        }
        return BackfillCursor.DONE;
    }
}
