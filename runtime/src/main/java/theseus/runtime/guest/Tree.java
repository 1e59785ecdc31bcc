package theseus.runtime.guest;

import java.util.Comparator;

/**
 * The balanced search tree (AVL) under {@link MeteredMap} and {@link MeteredSet}. The JDK's would
 * call module code as often as its version likes; this one is metered with it.
 */
@SuppressWarnings("NullAway") // a missing child is null
final class Tree<K, V> {
    final Comparator<Object> order;
    Node<K, V> root;
    int size;
    private Node<K, V> removed;

    Tree(Comparator<?> order) {
        this.order = Comparators.orNatural(order);
    }

    Node<K, V> find(Object key) {
        Node<K, V> node = root;
        while (node != null) {
            int side = order.compare(key, node.key);
            if (side == 0) {
                return node;
            }
            node = side < 0 ? node.left : node.right;
        }
        return null;
    }

    /** The greatest node below {@code key}, or at it when {@code inclusive}. */
    Node<K, V> below(Object key, boolean inclusive) {
        Node<K, V> node = root;
        Node<K, V> best = null;
        while (node != null) {
            int side = order.compare(key, node.key);
            if (side > 0 || (inclusive && side == 0)) {
                best = node;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return best;
    }

    /** The least node above {@code key}, or at it when {@code inclusive}. */
    Node<K, V> above(Object key, boolean inclusive) {
        Node<K, V> node = root;
        Node<K, V> best = null;
        while (node != null) {
            int side = order.compare(key, node.key);
            if (side < 0 || (inclusive && side == 0)) {
                best = node;
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return best;
    }

    Node<K, V> first() {
        Node<K, V> node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        return node;
    }

    Node<K, V> last() {
        Node<K, V> node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return node;
    }

    /** Adds a key that is not there. */
    void insert(K key, V value) {
        if (root == null) {
            order.compare(key, key); // as the JDK: a key that has no order is refused at once
        }
        root = insert(root, key, value);
        size++;
    }

    private Node<K, V> insert(Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value);
        }
        if (order.compare(key, node.key) < 0) {
            node.left = insert(node.left, key, value);
        } else {
            node.right = insert(node.right, key, value);
        }
        return balance(node);
    }

    /** Takes the key out; null when it is not there. */
    Node<K, V> remove(Object key) {
        removed = null;
        root = remove(root, key);
        if (removed != null) {
            size--;
        }
        return removed;
    }

    private Node<K, V> remove(Node<K, V> node, Object key) {
        if (node == null) {
            return null;
        }
        int side = order.compare(key, node.key);
        if (side < 0) {
            node.left = remove(node.left, key);
            return balance(node);
        }
        if (side > 0) {
            node.right = remove(node.right, key);
            return balance(node);
        }
        removed = node;
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        Node<K, V> right = withoutLeast(node.right);
        next.left = node.left;
        next.right = right;
        return balance(next);
    }

    private static <K, V> Node<K, V> withoutLeast(Node<K, V> node) {
        if (node.left == null) {
            return node.right;
        }
        node.left = withoutLeast(node.left);
        return balance(node);
    }

    void clear() {
        root = null;
        size = 0;
    }

    private static int height(Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static <K, V> Node<K, V> balance(Node<K, V> node) {
        int lean = height(node.left) - height(node.right);
        if (lean > 1) {
            if (height(node.left.left) < height(node.left.right)) {
                node.left = rotateLeft(node.left);
            }
            return rotateRight(node);
        }
        if (lean < -1) {
            if (height(node.right.right) < height(node.right.left)) {
                node.right = rotateRight(node.right);
            }
            return rotateLeft(node);
        }
        node.grow();
        return node;
    }

    private static <K, V> Node<K, V> rotateRight(Node<K, V> node) {
        Node<K, V> top = node.left;
        node.left = top.right;
        top.right = node;
        node.grow();
        top.grow();
        return top;
    }

    private static <K, V> Node<K, V> rotateLeft(Node<K, V> node) {
        Node<K, V> top = node.right;
        node.right = top.left;
        top.left = node;
        node.grow();
        top.grow();
        return top;
    }
}
