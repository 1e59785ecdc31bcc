package theseus.protocol;

import java.util.ArrayList;
import java.util.List;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Merkle trees over lists (RFC 9162 §2.1): a leaf is SHA-256(0x00 ‖ item), a node SHA-256(0x01 ‖
 * left ‖ right), the empty list SHA-256 of nothing.
 */
public final class MerkleTree {
    private static final int MAX_PROOF_HASHES = 64;

    private MerkleTree() {}

    public static Hash root(List<Bytes> items) {
        Sha256 sha = new Sha256();
        return items.isEmpty() ? sha.digest() : root(items, 0, items.size(), sha);
    }

    /** The audit path of item {@code index}: siblings from the leaf up. */
    public static List<Hash> proof(List<Bytes> items, int index) {
        if (index < 0 || index >= items.size()) {
            throw new IllegalArgumentException("item " + index + " of " + items.size());
        }
        List<Hash> path = new ArrayList<>();
        prove(items, 0, items.size(), index, path, new Sha256());
        return List.copyOf(path);
    }

    /** Whether {@code item} is item {@code index} of the {@code size} under {@code root}. */
    public static boolean verify(Hash root, int size, int index, Bytes item, List<Hash> proof) {
        if (index < 0 || index >= size || proof.size() > MAX_PROOF_HASHES) {
            return false;
        }
        Sha256 sha = new Sha256();
        Hash hash = leaf(item, sha);
        int position = index;
        int last = size - 1;
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = node(sibling, hash, sha);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling, sha);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    private static Hash root(List<Bytes> items, int from, int to, Sha256 sha) {
        if (to - from == 1) {
            return leaf(items.get(from), sha);
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        Hash left = root(items, from, middle, sha);
        return node(left, root(items, middle, to, sha), sha);
    }

    private static void prove(
            List<Bytes> items, int from, int to, int index, List<Hash> path, Sha256 sha) {
        if (to - from == 1) {
            return;
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        if (index < middle) {
            prove(items, from, middle, index, path, sha);
            path.add(root(items, middle, to, sha));
        } else {
            prove(items, middle, to, index, path, sha);
            path.add(root(items, from, middle, sha));
        }
    }

    private static Hash leaf(Bytes item, Sha256 sha) {
        return sha.update(0).update(item).digest();
    }

    private static Hash node(Hash left, Hash right, Sha256 sha) {
        return sha.update(1).update(left).update(right).digest();
    }
}
