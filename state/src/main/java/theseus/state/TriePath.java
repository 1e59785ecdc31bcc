package theseus.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.protocol.StateProof;
import theseus.protocol.TrieHash;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Finds the path to where a leaf is or would be, with its siblings: one half of a proof. */
final class TriePath {

    private TriePath() {}

    static StateProof.Path to(Node root, Hash path) {
        List<Hash> siblings = new ArrayList<>();
        Node node = root;
        while (node instanceof Inner inner) {
            boolean left = TrieHash.bit(path, siblings.size()) == 0;
            siblings.add((left ? inner.right() : inner.left()).hash());
            node = left ? inner.left() : inner.right();
        }
        return node instanceof Bucket bucket
                ? inBucket(bucket.leaves(), path, siblings)
                : StateProof.Path.EMPTY;
    }

    private static StateProof.Path inBucket(byte[] leaves, Hash path, List<Hash> siblings) {
        int from = 0;
        int to = leaves.length / Bucket.LEAF_BYTES;
        while (to - from > 1) {
            int depth = siblings.size();
            int cut = Bucket.cut(leaves, from, to, depth);
            boolean left = TrieHash.bit(path, depth) == 0;
            siblings.add(hashOf(leaves, left ? cut : from, left ? to : cut, depth + 1));
            from = left ? from : cut;
            to = left ? cut : to;
        }
        if (from == to) {
            return new StateProof.Path(siblings, Optional.empty());
        }
        int leaf = from * Bucket.LEAF_BYTES;
        return new StateProof.Path(
                siblings,
                Optional.of(
                        new StateProof.Leaf(
                                hashAt(leaves, leaf), hashAt(leaves, leaf + Hash.SIZE_BYTES))));
    }

    private static Hash hashOf(byte[] leaves, int from, int to, int depth) {
        if (from == to) {
            return Hash.ZERO;
        }
        if (to - from == 1) {
            int leaf = from * Bucket.LEAF_BYTES;
            return TrieHash.leaf(hashAt(leaves, leaf), hashAt(leaves, leaf + Hash.SIZE_BYTES));
        }
        int cut = Bucket.cut(leaves, from, to, depth);
        return TrieHash.inner(
                hashOf(leaves, from, cut, depth + 1), hashOf(leaves, cut, to, depth + 1));
    }

    private static Hash hashAt(byte[] leaves, int offset) {
        return new Hash(Bytes.of(leaves, offset, offset + Hash.SIZE_BYTES));
    }
}
