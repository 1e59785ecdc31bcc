package theseus.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Where the state keeps what (integers are big-endian, so that they order):
 *
 * <pre>
 * RECORDS  table number (4) ‖ key                          → value
 * UNDO     height (8) ‖ 0 ‖ table number (4) ‖ last key    → {@link UndoRow its changes}
 *          height (8) ‖ 1 ‖ space (1) ‖ last key           → what attachments were before
 *          height (8) ‖ 2                                  → root before the block (32)
 * TREE     height (8) ‖ table number (4) ‖ page (4)         → {@link TreeSnapshot leaves}
 * META     0 ‖ 'head'                                      → {@link Head}
 *          0 ‖ 'tree'                                       → height of the snapshot in TREE (8)
 *          0 ‖ 'table' ‖ table number (4)                  → {@link TableNumbers table id}
 *          0 ‖ 'owner' ‖ table number (4)                  → {@link Owner who holds it}, if not the root
 *          0 ‖ 'set' ‖ name (32)                           → {@link UnlinkedSet a set's} height, root, mark
 *          0 ‖ 'link' ‖ height (8)                         → {@link BlockLinks} of that block, if any
 *          1 ‖ key                                         → an attachment in META
 * BLOCKS, RECEIPTS, LOOKUP  key                            → an attachment
 * </pre>
 */
final class Keys {
    static final byte[] HEAD = "\0head".getBytes(StandardCharsets.UTF_8);
    static final byte[] TREE = "\0tree".getBytes(StandardCharsets.UTF_8);
    static final byte[] TABLES = "\0table".getBytes(StandardCharsets.UTF_8);
    static final byte[] OWNERS = "\0owner".getBytes(StandardCharsets.UTF_8);
    static final byte[] SETS = "\0set".getBytes(StandardCharsets.UTF_8);
    static final byte[] LINKS = "\0link".getBytes(StandardCharsets.UTF_8);
    static final byte META_ATTACHMENT = 1;

    static final byte UNDO_RECORDS = 0;
    static final byte UNDO_ATTACHMENTS = 1;
    static final byte UNDO_ROOT = 2;

    private static final int NUMBER_BYTES = Integer.BYTES;
    private static final int UNDO_RECORDS_BYTES = Long.BYTES + 1 + NUMBER_BYTES;
    private static final int UNDO_ATTACHMENTS_BYTES = Long.BYTES + 1 + 1;

    private Keys() {}

    static byte[] record(int table, Bytes key) {
        byte[] content = key.unsafeArray();
        byte[] record = new byte[NUMBER_BYTES + content.length];
        ByteBuffer.wrap(record).putInt(table).put(content);
        return record;
    }

    static Bytes keyOfRecord(byte[] record) {
        return Bytes.of(record, NUMBER_BYTES, record.length);
    }

    static byte[] table(int number) {
        return ByteBuffer.allocate(TABLES.length + NUMBER_BYTES).put(TABLES).putInt(number).array();
    }

    static int numberOfTable(byte[] tableKey) {
        return ByteBuffer.wrap(tableKey).getInt(TABLES.length);
    }

    static byte[] owner(int number) {
        return ByteBuffer.allocate(OWNERS.length + NUMBER_BYTES).put(OWNERS).putInt(number).array();
    }

    static int numberOfOwner(byte[] ownerKey) {
        return ByteBuffer.wrap(ownerKey).getInt(OWNERS.length);
    }

    static byte[] set(Hash name) {
        return ByteBuffer.allocate(SETS.length + Hash.SIZE_BYTES)
                .put(SETS)
                .put(name.bytes().unsafeArray())
                .array();
    }

    static Hash nameOfSet(byte[] setKey) {
        return new Hash(Bytes.of(setKey, SETS.length, setKey.length));
    }

    static byte[] links(long height) {
        return ByteBuffer.allocate(LINKS.length + Long.BYTES).put(LINKS).putLong(height).array();
    }

    static long heightOfLinks(byte[] linksKey) {
        return ByteBuffer.wrap(linksKey).getLong(LINKS.length);
    }

    static byte[] height(long height) {
        return ByteBuffer.allocate(Long.BYTES).putLong(height).array();
    }

    static byte[] undoRoot(long height) {
        return ByteBuffer.allocate(Long.BYTES + 1).putLong(height).put(UNDO_ROOT).array();
    }

    static byte[] undoRecords(long height, int table, byte[] lastKey) {
        return ByteBuffer.allocate(UNDO_RECORDS_BYTES + lastKey.length)
                .putLong(height)
                .put(UNDO_RECORDS)
                .putInt(table)
                .put(lastKey)
                .array();
    }

    static byte[] undoAttachments(long height, int space, byte[] lastKey) {
        return ByteBuffer.allocate(UNDO_ATTACHMENTS_BYTES + lastKey.length)
                .putLong(height)
                .put(UNDO_ATTACHMENTS)
                .put((byte) space)
                .put(lastKey)
                .array();
    }

    static int tableOfUndo(byte[] undoKey) {
        return ByteBuffer.wrap(undoKey).getInt(Long.BYTES + 1);
    }

    static int spaceOfUndo(byte[] undoKey) {
        return undoKey[Long.BYTES + 1];
    }

    /** The first key after all that begin with {@code prefix}; empty when there is none. */
    static Optional<byte[]> after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return Optional.of(Arrays.copyOf(next, i + 1));
            }
        }
        return Optional.empty();
    }

    /** The first key after {@code key}. */
    static byte[] next(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
