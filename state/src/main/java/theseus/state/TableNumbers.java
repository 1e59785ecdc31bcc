package theseus.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import theseus.protocol.TableId;
import theseus.state.spi.Storage;

/**
 * A short number for each table that was ever stored, so that records need not repeat its name. Of
 * two tables with one id, under the root and in a set of {@link UnlinkedSet unlinked} ones, each
 * has a number of its own, and keeps it when it moves. A local matter: numbers differ between nodes
 * and show in no hash. A table id is stored as schema (4) ‖ length of instance (2) ‖ instance ‖
 * table name. A number is never used again.
 */
final class TableNumbers {
    private final ConcurrentSkipListMap<Integer, TableId> ids = new ConcurrentSkipListMap<>();
    private final AtomicInteger next = new AtomicInteger();

    static TableNumbers read(Storage storage) {
        TableNumbers tables = new TableNumbers();
        for (Storage.Row row :
                storage.scan(
                        Storage.Space.META,
                        Keys.TABLES,
                        Keys.after(Keys.TABLES),
                        Integer.MAX_VALUE)) {
            tables.ids.put(Keys.numberOfTable(row.key()), decode(row.value()));
        }
        tables.next.set(tables.ids.isEmpty() ? 0 : tables.ids.lastKey() + 1);
        return tables;
    }

    TableId id(int number) {
        TableId id = ids.get(number);
        if (id == null) {
            throw new IllegalStateException("no table has number " + number);
        }
        return id;
    }

    NavigableSet<Integer> all() {
        return ids.keySet();
    }

    /** A fresh number; it stays unused when whoever took it does not write it. */
    int take(TableId table) {
        int number = next.getAndIncrement();
        ids.put(number, table);
        return number;
    }

    static Storage.Write write(TableId table, int number) {
        return new Storage.Write(
                Storage.Space.META, Keys.table(number), Optional.of(encode(table)));
    }

    private static byte[] encode(TableId id) {
        byte[] instance = id.instance().getBytes(StandardCharsets.UTF_8);
        byte[] table = id.table().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + instance.length + table.length)
                .putInt(id.schema())
                .putShort((short) instance.length)
                .put(instance)
                .put(table)
                .array();
    }

    private static TableId decode(byte[] stored) {
        ByteBuffer from = ByteBuffer.wrap(stored);
        int schema = from.getInt();
        byte[] instance = new byte[from.getShort()];
        from.get(instance);
        byte[] table = new byte[from.remaining()];
        from.get(table);
        return new TableId(
                new String(instance, StandardCharsets.UTF_8),
                new String(table, StandardCharsets.UTF_8),
                schema);
    }
}
