package theseus.runtime.guest;

import java.math.BigInteger;

/** Members of {@link BigInteger}, charged by size; numbers beyond a bound are refused. */
public final class BigNumbers {
    /** Bits of the largest number that an operation may make. */
    public static final int MAX_BITS = 65_536;

    private static final int MAX_DIGITS = MAX_BITS / 3;
    private static final int WORD_BITS = 32;
    private static final int BASE = 40;
    private static final int WORD_BYTES = 4;

    private BigNumbers() {}

    private static long words(BigInteger number) {
        return number.bitLength() / WORD_BITS + 1L;
    }

    private static void linear(long words) {
        Meter.charge(BASE + words * WORD_BYTES);
    }

    private static void product(long left, long right) {
        Meter.charge(BASE + (left + right) * WORD_BYTES + left * right);
    }

    /** Between digits and words: quadratic, by the JDK's way. */
    private static void digits(long words) {
        Meter.charge(BASE + words * 80 + words * words * 8);
    }

    private static void bound(long bits) {
        if (bits > MAX_BITS) {
            throw new ArithmeticException();
        }
    }

    public static String before(String digits) {
        if (digits.length() > MAX_DIGITS || !Numbers.isDecimal(digits)) {
            throw new NumberFormatException();
        }
        digits(digits.length() / 9 + 1L);
        return digits;
    }

    public static byte[] before(byte[] magnitude) {
        bound(magnitude.length * 8L);
        linear(magnitude.length / WORD_BYTES + 1L);
        return magnitude;
    }

    public static BigInteger add(BigInteger left, BigInteger right) {
        linear(Math.max(words(left), words(right)));
        bound(Math.max(left.bitLength(), right.bitLength()));
        return left.add(right);
    }

    public static BigInteger subtract(BigInteger left, BigInteger right) {
        linear(Math.max(words(left), words(right)));
        bound(Math.max(left.bitLength(), right.bitLength()));
        return left.subtract(right);
    }

    public static BigInteger multiply(BigInteger left, BigInteger right) {
        product(words(left), words(right));
        bound((long) left.bitLength() + right.bitLength());
        return left.multiply(right);
    }

    public static BigInteger divide(BigInteger left, BigInteger right) {
        product(words(left), words(right));
        return left.divide(right);
    }

    public static BigInteger remainder(BigInteger left, BigInteger right) {
        product(words(left), words(right));
        return left.remainder(right);
    }

    public static BigInteger mod(BigInteger left, BigInteger right) {
        product(words(left), words(right));
        return left.mod(right);
    }

    public static BigInteger[] divideAndRemainder(BigInteger left, BigInteger right) {
        product(words(left), words(right));
        return left.divideAndRemainder(right);
    }

    public static BigInteger pow(BigInteger base, int exponent) {
        long bits = (long) base.bitLength() * Math.max(exponent, 1);
        bound(bits);
        long words = bits / WORD_BITS + 1;
        product(words, words);
        return base.pow(exponent);
    }

    public static BigInteger modPow(BigInteger base, BigInteger exponent, BigInteger modulus) {
        long words = words(modulus);
        product(words(base), words);
        Meter.charge(words * words * 2 * (Math.abs(exponent.bitLength()) + 32L));
        return base.modPow(exponent, modulus);
    }

    public static BigInteger modInverse(BigInteger number, BigInteger modulus) {
        long words = Math.max(words(number), words(modulus));
        Meter.charge(BASE + words * words * 40);
        return number.modInverse(modulus);
    }

    public static BigInteger gcd(BigInteger left, BigInteger right) {
        long words = Math.max(words(left), words(right));
        Meter.charge(BASE + words * words * 40);
        return left.gcd(right);
    }

    public static BigInteger sqrt(BigInteger number) {
        long words = words(number);
        Meter.charge(BASE + words * words * 10);
        return number.sqrt();
    }

    public static BigInteger and(BigInteger left, BigInteger right) {
        linear(Math.max(words(left), words(right)));
        return left.and(right);
    }

    public static BigInteger or(BigInteger left, BigInteger right) {
        linear(Math.max(words(left), words(right)));
        return left.or(right);
    }

    public static BigInteger xor(BigInteger left, BigInteger right) {
        linear(Math.max(words(left), words(right)));
        return left.xor(right);
    }

    public static BigInteger not(BigInteger number) {
        linear(words(number));
        return number.not();
    }

    public static BigInteger shiftLeft(BigInteger number, int bits) {
        long after = number.bitLength() + Math.abs((long) bits);
        bound(bits > 0 ? after : 0);
        linear(after / WORD_BITS + 1);
        return number.shiftLeft(bits);
    }

    public static BigInteger shiftRight(BigInteger number, int bits) {
        long after = number.bitLength() + Math.abs((long) bits);
        bound(bits < 0 ? after : 0);
        linear(words(number) + (bits < 0 ? after / WORD_BITS : 0));
        return number.shiftRight(bits);
    }

    public static boolean testBit(BigInteger number, int bit) {
        linear(words(number));
        return number.testBit(bit);
    }

    public static int bitLength(BigInteger number) {
        linear(1);
        return number.bitLength();
    }

    public static BigInteger min(BigInteger left, BigInteger right) {
        return compareTo(left, right) < 0 ? left : right;
    }

    public static BigInteger max(BigInteger left, BigInteger right) {
        return compareTo(left, right) > 0 ? left : right;
    }

    public static int compareTo(BigInteger left, BigInteger right) {
        Meter.charge(4 + Math.min(words(left), words(right)));
        return left.compareTo(right);
    }

    public static boolean equals(BigInteger number, Object other) {
        Meter.charge(4 + words(number));
        return number.equals(other);
    }

    public static byte[] toByteArray(BigInteger number) {
        linear(words(number));
        return number.toByteArray();
    }

    public static String toString(BigInteger number) {
        digits(words(number));
        return number.toString();
    }
}
