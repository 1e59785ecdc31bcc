package theseus.crypto;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** Edge cases of ECDSA with P-256 and SHA-256, in the manner of Project Wycheproof. */
final class P256Vectors {
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger SECRET = new BigInteger("1234567890123456789012345678901234");
    private static final Bytes CONTENT = Bytes.fromHex("54686573657573");

    private final List<Vector> vectors = new ArrayList<>();

    static List<Vector> all() {
        P256Vectors made = new P256Vectors();
        made.ordinary();
        made.numbersOutOfRange();
        made.otherForms();
        made.keys();
        made.specialPoints();
        made.recoveredKeys();
        return made.vectors;
    }

    private void ordinary() {
        SigningKey key = key(SECRET);
        for (int i = 0; i < 24; i++) {
            Bytes content = Bytes.of(new byte[i]);
            Bytes signature = key.sign(content);
            add(i + " bytes", key.publicKey().bytes(), content, signature, true);
            Bytes other = with(r(signature), N.subtract(s(signature)));
            add("the other s", key.publicKey().bytes(), content, other, true);
        }
        Bytes signature = key.sign(CONTENT);
        for (int bit = 0; bit < 512; bit += 3) {
            Bytes flipped = Ed25519Vectors.flipped(signature, bit);
            add("bit " + bit, key.publicKey().bytes(), CONTENT, flipped, false);
        }
        for (int bit = 0; bit < 264; bit += 5) {
            Bytes other = Ed25519Vectors.flipped(key.publicKey().bytes(), bit);
            add("bit " + bit + " of the key", other, CONTENT, signature, false);
        }
        add("other content", key.publicKey().bytes(), Bytes.EMPTY, signature, false);
    }

    private void numbersOutOfRange() {
        Bytes encoded = key(SECRET).publicKey().bytes();
        Bytes valid = key(SECRET).sign(CONTENT);
        BigInteger r = r(valid);
        BigInteger s = s(valid);
        List<BigInteger> edges =
                List.of(
                        BigInteger.ZERO,
                        BigInteger.ONE,
                        N.subtract(BigInteger.ONE),
                        N,
                        N.add(BigInteger.ONE),
                        P.subtract(N),
                        P.subtract(BigInteger.ONE),
                        P,
                        BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
        for (BigInteger edge : edges) {
            add("r = " + edge, encoded, CONTENT, with(edge, s), false);
            add("s = " + edge, encoded, CONTENT, with(r, edge), false);
            for (BigInteger other : edges) {
                add("r = " + edge + ", s = " + other, encoded, CONTENT, with(edge, other), false);
            }
        }
        add("r negated", encoded, CONTENT, with(N.subtract(r), s), false);
        add("r and s exchanged", encoded, CONTENT, with(s, r), false);
    }

    private void otherForms() {
        Bytes encoded = key(SECRET).publicKey().bytes();
        Bytes valid = key(SECRET).sign(CONTENT);
        for (int size : new int[] {0, 1, 32, 63}) {
            add(size + " bytes", encoded, CONTENT, valid.slice(0, size), false);
        }
        add("65 bytes", encoded, CONTENT, valid.concat(Bytes.of(new byte[1])), false);
        add("a zero before", encoded, CONTENT, Bytes.of(new byte[1]).concat(valid), false);
        byte[] wide = new byte[66];
        System.arraycopy(valid.toArray(), 0, wide, 1, 32);
        System.arraycopy(valid.toArray(), 32, wide, 34, 32);
        add("33 bytes each", encoded, CONTENT, Bytes.of(wide), false);
        byte[] r = r(valid).toByteArray();
        byte[] s = s(valid).toByteArray();
        Bytes der =
                Bytes.of(new byte[] {0x30, (byte) (4 + r.length + s.length), 2, (byte) r.length})
                        .concat(Bytes.of(r))
                        .concat(Bytes.of(new byte[] {2, (byte) s.length}))
                        .concat(Bytes.of(s));
        add("DER", encoded, CONTENT, der, false);
    }

    private void keys() {
        Bytes encoded = key(SECRET).publicKey().bytes();
        Bytes x = encoded.slice(1, 33);
        Bytes valid = key(SECRET).sign(CONTENT);
        for (int prefix : new int[] {0, 1, 4, 5, 6, 7, 0x82}) {
            add("prefix " + prefix, prefixed(prefix, x), CONTENT, valid, false);
        }
        byte other = (byte) (encoded.at(0) == 2 ? 3 : 2);
        add("negated", Bytes.of(new byte[] {other}).concat(x), CONTENT, valid, false);
        add("32 bytes", x, CONTENT, valid, false);
        add("34 bytes", encoded.concat(Bytes.of(new byte[1])), CONTENT, valid, false);
        Bytes uncompressed = Bytes.of(new byte[] {4}).concat(x).concat(x);
        add("65 bytes", uncompressed, CONTENT, valid, false);
        add("infinity", Bytes.of(new byte[1]), CONTENT, valid, false);
        add("infinity, padded", Bytes.of(new byte[33]), CONTENT, valid, false);
        for (BigInteger large : List.of(P, P.add(BigInteger.ONE), P.add(BigInteger.valueOf(5)))) {
            Bytes key = prefixed(2, fixed(large));
            add("x = " + large, key, CONTENT, valid, false);
        }
        for (int small = 0; small < 20; small++) {
            // About half of them are off the curve.
            Bytes key = prefixed(3, fixed(BigInteger.valueOf(small)));
            add("x = " + small, key, CONTENT, valid, false);
        }
    }

    private void specialPoints() {
        BigInteger z = new BigInteger(1, Sha256.of(CONTENT).bytes().toArray());
        for (BigInteger d :
                List.of(
                        BigInteger.ONE,
                        BigInteger.TWO,
                        N.subtract(BigInteger.ONE),
                        N.subtract(BigInteger.TWO),
                        N.shiftRight(1),
                        SECRET)) {
            SigningKey key = key(d);
            Bytes encoded = key.publicKey().bytes();
            add("secret " + d, encoded, CONTENT, key.sign(CONTENT), true);
            // u1 G + u2 Q is the point at infinity.
            BigInteger r = N.subtract(z).multiply(d.modInverse(N)).mod(N);
            add("infinity for " + d, encoded, CONTENT, with(r, BigInteger.ONE), false);
            add("infinity for " + d, encoded, CONTENT, with(r, N.subtract(BigInteger.TWO)), false);
            // u1 G = u2 Q: the sum is a doubling.
            BigInteger same = z.multiply(d.modInverse(N)).mod(N);
            add("doubling for " + d, encoded, CONTENT, with(same, BigInteger.TWO), false);
        }
    }

    /**
     * Signatures chosen first, the key found for them: Q = (sR - zG) / r. With x(R) above n, r is x
     * - n, and a verifier that compares without the modulus refuses.
     */
    private void recoveredKeys() {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
        BigInteger z = new BigInteger(1, Sha256.of(CONTENT).bytes().toArray());
        for (BigInteger start : List.of(N, BigInteger.ONE, N.subtract(BigInteger.valueOf(9)))) {
            for (int i = 1; i < 8; i++) {
                BigInteger x = start.add(BigInteger.valueOf(i));
                ECPoint point;
                try {
                    point = curve.getCurve().decodePoint(prefixed(2, fixed(x)).toArray());
                } catch (IllegalArgumentException e) {
                    continue;
                }
                BigInteger r = x.mod(N);
                for (BigInteger s :
                        List.of(BigInteger.ONE, BigInteger.TWO, N.subtract(BigInteger.ONE))) {
                    ECPoint key =
                            point.multiply(s)
                                    .subtract(curve.getG().multiply(z))
                                    .multiply(r.modInverse(N));
                    Bytes encoded = Bytes.of(key.getEncoded(true));
                    add("x(R) = " + x + ", s = " + s, encoded, CONTENT, with(r, s), true);
                    BigInteger next = r.add(BigInteger.ONE);
                    add("r + 1, s = " + s, encoded, CONTENT, with(next, s), false);
                }
            }
        }
    }

    private static Bytes prefixed(int prefix, Bytes x) {
        return Bytes.of(new byte[] {(byte) prefix}).concat(x);
    }

    private static SigningKey key(BigInteger secret) {
        return SigningKey.p256(fixed(secret));
    }

    private static BigInteger r(Bytes signature) {
        return new BigInteger(1, signature.slice(0, 32).toArray());
    }

    private static BigInteger s(Bytes signature) {
        return new BigInteger(1, signature.slice(32, 64).toArray());
    }

    private static Bytes with(BigInteger r, BigInteger s) {
        return fixed(r).concat(fixed(s));
    }

    private static Bytes fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return Bytes.of(fixed);
    }

    private void add(String comment, Bytes key, Bytes content, Bytes signature, boolean valid) {
        PublicKey publicKey = new PublicKey(PublicKey.P256, key);
        vectors.add(new Vector("P-256: " + comment, publicKey, content, signature, valid));
    }
}
