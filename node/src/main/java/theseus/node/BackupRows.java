package theseus.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.state.StoredHead;
import theseus.state.spi.Storage.Row;
import theseus.state.spi.Storage.Space;
import theseus.state.spi.Storage.Write;
import theseus.state.spi.StorageReader;

/**
 * Rows of a storage as parts of a backup, whatever engine has them: space (1), length of key (4),
 * key, length of value (4), value; and again.
 */
final class BackupRows {
    /** A part ends with the row that reaches it. */
    private static final int PART_BYTES = 8 << 20;

    /** So much is read at a time, as far as the rows before tell. */
    private static final int READ_BYTES = 2 << 20;

    private static final int MAX_ROWS = 4_096;
    private static final int FIRST_ROWS = 16;

    private BackupRows() {}

    /** A reader of parts. */
    interface Parts {
        void part(byte[] rows) throws IOException;
    }

    static void read(StorageReader from, Parts parts) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream(PART_BYTES + READ_BYTES);
        for (Space space : Space.values()) {
            if (space == Space.TREE) {
                continue; // none of it is needed, and it is large
            }
            byte[] next = new byte[0];
            int limit = FIRST_ROWS;
            while (true) {
                List<Row> rows = from.scan(space, next, Optional.empty(), limit);
                long bytes = 1;
                for (Row row : rows) {
                    bytes += row.key().length + row.value().length;
                    if (StoredHead.isNeeded(space, row.key())) {
                        put(part, space, row);
                        if (part.size() >= PART_BYTES) {
                            parts.part(part.toByteArray());
                            part.reset();
                        }
                    }
                }
                if (rows.size() < limit) {
                    break;
                }
                byte[] last = rows.getLast().key();
                next = java.util.Arrays.copyOf(last, last.length + 1);
                limit = (int) Math.clamp(READ_BYTES * (long) rows.size() / bytes, 1, MAX_ROWS);
            }
        }
        if (part.size() > 0) {
            parts.part(part.toByteArray());
        }
    }

    /**
     * @throws IOException when it is no such part
     */
    static List<Write> writes(byte[] part) throws IOException {
        List<Write> writes = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(part);
        try {
            while (in.hasRemaining()) {
                Space space = space(in.get());
                byte[] key = bytes(in);
                if (key.length == 0 || !StoredHead.isNeeded(space, key)) {
                    // A tree would be taken for that of the records, and these go unchecked.
                    throw new IOException("it has a row that belongs into no backup");
                }
                writes.add(new Write(space, key, Optional.of(bytes(in))));
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("it ends within a row", e);
        }
        return writes;
    }

    private static void put(ByteArrayOutputStream out, Space space, Row row) {
        out.write(code(space));
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(row.key().length).array());
        out.writeBytes(row.key());
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(row.value().length).array());
        out.writeBytes(row.value());
    }

    private static byte[] bytes(ByteBuffer in) throws IOException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IOException("it ends within a row");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int code(Space space) {
        return switch (space) {
            case RECORDS -> 1;
            case TREE -> 2;
            case UNDO -> 3;
            case BLOCKS -> 4;
            case RECEIPTS -> 5;
            case LOOKUP -> 6;
            case META -> 7;
        };
    }

    private static Space space(int code) throws IOException {
        for (Space space : Space.values()) {
            if (code(space) == code) {
                return space;
            }
        }
        throw new IOException("there is no space " + code);
    }
}
