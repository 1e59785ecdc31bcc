package theseus.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/**
 * The undo of a block as it lies in storage. The changes of a table, sorted by key, are cut into
 * rows of about {@value #ROW_BYTES} bytes, each stored under its last key, so that the row of a key
 * is the first one from there on: one seek. A row is a sequence of: length of key (4) ‖ key ‖ 1 +
 * length of old value, or 0 where there was none (4) ‖ old value.
 */
final class UndoRows implements Undo {
    private static final int ROW_BYTES = 16 * 1024;
    private static final int ROWS_AT_ONCE = 64;

    private final Storage storage;
    private final long height;

    UndoRows(Storage storage, long height) {
        this.storage = storage;
        this.height = height;
    }

    /** Names a row by its last key. */
    interface RowKey {
        byte[] of(byte[] lastKey);
    }

    static void write(List<Old> records, RowKey rowKey, List<Storage.Write> writes) {
        ByteArrayOutputStream row = new ByteArrayOutputStream(ROW_BYTES + ROW_BYTES / 4);
        for (int i = 0; i < records.size(); i++) {
            Old old = records.get(i);
            append(row, old.key().unsafeArray(), 0);
            old.value()
                    .ifPresentOrElse(
                            value -> append(row, value.unsafeArray(), 1), () -> integer(row, 0));
            if (row.size() >= ROW_BYTES || i == records.size() - 1) {
                writes.add(
                        new Storage.Write(
                                Storage.Space.UNDO,
                                rowKey.of(old.key().unsafeArray()),
                                Optional.of(row.toByteArray())));
                row.reset();
            }
        }
    }

    static List<Old> decode(byte[] row) {
        List<Old> records = new ArrayList<>();
        ByteBuffer from = ByteBuffer.wrap(row);
        while (from.hasRemaining()) {
            Bytes key = take(from, from.getInt());
            int size = from.getInt();
            records.add(
                    new Old(key, size == 0 ? Optional.empty() : Optional.of(take(from, size - 1))));
        }
        return records;
    }

    @Override
    public Optional<Old> find(int table, Bytes key) {
        return rows(table, key, 1).stream()
                .flatMap(row -> decode(row.value()).stream())
                .filter(old -> old.key().equals(key))
                .findFirst();
    }

    @Override
    public List<Old> range(int table, Bytes from, Optional<Bytes> to) {
        List<Old> found = new ArrayList<>();
        for (Storage.Row row : rows(table, from, Integer.MAX_VALUE)) {
            for (Old old : decode(row.value())) {
                if (to.isPresent() && old.key().compareTo(to.get()) >= 0) {
                    return found;
                }
                if (old.key().compareTo(from) >= 0) {
                    found.add(old);
                }
            }
        }
        return found;
    }

    @Override
    public void forEach(Consumer<Part> action) {
        rows(
                Keys.UNDO_RECORDS,
                row -> action.accept(new Part(Keys.tableOfUndo(row.key()), decode(row.value()))));
    }

    /** Hands over the rows of one kind, in order. */
    void rows(byte kind, Consumer<Storage.Row> action) {
        byte[] prefix = ByteBuffer.allocate(Long.BYTES + 1).putLong(height).put(kind).array();
        Optional<byte[]> end = Keys.after(prefix);
        byte[] from = prefix;
        while (true) {
            List<Storage.Row> rows = storage.scan(Storage.Space.UNDO, from, end, ROWS_AT_ONCE);
            rows.forEach(action);
            if (rows.size() < ROWS_AT_ONCE) {
                return;
            }
            from = Keys.next(rows.getLast().key());
        }
    }

    private List<Storage.Row> rows(int table, Bytes key, int limit) {
        byte[] first = Keys.undoRecords(height, table, key.unsafeArray());
        byte[] tableStart = Keys.undoRecords(height, table, new byte[0]);
        return storage.scan(Storage.Space.UNDO, first, Keys.after(tableStart), limit);
    }

    private static void append(ByteArrayOutputStream row, byte[] content, int added) {
        integer(row, content.length + added);
        row.write(content, 0, content.length);
    }

    private static void integer(ByteArrayOutputStream row, int value) {
        row.write(value >>> 24);
        row.write(value >>> 16);
        row.write(value >>> 8);
        row.write(value);
    }

    private static Bytes take(ByteBuffer from, int size) {
        byte[] content = new byte[size];
        from.get(content);
        return Bytes.wrap(content);
    }
}
