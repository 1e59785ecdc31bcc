package theseus.state;

import java.util.Arrays;
import theseus.sdk.Hash;

/**
 * A subtree of few leaves. They lie side by side in order of their paths, {@value #LEAF_BYTES}
 * bytes each: path (32) ‖ value hash (32) ‖ put mark (8). The mark is 1 + the height of the block
 * that put the record, or 0 when that is not known; neither it nor how many leaves a bucket takes
 * shows in any hash.
 */
final class Bucket extends Node {
    static final Bucket EMPTY = new Bucket(new byte[0], new byte[Hash.SIZE_BYTES], 0);

    static final int HASHED_BYTES = 2 * Hash.SIZE_BYTES;
    static final int LEAF_BYTES = HASHED_BYTES + Long.BYTES;

    /** A bucket of more leaves is split. */
    static final int LEAVES_MAX = 8;

    /** Two buckets that hold no more leaves together become one. */
    static final int LEAVES_MERGED = LEAVES_MAX / 2;

    private final byte[] leaves;

    Bucket(byte[] leaves, byte[] hash, int offset) {
        super(hash, offset);
        this.leaves = leaves;
    }

    /** Not a copy; nobody changes it. */
    byte[] leaves() {
        return leaves;
    }

    int count() {
        return leaves.length / LEAF_BYTES;
    }

    /** First leaf in {@code [from, to)} whose path has bit {@code depth} set, or {@code to}. */
    static int cut(byte[] leaves, int from, int to, int depth) {
        int cut = from;
        while (cut < to && bit(leaves, cut * LEAF_BYTES, depth) == 0) {
            cut++;
        }
        return cut;
    }

    static int compare(byte[] one, int oneOffset, byte[] other, int otherOffset) {
        return Arrays.compareUnsigned(
                one,
                oneOffset,
                oneOffset + Hash.SIZE_BYTES,
                other,
                otherOffset,
                otherOffset + Hash.SIZE_BYTES);
    }
}
