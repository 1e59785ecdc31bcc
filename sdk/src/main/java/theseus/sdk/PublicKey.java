package theseus.sdk;

/**
 * A signature key with the number of its algorithm.
 *
 * @param algorithm 1 = Ed25519 (32 bytes, RFC 8032), 2 = P-256 (33 bytes, compressed SEC 1 point)
 */
public record PublicKey(int algorithm, Bytes bytes) implements Comparable<PublicKey> {
    public static final int ED25519 = 1;
    public static final int P256 = 2;
    public static final int MAX_SIZE_BYTES = 2048;

    public PublicKey {
        if (algorithm < 1 || algorithm > 255) {
            throw new IllegalArgumentException("no such signature algorithm: " + algorithm);
        }
        if (bytes.isEmpty() || bytes.size() > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("a key of " + bytes.size() + " bytes");
        }
    }

    @Override
    public int compareTo(PublicKey other) {
        int byAlgorithm = Integer.compare(algorithm, other.algorithm);
        return byAlgorithm != 0 ? byAlgorithm : bytes.compareTo(other.bytes);
    }
}
