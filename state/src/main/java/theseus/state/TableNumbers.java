package theseus.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import theseus.protocol.TableId;
import theseus.state.spi.Storage;

/**
 * A short number for each table that ever held a record, so that records need not repeat its name.
 * A local matter: numbers differ between nodes and show in no hash. A table id is stored as schema
 * (4) ‖ length of instance (2) ‖ instance ‖ table name. A number is never used again.
 */
final class TableNumbers {
    private final Map<TableId, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, TableId> ids = new ConcurrentHashMap<>();

    static TableNumbers read(Storage storage) {
        TableNumbers tables = new TableNumbers();
        for (Storage.Row row :
                storage.scan(
                        Storage.Space.META,
                        Keys.TABLES,
                        Keys.after(Keys.TABLES),
                        Integer.MAX_VALUE)) {
            tables.add(decode(row.value()), Keys.numberOfTable(row.key()));
        }
        return tables;
    }

    Optional<Integer> number(TableId table) {
        return Optional.ofNullable(numbers.get(table));
    }

    TableId id(int number) {
        TableId id = ids.get(number);
        if (id == null) {
            throw new IllegalStateException("no table has number " + number);
        }
        return id;
    }

    int count() {
        return numbers.size();
    }

    void add(TableId table, int number) {
        ids.put(number, table);
        numbers.put(table, number);
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
