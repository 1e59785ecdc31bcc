package theseus.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Which keys and signatures are considered at all, before any provider is asked; what passes here
 * every provider must judge alike. Consensus-critical (ADR 0004).
 *
 * <p>Ed25519: the key is the canonical encoding of a point of prime order; R is a canonical
 * encoding and not of small order; S is below the order L. The equation is [S]B = R + [k]A, without
 * cofactor.
 *
 * <p>P-256: the key is a compressed point (33 bytes) on the curve; r and s lie between 1 and n - 1;
 * a high s is allowed, since ids do not cover witnesses.
 */
public final class SignatureRules {
    public static final int SIGNATURE_BYTES = 64;

    /** L, big-endian (RFC 8032 §5.1). */
    private static final byte[] ED25519_ORDER =
            HexFormat.of()
                    .parseHex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");

    /** n, big-endian (SP 800-186 §3.2.1.3). */
    private static final byte[] P256_ORDER =
            HexFormat.of()
                    .parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static final byte[] ZERO = new byte[32];

    private SignatureRules() {}

    /**
     * Whether the chain takes this key: a matter of the key alone, so worth remembering. Takes
     * about a millisecond; providers may decide the same faster.
     */
    public static boolean admitsKey(PublicKey key) {
        return switch (key.algorithm()) {
            case PublicKey.ED25519 -> Ed25519.isPrimeOrder(key.bytes());
            case PublicKey.P256 -> P256.point(key.bytes()).isPresent();
            default -> false;
        };
    }

    /** Whether the numbers in a signature are in range; cheap, asked for every signature. */
    public static boolean admitsSignature(int algorithm, Bytes signature) {
        if (signature.size() != SIGNATURE_BYTES) {
            return false;
        }
        byte[] bytes = signature.unsafeArray();
        return switch (algorithm) {
            case PublicKey.ED25519 ->
                    Ed25519.isCanonical(signature)
                            && !Ed25519.isSmallOrder(signature)
                            && belowLittleEndian(bytes, 32, ED25519_ORDER);
            case PublicKey.P256 -> inRange(bytes, 0) && inRange(bytes, 32);
            default -> false;
        };
    }

    private static boolean inRange(byte[] bytes, int from) {
        return Arrays.compareUnsigned(bytes, from, from + 32, P256_ORDER, 0, 32) < 0
                && !Arrays.equals(bytes, from, from + 32, ZERO, 0, 32);
    }

    private static boolean belowLittleEndian(byte[] bytes, int from, byte[] bound) {
        for (int i = 0; i < bound.length; i++) {
            int order = Byte.compareUnsigned(bytes[from + bound.length - 1 - i], bound[i]);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }
}
