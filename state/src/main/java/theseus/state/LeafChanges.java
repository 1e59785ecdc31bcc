package theseus.state;

import java.util.Arrays;
import theseus.protocol.TrieHash;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What happens to the leaves of one trie: leaves as a {@link Bucket} holds them, the value hash all
 * zeros for a removal (no value hashes to that). Paths differ. Filled by one thread, then only
 * read; but whoever applies a change notes the mark of the leaf that it replaced.
 */
final class LeafChanges {
    /** There was no leaf. */
    static final long ABSENT = -1;

    /** There was a leaf, and nobody knows which block put it. */
    static final long UNKNOWN = 0;

    private static final byte[] REMOVED = new byte[Hash.SIZE_BYTES];

    private final TrieHash hash = new TrieHash();
    private byte[] leaves;
    private long[] marksBefore = new long[0];
    private int count;

    LeafChanges(int expected) {
        leaves = new byte[Math.max(1, expected) * Bucket.LEAF_BYTES];
    }

    /** That put the leaves of a bucket. */
    static LeafChanges of(Bucket bucket) {
        LeafChanges changes = new LeafChanges(bucket.count());
        System.arraycopy(bucket.leaves(), 0, changes.leaves, 0, bucket.leaves().length);
        changes.count = bucket.count();
        return changes;
    }

    /**
     * @param mark 1 + height of the block that puts it, or {@link #UNKNOWN}
     */
    void put(Bytes key, Bytes value, long mark) {
        int offset = next();
        hash.hash(key.unsafeArray(), key.size(), leaves, offset);
        hash.hash(value.unsafeArray(), value.size(), leaves, offset + Hash.SIZE_BYTES);
        Node.LONGS.set(leaves, offset + Bucket.HASHED_BYTES, mark);
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

    /** Leaves whose hashes are known, {@value Bucket#HASHED_BYTES} bytes each, put by whomever. */
    void setAll(byte[] hashed) {
        for (int from = 0; from < hashed.length; from += Bucket.HASHED_BYTES) {
            int offset = next();
            System.arraycopy(hashed, from, leaves, offset, Bucket.HASHED_BYTES);
        }
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

    /** To be called before the changes are applied. */
    void expectMarks() {
        marksBefore = new long[count];
        Arrays.fill(marksBefore, ABSENT);
    }

    void noteMark(int change, long mark) {
        marksBefore[change] = mark;
    }

    /** The mark of the leaf that {@code change} replaced, or {@link #ABSENT}. */
    long markBefore(int change) {
        return marksBefore[change];
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
