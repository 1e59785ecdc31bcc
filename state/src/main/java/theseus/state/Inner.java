package theseus.state;

/** A subtree of more leaves than a bucket takes; one side may be empty. */
final class Inner extends Node {
    private final Node left;
    private final Node right;

    Inner(Node left, Node right, byte[] hash, int offset) {
        super(hash, offset);
        this.left = left;
        this.right = right;
    }

    Node left() {
        return left;
    }

    Node right() {
        return right;
    }
}
