package theseus.node;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.KernelTables;
import theseus.kernel.Tallies;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.CborWriter;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The canary keys that were seen in a window, kept beside a plan's new tables in a table of the
 * kernel's name that never joins the root. Key: [since, instance and message or nil, canary key].
 */
final class SeenKeys implements Tallies.Seen {
    private static final TableId TABLE = TableId.kernel("seen");

    private final UnlinkedTables tables;
    private final long sinceHeight;
    private final Set<Bytes> added = new HashSet<>();

    /**
     * @param sinceHeight first block of the window
     */
    SeenKeys(UnlinkedTables tables, long sinceHeight) {
        this.tables = tables;
        this.sinceHeight = sinceHeight;
    }

    @Override
    public boolean add(Optional<MessageName> message, Bytes key) {
        CborWriter out = new CborWriter().arrayHeader(3).integer(sinceHeight);
        message.ifPresentOrElse(
                name -> out.arrayHeader(2).text(name.instance()).text(name.message()), out::nil);
        Bytes row = out.bytes(key).toBytes();
        return tables.get(TABLE, row).isEmpty() && added.add(row);
    }

    /** Writes what was added. */
    void addTo(SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes) {
        if (!added.isEmpty()) {
            SortedMap<Bytes, Optional<Bytes>> rows =
                    changes.computeIfAbsent(TABLE, any -> new TreeMap<>());
            added.forEach(row -> rows.put(row, Optional.of(KernelTables.SINGLE)));
        }
    }
}
