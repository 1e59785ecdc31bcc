package theseus.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/** The undo of a block as it lies in storage, in {@link UndoRow rows}. */
record UndoInStorage(Storage storage, long height) implements Undo {
    private static final int ROWS_AT_ONCE = 64;

    @Override
    public Optional<Entry> find(int table, Bytes key) {
        byte[] from = Keys.undoRecords(height, table, key.unsafeArray());
        List<Storage.Row> row = storage.scan(Storage.Space.UNDO, from, endOf(table), 1);
        return row.isEmpty()
                ? Optional.empty()
                : UndoRow.decode(row.getFirst().value()).stream()
                        .filter(entry -> entry.key().equals(key))
                        .findFirst();
    }

    @Override
    public List<Entry> range(int table, Bytes from, Optional<Bytes> to) {
        List<Entry> found = new ArrayList<>();
        byte[] next = Keys.undoRecords(height, table, from.unsafeArray());
        while (true) {
            List<Storage.Row> rows =
                    storage.scan(Storage.Space.UNDO, next, endOf(table), ROWS_AT_ONCE);
            for (Storage.Row row : rows) {
                for (Entry entry : UndoRow.decode(row.value())) {
                    if (to.isPresent() && entry.key().compareTo(to.get()) >= 0) {
                        return found;
                    }
                    if (entry.key().compareTo(from) >= 0) {
                        found.add(entry);
                    }
                }
            }
            if (rows.size() < ROWS_AT_ONCE) {
                return found;
            }
            next = Keys.next(rows.getLast().key());
        }
    }

    @Override
    public void forEach(Consumer<Part> action) {
        rows(
                Keys.UNDO_RECORDS,
                row ->
                        action.accept(
                                new Part(
                                        Keys.tableOfUndo(row.key()), UndoRow.decode(row.value()))));
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

    private Optional<byte[]> endOf(int table) {
        return Keys.after(Keys.undoRecords(height, table, new byte[0]));
    }
}
