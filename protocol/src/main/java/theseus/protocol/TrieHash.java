package theseus.protocol;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The hashing rule of the state: a binary trie over 256-bit paths, canonical in its content (the
 * rule is NOMT's; ADR 0030). A subtree is worth
 *
 * <ul>
 *   <li>32 zero bytes when it is empty,
 *   <li>{@code SHA-256(0x00 ‖ path ‖ value)} when it holds one leaf, however deep it lies,
 *   <li>{@code SHA-256(0x01 ‖ left ‖ right)} otherwise; bit {@code d} of the path, counted from the
 *       most significant bit of its first byte, chooses the side at depth {@code d}.
 * </ul>
 *
 * A table's leaves have path {@code SHA-256(key)} and value {@code SHA-256(value)}; the leaves of
 * the top trie have path {@code SHA-256(CBOR [instance, table, schema])} and the table's root as
 * value. An empty table has no leaf in the top trie. An instance is not thread-safe; the static
 * methods are.
 */
public final class TrieHash {
    /** Levels of a trie, and so the longest path. */
    public static final int DEPTH_MAX = 256;

    private static final int SIZE = Hash.SIZE_BYTES;
    private static final byte LEAF = 0;
    private static final byte INNER = 1;

    private final MessageDigest digest;
    private final byte[] node = new byte[1 + 2 * SIZE];

    public TrieHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Where a table lies in the top trie. */
    public static Hash path(TableId table) {
        return Sha256.of(table.encode());
    }

    /** Where a key lies in its table's trie. */
    public static Hash path(Bytes key) {
        return Sha256.of(key);
    }

    /** What a leaf says of its record's value. */
    public static Hash value(Bytes value) {
        return Sha256.of(value);
    }

    public static Hash leaf(Hash path, Hash value) {
        return new Sha256().update(LEAF).update(path).update(value).digest();
    }

    public static Hash inner(Hash left, Hash right) {
        return new Sha256().update(INNER).update(left).update(right).digest();
    }

    /** Bit {@code depth} of a path: 0 is left, 1 is right. */
    public static int bit(Hash path, int depth) {
        return path.bytes().at(depth >>> 3) >>> (7 - (depth & 7)) & 1;
    }

    /** {@code SHA-256(from[0, length))} into {@code to} at {@code toOffset}. */
    public void hash(byte[] from, int length, byte[] to, int toOffset) {
        digest.update(from, 0, length);
        finish(to, toOffset);
    }

    /** Hash of a leaf whose path and value lie side by side in {@code leaf} at {@code offset}. */
    public void leaf(byte[] leaf, int offset, byte[] to, int toOffset) {
        node[0] = LEAF;
        System.arraycopy(leaf, offset, node, 1, 2 * SIZE);
        digest.update(node, 0, node.length);
        finish(to, toOffset);
    }

    /** Hash of an inner node whose children lie side by side in {@code pair} at {@code offset}. */
    public void inner(byte[] pair, int offset, byte[] to, int toOffset) {
        node[0] = INNER;
        System.arraycopy(pair, offset, node, 1, 2 * SIZE);
        digest.update(node, 0, node.length);
        finish(to, toOffset);
    }

    private void finish(byte[] to, int offset) {
        try {
            digest.digest(to, offset, SIZE);
        } catch (DigestException tooShort) {
            throw new IllegalArgumentException("no room for a hash at " + offset, tooShort);
        }
    }
}
