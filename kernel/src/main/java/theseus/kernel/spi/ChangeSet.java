package theseus.kernel.spi;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The net changes of a transaction or block as a value: for each table and key the new content, or
 * empty for a removal.
 */
public record ChangeSet(SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables) {
    public static final ChangeSet EMPTY = new ChangeSet(new TreeMap<>());

    public ChangeSet {
        tables = Collections.unmodifiableSortedMap(tables);
    }

    public int size() {
        int size = 0;
        for (var table : tables.values()) {
            size += table.size();
        }
        return size;
    }
}
