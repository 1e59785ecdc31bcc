package theseus.protocol;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Reads deterministic CBOR (RFC 8949 §4.2.1) and refuses every other encoding with a {@link
 * MalformedException} that names the byte. Allocates no more than the input has. Not thread-safe.
 */
public final class CborReader {
    private final byte[] input;
    private int position;

    public CborReader(Bytes input) {
        this.input = input.unsafeArray();
    }

    /** Where the next item begins. */
    public int offset() {
        return position;
    }

    /** Reads the head of an array and returns how many items follow. */
    public int arrayHeader() {
        int at = position;
        long items = head(Cbor.ARRAY, "an array");
        // Each item has at least one byte, so that nobody can announce more than there is.
        if (items < 0 || items > input.length - position) {
            throw refuse(
                    Malformed.TRUNCATED,
                    at,
                    "an array announces more items than there are bytes left");
        }
        return (int) items;
    }

    /** Reads the head of an array with at most {@code maxItems} items. */
    public int arrayHeader(int maxItems) {
        int at = position;
        int items = arrayHeader();
        if (items > maxItems) {
            throw refuse(
                    Malformed.OUT_OF_RANGE,
                    at,
                    "an array of " + items + " items, at most " + maxItems + " are allowed");
        }
        return items;
    }

    /** Reads the head of an array that must have exactly {@code items} items. */
    public void expectArray(int items) {
        int at = position;
        int actual = arrayHeader();
        if (actual != items) {
            throw refuse(
                    Malformed.WRONG_TYPE,
                    at,
                    "an array of " + actual + " items instead of " + items);
        }
    }

    /** A signed integer that fits {@code bits} bits (32 or 64). */
    public long integer(int bits) {
        int at = position;
        long value = integerOr64(at);
        if (bits == Integer.SIZE && value != (int) value) {
            throw refuse(Malformed.OUT_OF_RANGE, at, value + " does not fit 32 bits");
        }
        return value;
    }

    /** A position: an integer from 0 (inclusive) to {@code count} (exclusive). */
    public int position(int count) {
        int at = position;
        long value = head(Cbor.UNSIGNED, "a position");
        if (value < 0 || value >= count) {
            throw refuse(
                    Malformed.OUT_OF_RANGE,
                    at,
                    "position " + Long.toUnsignedString(value) + " of " + count);
        }
        return (int) value;
    }

    public BigInteger bigInteger() {
        int at = position;
        int major = peek() >>> 5;
        if (major == Cbor.TAG) {
            return bignum(at);
        }
        boolean negative = major == Cbor.NEGATIVE;
        long value = head(negative ? Cbor.NEGATIVE : Cbor.UNSIGNED, "an integer");
        BigInteger magnitude =
                value >= 0
                        ? BigInteger.valueOf(value)
                        : new BigInteger(Long.toUnsignedString(value));
        return negative ? magnitude.not() : magnitude;
    }

    public String text() {
        int at = position;
        int length = length(Cbor.TEXT, "a text");
        String text = new String(input, position, length, StandardCharsets.UTF_8);
        // Malformed input decodes to U+FFFD; only then it is worth comparing byte by byte.
        if (text.indexOf('\uFFFD') >= 0) {
            byte[] again = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(again, 0, again.length, input, position, position + length)) {
                throw refuse(Malformed.BAD_TEXT, at, "a text that is not UTF-8");
            }
        }
        position += length;
        return text;
    }

    public Bytes bytes() {
        int length = length(Cbor.BYTES, "a byte string");
        Bytes bytes = Bytes.of(input, position, position + length);
        position += length;
        return bytes;
    }

    /** A byte string of exactly {@code size} bytes. */
    public Bytes bytes(int size) {
        int at = position;
        Bytes bytes = bytes();
        if (bytes.size() != size) {
            throw refuse(
                    Malformed.OUT_OF_RANGE,
                    at,
                    "a byte string of " + bytes.size() + " bytes instead of " + size);
        }
        return bytes;
    }

    public Hash hash() {
        return new Hash(bytes(Hash.SIZE_BYTES));
    }

    public AccountId accountId() {
        return new AccountId(bytes(AccountId.SIZE_BYTES));
    }

    public boolean bool() {
        int at = position;
        byte first = (byte) peek();
        if (first != Cbor.TRUE && first != Cbor.FALSE) {
            throw wrongType(at, "a boolean");
        }
        position++;
        return first == Cbor.TRUE;
    }

    /** Takes a null if one is next: {@code nil() ? Optional.empty() : Optional.of(...)}. */
    public boolean nil() {
        if ((byte) peek() == Cbor.NULL) {
            position++;
            return true;
        }
        return false;
    }

    /** Passes over an item of those that this reader reads, and over those within it. */
    void skip() {
        long open = 1;
        while (open-- > 0) {
            int major = peek() >>> 5;
            switch (major) {
                case Cbor.UNSIGNED, Cbor.NEGATIVE -> head(major, "an integer");
                case Cbor.BYTES, Cbor.TEXT -> {
                    int length = length(major, "a string");
                    position += length;
                }
                case Cbor.ARRAY -> open += arrayHeader();
                case Cbor.TAG -> {
                    head(major, "a tag");
                    open++;
                }
                default -> {
                    if (!nil()) {
                        bool();
                    }
                }
            }
        }
    }

    /** Must be called last: refuses bytes after the value. */
    public void end() {
        if (position != input.length) {
            throw refuse(
                    Malformed.TRAILING_BYTES,
                    position,
                    (input.length - position) + " bytes follow the end");
        }
    }

    private long integerOr64(int at) {
        boolean negative = peek() >>> 5 == Cbor.NEGATIVE;
        long value = head(negative ? Cbor.NEGATIVE : Cbor.UNSIGNED, "an integer");
        if (value < 0) {
            throw refuse(Malformed.OUT_OF_RANGE, at, "an integer that does not fit 64 bits");
        }
        return negative ? ~value : value;
    }

    private BigInteger bignum(int at) {
        long tag = head(Cbor.TAG, "an integer");
        if (tag != Cbor.TAG_BIGNUM && tag != Cbor.TAG_NEGATIVE_BIGNUM) {
            throw refuse(Malformed.WRONG_TYPE, at, "tag " + Long.toUnsignedString(tag));
        }
        int length = length(Cbor.BYTES, "the bytes of a big integer");
        if (length > Limits.MAX_BIG_INTEGER_BYTES) {
            throw refuse(
                    Malformed.OUT_OF_RANGE,
                    at,
                    "an integer of "
                            + length
                            + " bytes, at most "
                            + Limits.MAX_BIG_INTEGER_BYTES
                            + " are allowed");
        }
        if (length <= Long.BYTES || input[position] == 0) {
            throw refuse(Malformed.NOT_CANONICAL, at, "a big integer with a shorter encoding");
        }
        BigInteger magnitude = new BigInteger(1, input, position, length);
        position += length;
        return tag == Cbor.TAG_NEGATIVE_BIGNUM ? magnitude.not() : magnitude;
    }

    private int length(int major, String expected) {
        int at = position;
        long length = head(major, expected);
        if (length < 0 || length > input.length - position) {
            throw refuse(Malformed.TRUNCATED, at, expected + " that is longer than the input");
        }
        return (int) length;
    }

    /** Reads a head of type {@code major}; the value is unsigned. */
    private long head(int major, String expected) {
        int at = position;
        int first = peek();
        if (first >>> 5 != major) {
            throw wrongType(at, expected);
        }
        position++;
        int info = first & 0x1F;
        if (info < 24) {
            return info;
        }
        return switch (info) {
            case 24 -> argument(at, 1, 24);
            case 25 -> argument(at, 2, 1L << 8);
            case 26 -> argument(at, 4, 1L << 16);
            case 27 -> argument(at, 8, 1L << 32);
            default -> {
                position = at;
                throw refuse(Malformed.NOT_CANONICAL, at, "an indefinite or reserved length");
            }
        };
    }

    private long argument(int at, int count, long smallest) {
        if (input.length - position < count) {
            throw refuse(Malformed.TRUNCATED, at, "the input ends inside a head");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | input[position++] & 0xFF;
        }
        if (Long.compareUnsigned(value, smallest) < 0) {
            throw refuse(Malformed.NOT_CANONICAL, at, "a head that is longer than its value needs");
        }
        return value;
    }

    private int peek() {
        if (position >= input.length) {
            throw refuse(Malformed.TRUNCATED, position, "the input ends where a value should be");
        }
        return input[position] & 0xFF;
    }

    private MalformedException wrongType(int at, String expected) {
        return refuse(
                Malformed.WRONG_TYPE,
                at,
                Cbor.kindOf(input[at]) + " stands where " + expected + " should");
    }

    private static MalformedException refuse(String code, int at, String what) {
        return new MalformedException(code, "at byte " + at + ": " + what);
    }
}
