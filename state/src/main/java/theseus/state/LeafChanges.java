package theseus.state;

import java.util.Arrays;
import theseus.protocol.TrieHash;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What happens to the leaves of one trie: {@value Bucket#LEAF_BYTES} bytes each, path ‖ value hash,
 * the hash all zeros for a removal (no value hashes to that). Paths differ. Filled by one thread,
 * then only read.
 */
final class LeafChanges {
    private static final byte[] REMOVED = new byte[Hash.SIZE_BYTES];

    private final TrieHash hash = new TrieHash();
    private byte[] leaves;
    private int count;

    LeafChanges(int expected) {
        leaves = new byte[Math.max(1, expected) * Bucket.LEAF_BYTES];
    }

    void put(byte[] key, int keyLength, byte[] value) {
        int offset = next();
        hash.hash(key, keyLength, leaves, offset);
        hash.hash(value, value.length, leaves, offset + Hash.SIZE_BYTES);
    }

    void put(Bytes key, Bytes value) {
        put(key.unsafeArray(), key.size(), value.unsafeArray());
    }

    void remove(Bytes key) {
        hash.hash(key.unsafeArray(), key.size(), leaves, next());
    }

    /** A leaf whose hashes are known; {@link Hash#ZERO} removes. */
    void set(Hash path, Hash value) {
        int offset = next();
        System.arraycopy(path.bytes().unsafeArray(), 0, leaves, offset, Hash.SIZE_BYTES);
        System.arraycopy(
                value.bytes().unsafeArray(), 0, leaves, offset + Hash.SIZE_BYTES, Hash.SIZE_BYTES);
    }

    int count() {
        return count;
    }

    byte[] leaves() {
        return leaves;
    }

    boolean removes(int change) {
        int from = change * Bucket.LEAF_BYTES + Hash.SIZE_BYTES;
        return Arrays.equals(leaves, from, from + Hash.SIZE_BYTES, REMOVED, 0, Hash.SIZE_BYTES);
    }

    private int next() {
        int offset = count * Bucket.LEAF_BYTES;
        if (offset == leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * leaves.length);
        }
        count++;
        return offset;
    }
}
