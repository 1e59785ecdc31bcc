package theseus.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.BlockResult;
import theseus.kernel.Executed;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateStore.Attachment;
import theseus.kernel.spi.StateStore.Space;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What candidates served, by plan: written with each block in which one did, as its receipts say,
 * and rewound with it. Keys only; the kernel's own tables are left out.
 *
 * <pre>
 * META      0x01, plan (32 bytes), height (8 bytes, big-endian), index (4 bytes)
 *           [[table, [key, …]], …]
 * </pre>
 */
final class TouchedLog {
    private static final byte KIND = 1;
    private static final int KEY_BYTES = 1 + Hash.SIZE_BYTES + Long.BYTES + Integer.BYTES;

    /**
     * A submission or routine that a candidate served.
     *
     * @param index of its receipt in the block
     * @param keys of the records that it changed, those that kept the other side's tables included
     */
    record Entry(At at, SortedMap<TableId, List<Bytes>> keys) {}

    /** Where an entry stands, and where a page begins. */
    record At(long height, int index) {
        static final At FIRST = new At(0, 0);
    }

    private TouchedLog() {}

    /** Of a block, for each plan whose candidates served something in it. */
    static List<Attachment> attachments(long height, BlockResult result) {
        List<Attachment> attachments = new ArrayList<>();
        int index = 0;
        for (Executed executed : result.executed()) {
            add(attachments, height, index++, executed);
        }
        for (Executed executed : result.routines()) {
            add(attachments, height, index++, executed);
        }
        return attachments;
    }

    /** From a place on, in the order of the chain, at most so many. */
    static List<Entry> read(StateStore store, Hash plan, At from, int limit) {
        List<Entry> entries = new ArrayList<>();
        for (StateView.Row row : store.attachments(Space.META, key(plan, from), limit)) {
            if (!isOf(plan, row.key())) {
                break;
            }
            entries.add(new Entry(at(row.key()), decode(row.value())));
        }
        return entries;
    }

    private static void add(
            List<Attachment> attachments, long height, int index, Executed executed) {
        TreeSet<Hash> plans = new TreeSet<>();
        for (Receipt.VersionUsed used : executed.receipt().versions()) {
            used.plan().ifPresent(plans::add);
        }
        for (Hash plan : plans) {
            Bytes key = key(plan, new At(height, index));
            attachments.add(new Attachment(Space.META, key, encode(executed)));
        }
    }

    private static Bytes encode(Executed executed) {
        SortedMap<TableId, ? extends SortedMap<Bytes, ?>> tables =
                new TreeMap<>(executed.changes().tables());
        tables.keySet().removeIf(table -> table.instance().equals(TableId.KERNEL));
        CborWriter out = new CborWriter().arrayHeader(tables.size());
        tables.forEach(
                (table, rows) -> {
                    out.arrayHeader(2).bytes(table.encode()).arrayHeader(rows.size());
                    rows.keySet().forEach(out::bytes);
                });
        return out.toBytes();
    }

    private static SortedMap<TableId, List<Bytes>> decode(Bytes value) {
        CborReader in = new CborReader(value);
        SortedMap<TableId, List<Bytes>> tables = new TreeMap<>();
        int count = in.arrayHeader(value.size());
        for (int i = 0; i < count; i++) {
            in.expectArray(2);
            TableId table = TableId.decode(in.bytes());
            int rows = in.arrayHeader(value.size());
            List<Bytes> keys = new ArrayList<>(Math.min(rows, Limits.MAX_EVENTS));
            for (int j = 0; j < rows; j++) {
                keys.add(in.bytes());
            }
            tables.put(table, keys);
        }
        return tables;
    }

    private static Bytes key(Hash plan, At at) {
        return Bytes.wrap(
                ByteBuffer.allocate(KEY_BYTES)
                        .put(KIND)
                        .put(plan.bytes().toArray())
                        .putLong(at.height())
                        .putInt(at.index())
                        .array());
    }

    private static boolean isOf(Hash plan, Bytes key) {
        return key.size() == KEY_BYTES
                && key.slice(0, 1 + Hash.SIZE_BYTES)
                        .equals(Bytes.wrap(new byte[] {KIND}).concat(plan.bytes()));
    }

    private static At at(Bytes key) {
        ByteBuffer tail = ByteBuffer.wrap(key.slice(1 + Hash.SIZE_BYTES, KEY_BYTES).toArray());
        return new At(tail.getLong(), tail.getInt());
    }
}
