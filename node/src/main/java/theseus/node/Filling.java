package theseus.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.BackfillCursor;
import theseus.kernel.Filled;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Evidence;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Fills a plan's new tables with what stood in those in force after the plan's start height, while
 * blocks go on, without ever reading behind the block that the follower stands at.
 *
 * <p>Invariant at height {@code h} and cursor {@code c}: a unit before {@code c}, or noted as
 * early, is carried from the start height on through each change up to {@code h}; any other unit is
 * not carried at all and stands in the state of {@code h} as it stood at the start height. So
 * before a block that changes a unit of the second kind is followed, that unit alone is filled from
 * the state before the block and noted as early; and the cursor reads the state of {@code h},
 * passing over what is noted. What comes out is what filling from the start height and following
 * each block would give (ADR 0054).
 */
final class Filling {
    private final Steps steps;
    private final UnlinkedTables tables;
    private final SortedMap<TableId, ReadTable> read = new TreeMap<>();
    private final EarlyUnits early;

    Filling(Steps steps, UnlinkedTables tables, List<ReadTable> read) {
        this.steps = steps;
        this.tables = tables;
        read.forEach(table -> this.read.put(table.id(), table));
        this.early = new EarlyUnits(tables, read);
    }

    BackfillCursor first() {
        return read.isEmpty()
                ? BackfillCursor.DONE
                : BackfillCursor.at(read.firstKey(), Bytes.EMPTY);
    }

    /**
     * Begins at the plan's start height.
     *
     * @param state after that block
     */
    FollowerMark begin(StateView state, PlanRecord plan) {
        Filled filled = steps.begin(state, tables, plan);
        FollowerMark mark = tripped(FollowerMark.begun(first()).at(first(), 0), filled.trip());
        tables.write(filled.changes(), plan.startHeight(), mark.encode());
        return mark;
    }

    /**
     * One step; the tables stay at their height, of which {@code state} is the state.
     *
     * @param plan as it stood after its start height
     */
    FollowerMark step(StateView state, PlanRecord plan, FollowerMark mark, int records) {
        Filled filled = steps.fill(early.hiddenIn(state), tables, plan, mark.cursor(), records);
        if (filled.trip().isPresent()) {
            FollowerMark tripped = tripped(mark, filled.trip());
            tables.write(ChangeSet.EMPTY, tables.height(), tripped.encode());
            return tripped;
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes =
                new TreeMap<>(filled.changes().tables());
        early.passed(mark.cursor(), filled.next(), changes);
        FollowerMark next = mark.at(filled.next(), filled.records());
        tables.write(new ChangeSet(changes), tables.height(), next.encode());
        return next;
    }

    /** Makes sure that what the block changed is carried up to the block before it. */
    FollowerMark beforeBlock(Effects block, PlanRecord plan, FollowerMark mark) {
        if (mark.isFilled()) {
            return mark;
        }
        Map<TableId, SortedSet<Bytes>> units = uncarried(block.result().changes(), mark.cursor());
        if (units.isEmpty()) {
            return mark;
        }
        UnitsView view = new UnitsView(block.before(), read, units);
        FollowerMark next = mark;
        BackfillCursor cursor = first();
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
        // All at once: a block changes only so much.
        Filled filled = steps.fill(view, tables, plan, cursor, Integer.MAX_VALUE);
        Optional<Evidence> trip = filled.trip();
        if (trip.isEmpty() && !filled.next().isDone()) {
            throw new IllegalStateException("a filling without bound stopped at " + filled.next());
        }
        if (trip.isPresent()) {
            next = tripped(mark, trip);
            tables.write(ChangeSet.EMPTY, tables.height(), next.encode());
            return next;
        }
        changes.putAll(filled.changes().tables());
        units.forEach((table, firsts) -> firsts.forEach(one -> early.note(table, one, changes)));
        next = mark.at(mark.cursor(), filled.records());
        tables.write(new ChangeSet(changes), tables.height(), next.encode());
        return next;
    }

    /** The units that changed and are neither before the cursor nor noted. */
    private Map<TableId, SortedSet<Bytes>> uncarried(ChangeSet changes, BackfillCursor cursor) {
        Map<TableId, SortedSet<Bytes>> units = new TreeMap<>();
        changes.tables()
                .forEach(
                        (id, rows) -> {
                            ReadTable table = read.get(id);
                            if (table == null) {
                                return;
                            }
                            for (Bytes key : rows.keySet()) {
                                Bytes unit = table.unit(key);
                                if (!cursor.isPast(id, unit) && !early.contains(id, unit)) {
                                    units.computeIfAbsent(id, any -> new TreeSet<>()).add(unit);
                                }
                            }
                        });
        return units;
    }

    private static FollowerMark tripped(FollowerMark mark, Optional<Evidence> trip) {
        return trip.map(mark::tripped).orElse(mark);
    }
}
