package theseus.kernel.spi;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The net changes of a transaction or block as a value: for each table and key the new content, or
 * empty for a removal.
 *
 * @param links tables that join or leave the state root; joining comes before {@code tables} are
 *     changed, leaving after
 */
public record ChangeSet(
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables,
        SortedMap<TableId, Link> links) {
    public static final ChangeSet EMPTY = new ChangeSet(new TreeMap<>());

    /** How a table moves between the state root and a set of tables that is not under it. */
    public sealed interface Link {
        /** The table that {@code set} holds under this id joins the root, with its records. */
        record Join(Hash set) implements Link {}

        /** The table leaves the root and is kept, unchanged, in {@code set}. */
        record Leave(Hash set) implements Link {}
    }

    public ChangeSet {
        tables = Collections.unmodifiableSortedMap(tables);
        links = Collections.unmodifiableSortedMap(links);
    }

    public ChangeSet(SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables) {
        this(tables, Collections.emptySortedMap());
    }

    public int size() {
        int size = 0;
        for (var table : tables.values()) {
            size += table.size();
        }
        return size;
    }
}
