package theseus.kernel;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * Notes which records of some tables an execution read or wrote, so that a difference can be traced
 * to a record that only one of two versions can see.
 */
final class Reads {
    private static final Reads OFF = new Reads(Collections.emptySet());

    private final Set<TableId> watched;
    private final SortedMap<TableId, SortedSet<Bytes>> keys = new TreeMap<>();

    private Reads(Set<TableId> watched) {
        this.watched = watched;
    }

    static Reads off() {
        return OFF;
    }

    static Reads of(Set<TableId> watched) {
        return watched.isEmpty() ? OFF : new Reads(watched);
    }

    void note(TableId table, Bytes key) {
        if (!watched.isEmpty() && watched.contains(table)) {
            keys.computeIfAbsent(table, _ -> new TreeSet<>()).add(key);
        }
    }

    SortedMap<TableId, SortedSet<Bytes>> keys() {
        return Collections.unmodifiableSortedMap(keys);
    }
}
