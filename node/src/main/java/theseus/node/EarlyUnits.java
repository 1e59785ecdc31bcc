package theseus.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.BackfillCursor;
import theseus.kernel.KernelTables;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The units that a block changed before the filling came to them, and which were therefore carried
 * at once. They are noted beside the new tables, in tables of the kernel's name that never join the
 * root, until the filling has passed them.
 */
final class EarlyUnits {
    private static final int PAGE = 512;

    private final UnlinkedTables tables;
    private final Map<TableId, TableId> notes = new HashMap<>();
    private final Map<TableId, ReadTable> read = new TreeMap<>();

    EarlyUnits(UnlinkedTables tables, List<ReadTable> read) {
        this.tables = tables;
        for (int i = 0; i < read.size(); i++) {
            notes.put(read.get(i).id(), TableId.kernel("early" + i));
            this.read.put(read.get(i).id(), read.get(i));
        }
    }

    boolean contains(TableId table, Bytes unit) {
        return tables.get(note(table), unit).isPresent();
    }

    /** As changes, so that they are written with what was carried. */
    void note(TableId table, Bytes unit, SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> to) {
        to.computeIfAbsent(note(table), any -> new TreeMap<>())
                .put(unit, Optional.of(KernelTables.SINGLE));
    }

    /** Removals of the notes between two places of the filling. */
    void passed(
            BackfillCursor from,
            BackfillCursor to,
            SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes) {
        for (TableId table : read.keySet()) {
            Bytes next = from.isPast(table, Bytes.EMPTY) ? start(from, table) : Bytes.EMPTY;
            while (true) {
                List<StateView.Row> rows = tables.range(note(table), next, Optional.empty(), PAGE);
                for (StateView.Row row : rows) {
                    if (!to.isPast(table, row.key())) {
                        break;
                    }
                    changes.computeIfAbsent(note(table), any -> new TreeMap<>())
                            .put(row.key(), Optional.empty());
                }
                if (rows.size() < PAGE || !to.isPast(table, rows.getLast().key())) {
                    break;
                }
                next = after(rows.getLast().key());
            }
        }
    }

    private static Bytes start(BackfillCursor from, TableId table) {
        return from.table().equals(Optional.of(table)) ? from.next() : Bytes.EMPTY;
    }

    /** {@code view} without the units that are noted. */
    StateView hiddenIn(StateView view) {
        return new StateView() {
            @Override
            public Optional<Bytes> get(TableId table, Bytes key) {
                ReadTable of = read.get(table);
                return of != null && contains(table, of.unit(key))
                        ? Optional.empty()
                        : view.get(table, key);
            }

            @Override
            public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
                ReadTable of = read.get(table);
                return of == null
                        ? view.range(table, from, to, limit)
                        : unnoted(view, of, from, to, limit);
            }
        };
    }

    private List<StateView.Row> unnoted(
            StateView view, ReadTable table, Bytes from, Optional<Bytes> to, int limit) {
        List<StateView.Row> shown = new ArrayList<>();
        Bytes next = from;
        while (shown.size() < limit) {
            int asked = limit - shown.size();
            List<StateView.Row> rows = view.range(table.id(), next, to, asked);
            if (rows.isEmpty()) {
                break;
            }
            Bytes last = rows.getLast().key();
            Set<Bytes> early = noted(table, rows.getFirst().key(), last);
            for (StateView.Row row : rows) {
                if (!early.contains(table.unit(row.key()))) {
                    shown.add(row);
                }
            }
            if (rows.size() < asked) {
                break;
            }
            next = after(last);
        }
        return shown;
    }

    /** The noted units between those of two records. */
    private Set<Bytes> noted(ReadTable table, Bytes first, Bytes last) {
        Set<Bytes> units = new TreeSet<>();
        Bytes from = table.unit(first);
        Optional<Bytes> to = Optional.of(after(table.unit(last)));
        while (true) {
            List<StateView.Row> rows = tables.range(note(table.id()), from, to, PAGE);
            rows.forEach(row -> units.add(row.key()));
            if (rows.size() < PAGE) {
                return units;
            }
            from = after(rows.getLast().key());
        }
    }

    private TableId note(TableId table) {
        TableId note = notes.get(table);
        if (note == null) {
            throw new IllegalArgumentException(table + " is not read");
        }
        return note;
    }

    static Bytes after(Bytes key) {
        return key.concat(Bytes.fromHex("00"));
    }
}
