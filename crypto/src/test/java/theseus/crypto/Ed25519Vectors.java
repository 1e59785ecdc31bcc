package theseus.crypto;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** Edge cases of Ed25519 ("Taming the many EdDSAs", SSR 2020, and Project Wycheproof). */
final class Ed25519Vectors {
    private static final BigInteger SECRET = new BigInteger("123456789012345678901234567890");
    private static final BigInteger NONCE = new BigInteger("987654321098765432109876543210");
    private static final Bytes CONTENT = Bytes.fromHex("54686573657573");

    private final List<Vector> vectors = new ArrayList<>();

    static List<Vector> all() {
        Ed25519Vectors made = new Ed25519Vectors();
        made.ordinary();
        made.numbersOutOfRange();
        made.lengths();
        made.smallOrderKeys();
        made.smallOrderR();
        made.mixedOrderR();
        made.mixedOrderKeys();
        made.nonCanonicalPoints();
        made.noPoints();
        return made.vectors;
    }

    private void ordinary() {
        SigningKey key = SigningKey.ed25519(Bytes.fromHex("2a".repeat(32)));
        for (int size : new int[] {0, 1, 63, 64, 65, 127, 128, 1000}) {
            Bytes content = Bytes.of(new byte[size]);
            add(size + " bytes", key.publicKey().bytes(), content, key.sign(content), true);
        }
        Bytes signature = key.sign(CONTENT);
        for (int bit = 0; bit < 512; bit += 3) {
            add("bit " + bit, key.publicKey().bytes(), CONTENT, flipped(signature, bit), false);
        }
        for (int bit = 0; bit < 256; bit += 5) {
            Bytes other = flipped(key.publicKey().bytes(), bit);
            add("bit " + bit + " of the key", other, CONTENT, signature, false);
        }
        add("other content", key.publicKey().bytes(), Bytes.EMPTY, signature, false);
        Bytes made = EdwardsPoint.BASE.times(SECRET).encode();
        Bytes r = EdwardsPoint.BASE.times(NONCE).encode();
        add("made by hand", made, CONTENT, sign(r, made), true);
    }

    private void numbersOutOfRange() {
        Bytes key = EdwardsPoint.BASE.times(SECRET).encode();
        Bytes r = EdwardsPoint.BASE.times(NONCE).encode();
        Bytes valid = sign(r, key);
        BigInteger s = little(valid.slice(32, 64));
        for (int times = 1; times < 16; times++) {
            BigInteger larger = s.add(EdwardsPoint.ORDER.multiply(BigInteger.valueOf(times)));
            if (larger.bitLength() <= 256) {
                Bytes encoded = Bytes.of(EdwardsPoint.little32(larger));
                add("S + " + times + "L", key, CONTENT, r.concat(encoded), false);
            }
        }
        for (BigInteger number :
                List.of(
                        BigInteger.ZERO,
                        EdwardsPoint.ORDER.subtract(BigInteger.ONE),
                        EdwardsPoint.ORDER,
                        EdwardsPoint.ORDER.add(BigInteger.ONE),
                        BigInteger.TWO.pow(256).subtract(BigInteger.ONE))) {
            Bytes encoded = Bytes.of(EdwardsPoint.little32(number));
            add("S = " + number, key, CONTENT, r.concat(encoded), false);
        }
        add("all zeros", key, CONTENT, Bytes.of(new byte[64]), false);
    }

    private void lengths() {
        SigningKey key = SigningKey.ed25519(Bytes.fromHex("2b".repeat(32)));
        Bytes signature = key.sign(CONTENT);
        Bytes encoded = key.publicKey().bytes();
        for (int size : new int[] {0, 1, 32, 63}) {
            add(size + " bytes", encoded, CONTENT, signature.slice(0, size), false);
        }
        add("65 bytes", encoded, CONTENT, signature.concat(Bytes.of(new byte[1])), false);
        add("twice", encoded, CONTENT, signature.concat(signature), false);
        add("short key", encoded.slice(0, 31), CONTENT, signature, false);
        add("long key", encoded.concat(Bytes.of(new byte[1])), CONTENT, signature, false);
    }

    /** A key of small order signs everything with R = [S]B - [k]A. */
    private void smallOrderKeys() {
        List<EdwardsPoint> points = new ArrayList<>(EdwardsPoint.torsion());
        points.add(EdwardsPoint.NEUTRAL);
        for (EdwardsPoint point : points) {
            Bytes key = point.encode();
            for (int nonce = 1; nonce < 20; nonce++) {
                // With k a multiple of 8 the equation holds for R = [S]B.
                BigInteger r = BigInteger.valueOf(nonce);
                Bytes encodedR = EdwardsPoint.BASE.times(r).encode();
                Bytes signature = EdwardsPoint.sign(encodedR, r, key, BigInteger.ZERO, CONTENT);
                add("key of small order", key, CONTENT, signature, false);
            }
            Bytes zero = EdwardsPoint.NEUTRAL.encode().concat(Bytes.of(new byte[32]));
            add("key of small order, R neutral, S = 0", key, CONTENT, zero, false);
        }
    }

    private void smallOrderR() {
        Bytes key = EdwardsPoint.BASE.times(SECRET).encode();
        Bytes neutral = EdwardsPoint.NEUTRAL.encode();
        // Satisfies the equation.
        add("R neutral", key, CONTENT, sign(neutral, BigInteger.ZERO, key), false);
        for (EdwardsPoint point : EdwardsPoint.torsion()) {
            Bytes signature = sign(point.encode(), BigInteger.ZERO, key);
            add("R of small order", key, CONTENT, signature, false);
        }
    }

    /** Valid where the equation is multiplied by 8, or by any even number. */
    private void mixedOrderR() {
        Bytes key = EdwardsPoint.BASE.times(SECRET).encode();
        for (EdwardsPoint point : EdwardsPoint.torsion()) {
            for (int i = 0; i < 8; i++) {
                BigInteger nonce = NONCE.add(BigInteger.valueOf(i));
                Bytes r = EdwardsPoint.BASE.times(nonce).plus(point).encode();
                add("R of mixed order", key, CONTENT, sign(r, nonce, key), false);
            }
        }
    }

    /** A + T: the equation holds whenever k is a multiple of T's order. */
    private void mixedOrderKeys() {
        for (EdwardsPoint point : EdwardsPoint.torsion()) {
            Bytes key = EdwardsPoint.BASE.times(SECRET).plus(point).encode();
            for (int i = 0; i < 24; i++) {
                BigInteger nonce = NONCE.add(BigInteger.valueOf(i));
                Bytes r = EdwardsPoint.BASE.times(nonce).encode();
                add("key of mixed order", key, CONTENT, sign(r, nonce, key), false);
            }
        }
    }

    private void nonCanonicalPoints() {
        Bytes key = EdwardsPoint.BASE.times(SECRET).encode();
        Bytes r = EdwardsPoint.BASE.times(NONCE).encode();
        for (int small = 0; small < 19; small++) {
            BigInteger y = EdwardsPoint.P.add(BigInteger.valueOf(small));
            for (boolean odd : new boolean[] {false, true}) {
                Bytes encoded = EdwardsPoint.encode(y, odd);
                add("R = p + " + small, key, CONTENT, sign(encoded, BigInteger.ZERO, key), false);
                add("A = p + " + small, encoded, CONTENT, sign(r, encoded), false);
                Bytes withoutA = EdwardsPoint.sign(r, NONCE, encoded, BigInteger.ZERO, CONTENT);
                add("A = p + " + small + ", no secret", encoded, CONTENT, withoutA, false);
            }
        }
        // x = 0 has no sign.
        for (BigInteger y : List.of(BigInteger.ONE, EdwardsPoint.P.subtract(BigInteger.ONE))) {
            Bytes encoded = EdwardsPoint.encode(y, true);
            add("R = -0", key, CONTENT, sign(encoded, BigInteger.ZERO, key), false);
            add("A = -0", encoded, CONTENT, sign(r, encoded), false);
        }
    }

    private void noPoints() {
        Bytes key = EdwardsPoint.BASE.times(SECRET).encode();
        Bytes r = EdwardsPoint.BASE.times(NONCE).encode();
        int found = 0;
        for (int y = 2; found < 10; y++) {
            try {
                EdwardsPoint.xOf(BigInteger.valueOf(y));
            } catch (ArithmeticException e) {
                found++;
                Bytes encoded = EdwardsPoint.encode(BigInteger.valueOf(y), found % 2 == 0);
                add("R is no point", key, CONTENT, sign(encoded, NONCE, key), false);
                add("A is no point", encoded, CONTENT, sign(r, encoded), false);
            }
        }
    }

    private static Bytes sign(Bytes encodedR, Bytes key) {
        return sign(encodedR, NONCE, key);
    }

    private static Bytes sign(Bytes encodedR, BigInteger nonce, Bytes key) {
        return EdwardsPoint.sign(encodedR, nonce, key, SECRET, CONTENT);
    }

    private static BigInteger little(Bytes bytes) {
        byte[] big = new byte[bytes.size()];
        for (int i = 0; i < big.length; i++) {
            big[i] = bytes.at(big.length - 1 - i);
        }
        return new BigInteger(1, big);
    }

    static Bytes flipped(Bytes bytes, int bit) {
        byte[] changed = bytes.toArray();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.of(changed);
    }

    private void add(String comment, Bytes key, Bytes content, Bytes signature, boolean valid) {
        PublicKey publicKey = new PublicKey(PublicKey.ED25519, key);
        vectors.add(new Vector("Ed25519: " + comment, publicKey, content, signature, valid));
    }
}
