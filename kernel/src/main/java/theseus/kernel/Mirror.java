package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.Host.HostTrap;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Gate;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/**
 * Keeps one side's tables from the other side's net changes: upwards the candidate's from those of
 * the version in force, downwards the other way. First all images are computed from what stands
 * there before, then removals are written, then the rest; each write keeps what the target's
 * version derives and checks its invariants. Nothing is ever overwritten by the record of another
 * unit.
 */
final class Mirror {
    /** What keeping indexes and sums of one record may use. */
    static final long WRITE_GAS = 50_000_000;

    /** What checking the invariants of sums may use. */
    static final long SUMS_GAS = 50_000_000;

    private final Trial trial;
    private final boolean up;
    private final boolean beside;
    private final ChangeSet changes;
    private final StateView target;
    private final Overlay overlay;
    private final Execution execution;
    private final Upkeep upkeep;

    /**
     * Where things are read.
     *
     * @param before the source tables before the changes
     * @param after the source tables after them
     * @param target the target tables and shared ones, before
     */
    record Views(StateView before, StateView after, StateView target) {
        /** Of a submission that ran on {@code base}, which shows the tables of both sides. */
        static Views on(StateView base, ChangeSet changes) {
            return new Views(base, new Fold(base).apply(changes), base);
        }
    }

    private Mirror(
            Trial trial,
            BlockContext block,
            boolean up,
            boolean beside,
            ChangeSet changes,
            StateView target,
            Upkeep upkeep) {
        this.upkeep = upkeep;
        this.beside = beside;
        this.trial = trial;
        this.up = up;
        this.changes = changes;
        this.target = target;
        this.overlay = new Overlay(target);
        this.execution =
                new Execution(
                        overlay,
                        up ? trial.candidates() : trial.old(),
                        block.signatures(),
                        Execution.Setting.ofKernel(block.height(), block.timeMillis(), trial.id()),
                        Trace.off());
    }

    /** From the version in force to the candidate. */
    static Mirrored up(
            Trial trial, BlockContext block, ChangeSet changes, Views views, Upkeep upkeep) {
        return new Mirror(trial, block, true, false, changes, views.target(), upkeep)
                .run(views, true);
    }

    /**
     * The same beside the chain, where nobody can be refused: what is too large is {@link LeftOut}.
     *
     * @param whole whether the candidate's tables are; else their sums cannot be judged
     */
    static Mirrored beside(
            Trial trial, BlockContext block, ChangeSet changes, Views views, boolean whole) {
        return new Mirror(trial, block, true, true, changes, views.target(), Upkeep.unbounded())
                .run(views, whole);
    }

    /** From the candidate to the version in force. */
    static Mirrored down(
            Trial trial, BlockContext block, ChangeSet changes, Views views, Upkeep upkeep) {
        return new Mirror(trial, block, false, false, changes, views.target(), upkeep)
                .run(views, true);
    }

    private Mirrored run(Views views, boolean whole) {
        try {
            SortedMap<TableId, List<MirrorUnits.Unit>> units = new TreeMap<>();
            SortedMap<TableId, Way> targets = new TreeMap<>();
            for (LensedTable pair : trial.crossing().lensed()) {
                Way way = new Way(pair, up, upkeep);
                SortedMap<Bytes, Optional<Bytes>> rows = changes.tables().get(way.source());
                if (rows != null) {
                    targets.put(way.target(), way);
                    units.put(
                            way.target(),
                            new MirrorUnits(way, up, beside, views.before(), views.after(), target)
                                    .of(rows.keySet()));
                }
            }
            shared();
            targets.forEach((table, way) -> write(way, units.getOrDefault(table, List.of())));
            if (whole && LeftOut.isNone(overlay)) {
                sums();
            }
        } catch (CrossingFailed failed) {
            return failed.result();
        } catch (HostTrap trap) {
            return new Mirrored.Failed(
                    Comparison.gate(trap.trap().kind()),
                    "a mirrored record: " + trap.trap().reason(),
                    List.of());
        }
        return new Mirrored.Done(own(overlay.changes()));
    }

    /** Rows that only the target's version derives from tables that both sides have. */
    private void shared() {
        SortedMap<TableId, Crossing.Keeper> keepers =
                up ? trial.crossing().newOver() : trial.crossing().oldOver();
        keepers.forEach(
                (table, keeper) -> {
                    SortedMap<Bytes, Optional<Bytes>> rows = changes.tables().get(table);
                    if (rows != null) {
                        rows.forEach((key, value) -> shared(table, keeper, key, value));
                    }
                });
    }

    private void shared(TableId table, Crossing.Keeper keeper, Bytes key, Optional<Bytes> value) {
        if (beside && LeftOut.is(overlay, table, key)) {
            overlay.remove(table, key); // nothing was derived of what was left out
        }
        int checkpoint = overlay.checkpoint();
        boolean isWritten =
                unlessTooLarge(() -> write(keeper.instance(), keeper.table(), key, value));
        if (!isWritten) {
            overlay.revert(checkpoint);
            write(keeper.instance(), keeper.table(), key, Optional.empty());
        }
        if (beside) {
            LeftOut.set(overlay, table, key, !isWritten);
        }
    }

    private void write(Way way, List<MirrorUnits.Unit> units) {
        for (MirrorUnits.Unit unit : units) {
            HiddenCount.add(overlay, way.pair().newId(), unit.hiddenMore());
            if (beside) {
                LeftOut.set(overlay, way.source(), unit.id(), unit.isLeftOut());
            }
            SortedSet<Bytes> kept = keys(unit.image());
            remove(way, unit.previous().stream().filter(row -> !kept.contains(row.key())).toList());
        }
        for (MirrorUnits.Unit unit : units) {
            int checkpoint = overlay.checkpoint();
            if (!unlessTooLarge(() -> put(way, unit))) {
                overlay.revert(checkpoint);
                remove(way, unit.previous());
                LeftOut.set(overlay, way.source(), unit.id(), true);
            }
        }
    }

    private void put(Way way, MirrorUnits.Unit unit) {
        SortedSet<Bytes> own = keys(unit.previous());
        for (Row row : unit.image()) {
            if (!own.contains(row.key())) {
                mustBeFree(way, row.key());
            }
            if (!unit.previous().contains(row)) {
                write(way.keeper(), way.targetTable(), row.key(), Optional.of(row.value()));
            }
        }
    }

    /** Whether it was done; else, beside the chain, it is left out. */
    private boolean unlessTooLarge(Runnable writes) {
        try {
            writes.run();
            return true;
        } catch (CrossingFailed failed) {
            if (beside && failed.result() instanceof Mirrored.TooLarge) {
                return false;
            }
            throw failed;
        }
    }

    private void mustBeFree(Way way, Bytes key) {
        Optional<Bytes> there = overlay.get(way.target(), key);
        if (there.isEmpty()) {
            return;
        }
        boolean stoodThere = target.get(way.target(), key).equals(there);
        if (up
                && stoodThere
                && !way.pair().family()
                && MirrorUnits.isHidden(way, List.of(new Row(key, there.get())))) {
            throw new CrossingFailed(new Mirrored.Taken(way.target(), key));
        }
        throw CrossingFailed.of(
                Gate.COLLISION,
                "two records come to the key %s in %s".formatted(key.hex(), Way.name(way.target())),
                key);
    }

    private void remove(Way way, List<Row> rows) {
        rows.forEach(row -> write(way.keeper(), way.targetTable(), row.key(), Optional.empty()));
    }

    private void write(Instance keeper, int table, Bytes key, Optional<Bytes> value) {
        upkeep.beforeNext();
        try {
            upkeep.charge(DerivedTables.write(execution, keeper, table, key, value, WRITE_GAS));
        } catch (HostTrap trap) {
            throw isMadeTooLarge(trap, key, value)
                    ? new CrossingFailed(new Mirrored.TooLarge(trap.trap().reason()))
                    : trap;
        }
    }

    /** What is derived from a record that is large itself; whoever made it chose its size. */
    private static boolean isMadeTooLarge(HostTrap trap, Bytes key, Optional<Bytes> value) {
        return trap.trap().kind() == TrapKind.TOO_LARGE
                && Oversize.isLarge(List.of(new Row(key, value.orElse(Bytes.EMPTY))));
    }

    private void sums() {
        SumInvariants.Verdict verdict = SumInvariants.check(execution, SUMS_GAS);
        upkeep.charge(verdict.gasUsed());
        if (!verdict.holds()) {
            Execution.Failure failure = execution.failure().orElseThrow();
            throw CrossingFailed.of(
                    Gate.INVARIANT, failure.instance() + ": " + failure.trap().reason());
        }
    }

    private ChangeSet own(ChangeSet all) {
        SortedSet<TableId> own = up ? trial.crossing().added() : trial.crossing().dropped();
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        all.tables()
                .forEach(
                        (table, rows) -> {
                            if (own.contains(table) || table.equals(KernelTables.HIDDEN)) {
                                tables.put(table, rows);
                            }
                        });
        return new ChangeSet(tables);
    }

    private static SortedSet<Bytes> keys(List<Row> rows) {
        SortedSet<Bytes> keys = new TreeSet<>();
        rows.forEach(row -> keys.add(row.key()));
        return keys;
    }
}
