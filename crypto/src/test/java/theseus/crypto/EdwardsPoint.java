package theseus.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import theseus.sdk.Bytes;

/** edwards25519 in affine coordinates (RFC 8032 §5.1), to make signatures that nobody should. */
record EdwardsPoint(BigInteger x, BigInteger y) {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);
    static final EdwardsPoint BASE =
            new EdwardsPoint(
                    new BigInteger(
                            "15112221349535400772501151409588531511454012693041857206046113283949847762202"),
                    new BigInteger(
                            "46316835694926478169428394003475163141307993866256225615783033603165251855960"));

    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
    private static final BigInteger SQRT_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    /** The seven points whose order divides 8, the neutral one aside. */
    static List<EdwardsPoint> torsion() {
        BigInteger y =
                little(
                        Bytes.fromHex(
                                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
        EdwardsPoint generator = new EdwardsPoint(xOf(y), y);
        List<EdwardsPoint> points = new ArrayList<>();
        for (EdwardsPoint point = generator;
                !point.equals(NEUTRAL);
                point = point.plus(generator)) {
            points.add(point);
        }
        return points;
    }

    static BigInteger xOf(BigInteger y) {
        BigInteger square = y.multiply(y).mod(P);
        BigInteger quotient =
                square.subtract(BigInteger.ONE)
                        .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
                        .mod(P);
        BigInteger x = quotient.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(quotient)) {
            x = x.multiply(SQRT_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(quotient)) {
            throw new ArithmeticException("no point has this y");
        }
        return x;
    }

    EdwardsPoint plus(EdwardsPoint other) {
        BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
        BigInteger newX =
                x.multiply(other.y)
                        .add(y.multiply(other.x))
                        .multiply(BigInteger.ONE.add(product).modInverse(P));
        BigInteger newY =
                y.multiply(other.y)
                        .add(x.multiply(other.x))
                        .multiply(BigInteger.ONE.subtract(product).modInverse(P));
        return new EdwardsPoint(newX.mod(P), newY.mod(P));
    }

    EdwardsPoint times(BigInteger scalar) {
        EdwardsPoint sum = NEUTRAL;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            if (scalar.testBit(bit)) {
                sum = sum.plus(this);
            }
        }
        return sum;
    }

    Bytes encode() {
        return encode(y, x.testBit(0));
    }

    /** Any y below 2^255, canonical or not. */
    static Bytes encode(BigInteger y, boolean odd) {
        byte[] encoded = little32(y);
        if (odd) {
            encoded[31] |= (byte) 0x80;
        }
        return Bytes.of(encoded);
    }

    /** k = SHA-512(R ‖ A ‖ M) mod L. */
    static BigInteger challenge(Bytes r, Bytes key, Bytes content) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(r.toArray());
            sha512.update(key.toArray());
            sha512.update(content.toArray());
            return little(Bytes.of(sha512.digest())).mod(ORDER);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** R and S = r + k a; {@code r} and {@code a} are the parts of prime order. */
    static Bytes sign(Bytes encodedR, BigInteger r, Bytes key, BigInteger a, Bytes content) {
        BigInteger s = r.add(challenge(encodedR, key, content).multiply(a)).mod(ORDER);
        return encodedR.concat(Bytes.of(little32(s)));
    }

    static byte[] little32(BigInteger value) {
        byte[] big = value.toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static BigInteger little(Bytes bytes) {
        byte[] big = new byte[bytes.size()];
        for (int i = 0; i < big.length; i++) {
            big[i] = bytes.at(big.length - 1 - i);
        }
        return new BigInteger(1, big);
    }
}
