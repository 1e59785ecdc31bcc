package theseus.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import theseus.kernel.Difference.Content;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Compares what two executions of the same submission did on the same base: result, events in
 * order, net changes. Not compared: gas, versions, the words of a trap, and the counters of traps,
 * which are kept per version.
 */
public final class Differences {
    /** More differences than this are not listed. */
    public static final int MAX_DIFFERENCES = 1_000;

    private final List<Difference> differences = new ArrayList<>();
    private final int most;

    private Differences(int most) {
        this.most = most;
    }

    /** The differences, results first, then events, then records by table and key. */
    public static List<Difference> between(Executed first, Executed second) {
        return new Differences(MAX_DIFFERENCES).all(first, second, _ -> true);
    }

    /**
     * All of them, with the records of some tables only: a difference that nobody declared may
     * stand behind any number of others. Gas bounds what one execution writes.
     */
    static List<Difference> between(Executed first, Executed second, Predicate<TableId> compared) {
        return new Differences(Integer.MAX_VALUE).all(first, second, compared);
    }

    /** So many as are kept. */
    static List<Difference> first(List<Difference> differences) {
        return differences.subList(0, Math.min(MAX_DIFFERENCES, differences.size()));
    }

    private List<Difference> all(Executed first, Executed second, Predicate<TableId> compared) {
        results(first.receipt().status(), second.receipt().status());
        events(first.receipt().events(), second.receipt().events());
        changes(first.changes(), second.changes(), compared);
        return List.copyOf(differences);
    }

    /** Whether two executions ended alike, whatever the words of a trap. */
    static boolean sameResult(Status first, Status second) {
        if (first instanceof Status.Trapped one && second instanceof Status.Trapped other) {
            return one.message() == other.message()
                    && one.instance().equals(other.instance())
                    && one.kind() == other.kind();
        }
        return first.equals(second);
    }

    private void results(Status first, Status second) {
        if (!sameResult(first, second)) {
            add(new Difference.OfResult(first, second));
        }
    }

    private void events(List<EventRecord> first, List<EventRecord> second) {
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            Optional<EventRecord> one = at(first, i);
            Optional<EventRecord> other = at(second, i);
            if (!one.equals(other)) {
                add(new Difference.OfEvent(i, one, other));
            }
        }
    }

    private static Optional<EventRecord> at(List<EventRecord> events, int position) {
        return position < events.size() ? Optional.of(events.get(position)) : Optional.empty();
    }

    private void changes(ChangeSet first, ChangeSet second, Predicate<TableId> compared) {
        SortedSet<TableId> tables = new TreeSet<>(first.tables().keySet());
        tables.addAll(second.tables().keySet());
        tables.remove(KernelTables.TRAPS);
        for (TableId table : tables) {
            if (compared.test(table)) {
                rows(table, rowsOf(first, table), rowsOf(second, table));
            }
        }
    }

    private void rows(
            TableId table,
            SortedMap<Bytes, Optional<Bytes>> first,
            SortedMap<Bytes, Optional<Bytes>> second) {
        SortedSet<Bytes> keys = new TreeSet<>(first.keySet());
        keys.addAll(second.keySet());
        for (Bytes key : keys) {
            Content one = content(first, key);
            Content other = content(second, key);
            if (!one.equals(other)) {
                add(new Difference.OfRecord(table, key, one, other));
            }
        }
    }

    private static SortedMap<Bytes, Optional<Bytes>> rowsOf(ChangeSet changes, TableId table) {
        return changes.tables()
                .getOrDefault(table, Collections.unmodifiableSortedMap(new TreeMap<>()));
    }

    private static Content content(SortedMap<Bytes, Optional<Bytes>> rows, Bytes key) {
        if (!rows.containsKey(key)) {
            return new Content.Untouched();
        }
        return rows.getOrDefault(key, Optional.empty())
                .<Content>map(Content.Put::new)
                .orElseGet(Content.Removed::new);
    }

    private void add(Difference difference) {
        if (differences.size() < most) {
            differences.add(difference);
        }
    }
}
