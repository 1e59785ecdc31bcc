package theseus.protocol;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.KeyAgreement;
import theseus.sdk.Bytes;

/** Ed25519 (RFC 8032 §5.1) as far as the JDK leaves it to its callers. */
final class Ed25519 {
    static final int POINT_BYTES = 32;

    private static final BigInteger P =
            BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
    private static final BigInteger SQRT_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final BigInteger ORDER =
            BigInteger.ONE
                    .shiftLeft(252)
                    .add(new BigInteger("27742317777372353535851937790883648493"));

    /** The y of the eight points whose order divides 8, as canonical encodings without sign. */
    private static final Set<Bytes> SMALL_ORDER =
            Set.of(
                    Bytes.fromHex("01" + "00".repeat(31)),
                    Bytes.fromHex("ec" + "ff".repeat(30) + "7f"),
                    Bytes.fromHex("00".repeat(32)),
                    Bytes.fromHex(
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
                    Bytes.fromHex(
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

    private Ed25519() {}

    /** 255 bits of y, little-endian, and the sign of x in the highest. */
    static Bytes encode(EdECPoint point) {
        byte[] bigEndian = point.getY().toByteArray();
        byte[] encoded = new byte[POINT_BYTES];
        for (int i = 0; i < Math.min(POINT_BYTES, bigEndian.length); i++) {
            encoded[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            encoded[POINT_BYTES - 1] |= (byte) 0x80;
        }
        return Bytes.wrap(encoded);
    }

    /**
     * The public key of a seed. The JDK multiplies points only in key agreement, on the Montgomery
     * form of the same curve (RFC 7748 §4.1), which gives y; the sign of x, a signature tells.
     */
    static Bytes publicKey(Bytes seed, PrivateKey secret) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(seed.unsafeArray());
        KeyFactory montgomery = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(
                montgomery.generatePrivate(
                        new XECPrivateKeySpec(
                                NamedParameterSpec.X25519, Arrays.copyOf(hash, POINT_BYTES))));
        agreement.doPhase(
                montgomery.generatePublic(
                        new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.valueOf(9))),
                true);
        BigInteger u = y(Bytes.wrap(agreement.generateSecret()));
        BigInteger y =
                u.subtract(BigInteger.ONE).multiply(u.add(BigInteger.ONE).modInverse(P)).mod(P);
        byte[] content = {1};
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(secret);
        signer.update(content);
        byte[] signature = signer.sign();
        Bytes even = encode(new EdECPoint(false, y));
        signer.initVerify(key(even));
        signer.update(content);
        return signer.verify(signature) ? even : encode(new EdECPoint(true, y));
    }

    /** The key as the JDK has it. */
    static java.security.PublicKey key(Bytes encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                new EdECPoint(isXOdd(encoded), y(encoded))));
    }

    /** Whether the first 32 bytes encode a y below p. */
    static boolean isCanonical(Bytes encoded) {
        if ((encoded.at(31) & 0x7F) != 0x7F) {
            return true;
        }
        for (int i = 30; i > 0; i--) {
            if (encoded.at(i) != (byte) 0xFF) {
                return true;
            }
        }
        return (encoded.at(0) & 0xFF) < 0xED;
    }

    /** Whether the first 32 bytes are a canonical encoding of a point whose order divides 8. */
    static boolean isSmallOrder(Bytes encoded) {
        byte[] y = encoded.slice(0, POINT_BYTES).toArray();
        y[POINT_BYTES - 1] &= 0x7F;
        return SMALL_ORDER.contains(Bytes.wrap(y));
    }

    /** Whether {@code encoded} is the canonical encoding of a point of order L. */
    static boolean isPrimeOrder(Bytes encoded) {
        if (encoded.size() != POINT_BYTES || !isCanonical(encoded) || isSmallOrder(encoded)) {
            return false;
        }
        return point(encoded).map(point -> point.times(ORDER).isNeutral()).orElse(false);
    }

    private static boolean isXOdd(Bytes encoded) {
        return (encoded.at(POINT_BYTES - 1) & 0x80) != 0;
    }

    private static BigInteger y(Bytes encoded) {
        byte[] bigEndian = new byte[POINT_BYTES];
        for (int i = 0; i < POINT_BYTES; i++) {
            bigEndian[i] = encoded.at(POINT_BYTES - 1 - i);
        }
        bigEndian[0] &= 0x7F;
        return new BigInteger(1, bigEndian);
    }

    /** RFC 8032 §5.1.3; empty when no point has this y. */
    private static Optional<Point> point(Bytes encoded) {
        BigInteger y = y(encoded);
        BigInteger square = y.multiply(y).mod(P);
        BigInteger numerator = square.subtract(BigInteger.ONE);
        BigInteger denominator = D.multiply(square).add(BigInteger.ONE);
        BigInteger xSquare = numerator.multiply(denominator.modInverse(P)).mod(P);
        BigInteger x = xSquare.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xSquare)) {
            x = x.multiply(SQRT_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xSquare)) {
            return Optional.empty();
        }
        BigInteger signed = x.testBit(0) == isXOdd(encoded) ? x : P.subtract(x);
        return Optional.of(new Point(signed, y, BigInteger.ONE, signed.multiply(y).mod(P)));
    }

    /** Extended coordinates (RFC 8032 §5.1.4); for public points only, as it takes varying time. */
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        static final Point NEUTRAL =
                new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

        boolean isNeutral() {
            return x.signum() == 0 && y.equals(z);
        }

        Point times(BigInteger scalar) {
            Point sum = NEUTRAL;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (scalar.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(other.t).mod(P).multiply(D).shiftLeft(1).mod(P);
            BigInteger d = z.multiply(other.z).shiftLeft(1).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }
    }
}
