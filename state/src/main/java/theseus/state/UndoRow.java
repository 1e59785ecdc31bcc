package theseus.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/**
 * Undo entries as bytes. Sorted by key they are cut into rows of about {@value #ROW_BYTES} bytes,
 * each stored under its last key, so that the row of a key is the first one from there on: one
 * seek. A row is a sequence of: length of key (4) ‖ key ‖ 1 + length of new value, or 0 (4) ‖ new
 * value ‖ one of: 0 for absent; 1 ‖ height (8) for what that block put; 2 ‖ length (4) ‖ old value.
 */
final class UndoRow {
    private static final int ROW_BYTES = 16 * 1024;
    private static final byte ABSENT = 0;
    private static final byte PUT_AT = 1;
    private static final byte WAS = 2;

    private UndoRow() {}

    /** Names a row by its last key. */
    interface Name {
        byte[] of(byte[] lastKey);
    }

    static void write(List<Undo.Entry> entries, Name name, List<Storage.Write> writes) {
        int from = 0;
        int size = 0;
        for (int i = 0; i < entries.size(); i++) {
            size += size(entries.get(i));
            if (size >= ROW_BYTES || i == entries.size() - 1) {
                byte[] row = encode(entries.subList(from, i + 1), size);
                byte[] key = name.of(entries.get(i).key().unsafeArray());
                writes.add(new Storage.Write(Storage.Space.UNDO, key, Optional.of(row)));
                from = i + 1;
                size = 0;
            }
        }
    }

    private static int size(Undo.Entry entry) {
        int prior =
                switch (entry.prior()) {
                    case Undo.Absent _ -> 0;
                    case Undo.PutAt _ -> Long.BYTES;
                    case Undo.Was was -> Integer.BYTES + was.value().size();
                };
        int value = entry.value().isPresent() ? entry.value().get().size() : 0;
        return Integer.BYTES + entry.key().size() + Integer.BYTES + value + 1 + prior;
    }

    private static byte[] encode(List<Undo.Entry> entries, int size) {
        ByteBuffer row = ByteBuffer.allocate(size);
        for (Undo.Entry entry : entries) {
            row.putInt(entry.key().size()).put(entry.key().unsafeArray());
            if (entry.value().isPresent()) {
                row.putInt(1 + entry.value().get().size());
                row.put(entry.value().get().unsafeArray());
            } else {
                row.putInt(0);
            }
            switch (entry.prior()) {
                case Undo.Absent _ -> row.put(ABSENT);
                case Undo.PutAt at -> row.put(PUT_AT).putLong(at.height());
                case Undo.Was was ->
                        row.put(WAS).putInt(was.value().size()).put(was.value().unsafeArray());
            }
        }
        return row.array();
    }

    static List<Undo.Entry> decode(byte[] row) {
        List<Undo.Entry> entries = new ArrayList<>();
        ByteBuffer from = ByteBuffer.wrap(row);
        while (from.hasRemaining()) {
            Bytes key = take(from, from.getInt());
            int size = from.getInt();
            Optional<Bytes> value =
                    size == 0 ? Optional.empty() : Optional.of(take(from, size - 1));
            Undo.Prior prior =
                    switch (from.get()) {
                        case ABSENT -> Undo.Absent.ABSENT;
                        case PUT_AT -> new Undo.PutAt(from.getLong());
                        case WAS -> new Undo.Was(take(from, from.getInt()));
                        default -> throw new IllegalStateException("an undo row of no known kind");
                    };
            entries.add(new Undo.Entry(key, value, prior));
        }
        return entries;
    }

    private static Bytes take(ByteBuffer from, int size) {
        byte[] content = new byte[size];
        from.get(content);
        return Bytes.wrap(content);
    }
}
