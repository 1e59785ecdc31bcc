package theseus.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A subtree of a trie, immutable, with its hash. The hash lies in four fields rather than in an
 * array: trees of millions of records are kept in memory, and an array would cost 20 bytes more.
 */
abstract sealed class Node permits Bucket, Inner {
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long hash0;
    private final long hash1;
    private final long hash2;
    private final long hash3;

    Node(byte[] hash, int offset) {
        hash0 = (long) LONGS.get(hash, offset);
        hash1 = (long) LONGS.get(hash, offset + 8);
        hash2 = (long) LONGS.get(hash, offset + 16);
        hash3 = (long) LONGS.get(hash, offset + 24);
    }

    final void hash(byte[] to, int offset) {
        LONGS.set(to, offset, hash0);
        LONGS.set(to, offset + 8, hash1);
        LONGS.set(to, offset + 16, hash2);
        LONGS.set(to, offset + 24, hash3);
    }

    final Hash hash() {
        byte[] hash = new byte[Hash.SIZE_BYTES];
        hash(hash, 0);
        return new Hash(Bytes.wrap(hash));
    }

    final boolean isEmpty() {
        return this instanceof Bucket bucket && bucket.count() == 0;
    }

    /** Bit {@code depth} of the path at {@code offset}: 0 is left, 1 is right. */
    static int bit(byte[] paths, int offset, int depth) {
        return paths[offset + (depth >>> 3)] >>> (7 - (depth & 7)) & 1;
    }
}
