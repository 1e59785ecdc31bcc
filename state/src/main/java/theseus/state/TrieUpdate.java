package theseus.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import theseus.protocol.TrieHash;
import theseus.sdk.Hash;

/**
 * Applies changes to a trie: descends with all of them at once, parting them by one bit a level (so
 * nothing needs sorting first), and builds new nodes on the way back. The tree it starts from stays
 * as it is. One instance serves one thread.
 */
final class TrieUpdate {
    /** Up to so many leaves and changes are merged at one place before they are split. */
    private static final int MERGED_MAX = 64;

    /** Fewer changes are not worth a second thread. */
    private static final int PARALLEL_MIN = 256;

    /** A big change is cut into a part for each subtree so far below the root. */
    private static final int PARALLEL_DEPTH = 4;

    private static final int PAIR_BYTES = 2 * Hash.SIZE_BYTES;

    private final LeafChanges changes;
    private final byte[] paths;
    private final int[] order;
    private final TrieHash hash = new TrieHash();
    private final byte[] merged = new byte[MERGED_MAX * Bucket.LEAF_BYTES];

    /** Of each level the hashes of both children while their parent's is computed. */
    private final byte[] pairs = new byte[(TrieHash.DEPTH_MAX + 1) * PAIR_BYTES];

    private final byte[] result = new byte[PAIR_BYTES];

    private TrieUpdate(LeafChanges changes, int[] order) {
        this.changes = changes;
        this.paths = changes.leaves();
        this.order = order;
    }

    /** The tree after {@code changes}; parts of a big change may be computed by {@code workers}. */
    static Node apply(Node root, LeafChanges changes, Workers workers) {
        changes.expectMarks();
        int[] order = new int[changes.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        TrieUpdate update = new TrieUpdate(changes, order);
        if (order.length < PARALLEL_MIN) {
            return update.apply(root, 0, order.length, 0);
        }
        List<Supplier<Node>> parts = new ArrayList<>();
        update.cutOff(root, 0, order.length, 0, parts);
        Iterator<Node> done = workers.run(parts).iterator();
        return update.assembled(root, 0, done);
    }

    /** Both trees in one; no leaf is in both. What lies apart costs nothing but its way up. */
    static Node merged(Node one, Node other) {
        return new TrieUpdate(new LeafChanges(1), new int[0]).merged(one, other, 0);
    }

    private Node merged(Node one, Node other, int depth) {
        if (one.isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return one;
        }
        if (one instanceof Inner first && other instanceof Inner second) {
            Node left = merged(first.left(), second.left(), depth + 1);
            Node right = merged(first.right(), second.right(), depth + 1);
            return joined(left, right, depth);
        }
        return other instanceof Bucket few
                ? added(one, few, depth)
                : added(other, (Bucket) one, depth);
    }

    private static Node added(Node node, Bucket bucket, int depth) {
        LeafChanges leaves = LeafChanges.of(bucket);
        leaves.expectMarks();
        int[] order = new int[leaves.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return new TrieUpdate(leaves, order).apply(node, 0, order.length, depth);
    }

    /** Leaves the subtrees at {@link #PARALLEL_DEPTH} to be computed apart. */
    private void cutOff(Node node, int from, int to, int depth, List<Supplier<Node>> parts) {
        if (depth < PARALLEL_DEPTH && node instanceof Inner inner) {
            int cut = part(from, to, depth);
            cutOff(inner.left(), from, cut, depth + 1, parts);
            cutOff(inner.right(), cut, to, depth + 1, parts);
        } else {
            parts.add(() -> new TrieUpdate(changes, order).apply(node, from, to, depth));
        }
    }

    /** Puts the parts together, in the order in which they were cut off. */
    private Node assembled(Node node, int depth, Iterator<Node> parts) {
        if (depth < PARALLEL_DEPTH && node instanceof Inner inner) {
            Node left = assembled(inner.left(), depth + 1, parts);
            Node right = assembled(inner.right(), depth + 1, parts);
            return joined(inner, left, right, depth);
        }
        return parts.next();
    }

    private Node apply(Node node, int from, int to, int depth) {
        if (from == to) {
            return node;
        }
        return switch (node) {
            case Bucket bucket -> applied(bucket, bucket.leaves(), from, to, depth);
            case Inner inner -> {
                int cut = part(from, to, depth);
                Node left = apply(inner.left(), from, cut, depth + 1);
                Node right = apply(inner.right(), cut, to, depth + 1);
                yield joined(inner, left, right, depth);
            }
        };
    }

    /** Moves the changes whose path goes left before the others; where those begin. */
    private int part(int from, int to, int depth) {
        int left = from;
        int right = to;
        while (left < right) {
            if (Node.bit(paths, order[left] * Bucket.LEAF_BYTES, depth) == 0) {
                left++;
            } else {
                int swapped = order[left];
                order[left] = order[--right];
                order[right] = swapped;
            }
        }
        return left;
    }

    private Node joined(Inner before, Node left, Node right, int depth) {
        return left == before.left() && right == before.right()
                ? before
                : joined(left, right, depth);
    }

    private Node joined(Node left, Node right, int depth) {
        if (left instanceof Bucket one
                && right instanceof Bucket other
                && one.count() + other.count() <= Bucket.LEAVES_MERGED) {
            byte[] both = new byte[one.leaves().length + other.leaves().length];
            System.arraycopy(one.leaves(), 0, both, 0, one.leaves().length);
            System.arraycopy(other.leaves(), 0, both, one.leaves().length, other.leaves().length);
            return bucket(both, depth);
        }
        left.hash(result, 0);
        right.hash(result, Hash.SIZE_BYTES);
        hash.inner(result, 0, result, 0);
        return new Inner(left, right, result, 0);
    }

    /** {@code before} is what is returned when nothing changes. */
    private Node applied(Bucket before, byte[] leaves, int from, int to, int depth) {
        if (leaves.length / Bucket.LEAF_BYTES + to - from > MERGED_MAX) {
            return split(leaves, from, to, depth);
        }
        sort(from, to);
        int size = merge(leaves, from, to);
        boolean same = size == leaves.length && Arrays.equals(merged, 0, size, leaves, 0, size);
        return same ? before : built(0, size / Bucket.LEAF_BYTES, depth);
    }

    private Node split(byte[] leaves, int from, int to, int depth) {
        int count = leaves.length / Bucket.LEAF_BYTES;
        int leafCut = Bucket.cut(leaves, 0, count, depth) * Bucket.LEAF_BYTES;
        byte[] low = Arrays.copyOfRange(leaves, 0, leafCut);
        byte[] high = Arrays.copyOfRange(leaves, leafCut, leaves.length);
        int cut = part(from, to, depth);
        Node left = side(low, from, cut, depth + 1);
        Node right = side(high, cut, to, depth + 1);
        return joined(left, right, depth);
    }

    private Node side(byte[] leaves, int from, int to, int depth) {
        Bucket before = leaves.length == 0 ? Bucket.EMPTY : bucket(leaves, depth);
        return from == to ? before : applied(before, leaves, from, to, depth);
    }

    private void sort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int change = order[i];
            int j = i;
            while (j > from && comparePaths(order[j - 1], change) > 0) {
                order[j] = order[j - 1];
                j--;
            }
            order[j] = change;
        }
    }

    private int comparePaths(int one, int other) {
        return Bucket.compare(paths, one * Bucket.LEAF_BYTES, paths, other * Bucket.LEAF_BYTES);
    }

    /** Merges leaves and sorted changes into {@link #merged}; the size of the result in bytes. */
    private int merge(byte[] leaves, int from, int to) {
        int size = 0;
        int leaf = 0;
        for (int i = from; i < to; i++) {
            int change = order[i] * Bucket.LEAF_BYTES;
            while (leaf < leaves.length && Bucket.compare(leaves, leaf, paths, change) < 0) {
                size = keep(leaves, leaf, size);
                leaf += Bucket.LEAF_BYTES;
            }
            boolean met = leaf < leaves.length && Bucket.compare(leaves, leaf, paths, change) == 0;
            if (met) {
                long mark = (long) Node.LONGS.get(leaves, leaf + Bucket.HASHED_BYTES);
                changes.noteMark(order[i], mark);
            }
            if (met && sameValue(leaves, leaf, change)) {
                size = keep(leaves, leaf, size);
            } else if (!changes.removes(order[i])) {
                size = keep(paths, change, size);
            }
            leaf += met ? Bucket.LEAF_BYTES : 0;
        }
        System.arraycopy(leaves, leaf, merged, size, leaves.length - leaf);
        return size + leaves.length - leaf;
    }

    private int keep(byte[] leaves, int leaf, int size) {
        System.arraycopy(leaves, leaf, merged, size, Bucket.LEAF_BYTES);
        return size + Bucket.LEAF_BYTES;
    }

    /** A value that stays what it is leaves its mark too: the older block put the same. */
    private boolean sameValue(byte[] leaves, int leaf, int change) {
        return Arrays.equals(
                leaves,
                leaf + Hash.SIZE_BYTES,
                leaf + Bucket.HASHED_BYTES,
                paths,
                change + Hash.SIZE_BYTES,
                change + Bucket.HASHED_BYTES);
    }

    /** The subtree of the leaves {@code [from, to)} of {@link #merged}. */
    private Node built(int from, int to, int depth) {
        if (to - from <= Bucket.LEAVES_MAX) {
            return bucket(
                    Arrays.copyOfRange(merged, from * Bucket.LEAF_BYTES, to * Bucket.LEAF_BYTES),
                    depth);
        }
        int cut = Bucket.cut(merged, from, to, depth);
        Node left = built(from, cut, depth + 1);
        Node right = built(cut, to, depth + 1);
        return joined(left, right, depth);
    }

    private Bucket bucket(byte[] leaves, int depth) {
        if (leaves.length == 0) {
            return Bucket.EMPTY;
        }
        hashLeaves(leaves, 0, leaves.length / Bucket.LEAF_BYTES, depth, result, 0);
        return new Bucket(leaves, result, 0);
    }

    private void hashLeaves(byte[] leaves, int from, int to, int depth, byte[] out, int offset) {
        if (from == to) {
            Arrays.fill(out, offset, offset + Hash.SIZE_BYTES, (byte) 0);
        } else if (to - from == 1) {
            hash.leaf(leaves, from * Bucket.LEAF_BYTES, out, offset);
        } else {
            int cut = Bucket.cut(leaves, from, to, depth);
            int pair = depth * PAIR_BYTES;
            hashLeaves(leaves, from, cut, depth + 1, pairs, pair);
            hashLeaves(leaves, cut, to, depth + 1, pairs, pair + Hash.SIZE_BYTES);
            hash.inner(pairs, pair, out, offset);
        }
    }
}
