package theseus.protocol;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import theseus.sdk.Bytes;

/**
 * Writes deterministic CBOR (RFC 8949 §4.2.1): shortest heads, definite lengths, no maps, no
 * floats. The caller sees to it that each array gets the announced number of items. Not
 * thread-safe.
 */
public final class CborWriter {
    private static final int FIRST_CAPACITY_BYTES = 128;
    private static final int MAX_SIZE_BYTES = 256 * 1024 * 1024;

    private final int maxSizeBytes;
    private byte[] buffer;
    private int size;

    public CborWriter() {
        this(FIRST_CAPACITY_BYTES);
    }

    public CborWriter(int capacityBytes) {
        this(capacityBytes, MAX_SIZE_BYTES);
    }

    /**
     * Refuses to grow beyond {@code maxSizeBytes}: shared parts make a small value encode large.
     */
    public CborWriter(int capacityBytes, int maxSizeBytes) {
        this.maxSizeBytes = maxSizeBytes;
        buffer = new byte[Math.max(16, capacityBytes)];
    }

    /** Announces an array of {@code items} items, which follow. */
    public CborWriter arrayHeader(int items) {
        if (items < 0) {
            throw new IllegalArgumentException("an array of " + items + " items");
        }
        head(Cbor.ARRAY, items);
        return this;
    }

    public CborWriter integer(long value) {
        if (value >= 0) {
            head(Cbor.UNSIGNED, value);
        } else {
            head(Cbor.NEGATIVE, ~value);
        }
        return this;
    }

    /** An integer of any size: as a plain CBOR integer when 64 bits suffice, else as a bignum. */
    public CborWriter bigInteger(BigInteger value) {
        boolean negative = value.signum() < 0;
        BigInteger magnitude = negative ? value.not() : value;
        if (magnitude.bitLength() <= Long.SIZE) {
            head(negative ? Cbor.NEGATIVE : Cbor.UNSIGNED, magnitude.longValue());
            return this;
        }
        if (magnitude.bitLength() > Limits.MAX_BIG_INTEGER_BYTES * 8) {
            throw new MalformedException(
                    Malformed.OUT_OF_RANGE,
                    "an integer of "
                            + magnitude.bitLength()
                            + " bits; at most "
                            + Limits.MAX_BIG_INTEGER_BYTES * 8
                            + " are allowed");
        }
        head(Cbor.TAG, negative ? Cbor.TAG_NEGATIVE_BIGNUM : Cbor.TAG_BIGNUM);
        byte[] content = magnitude.toByteArray();
        int from = content[0] == 0 ? 1 : 0;
        head(Cbor.BYTES, content.length - from);
        append(content, from, content.length - from);
        return this;
    }

    public CborWriter text(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) >= 0x80) {
                return unicode(value, i);
            }
        }
        head(Cbor.TEXT, length);
        reserve(length);
        for (int i = 0; i < length; i++) {
            buffer[size + i] = (byte) value.charAt(i);
        }
        size += length;
        return this;
    }

    public CborWriter bytes(Bytes value) {
        return bytes(value.unsafeArray());
    }

    public CborWriter bytes(byte[] value) {
        head(Cbor.BYTES, value.length);
        append(value, 0, value.length);
        return this;
    }

    public CborWriter bool(boolean value) {
        reserve(1);
        buffer[size++] = value ? Cbor.TRUE : Cbor.FALSE;
        return this;
    }

    public CborWriter nil() {
        reserve(1);
        buffer[size++] = Cbor.NULL;
        return this;
    }

    /** Appends an item that is encoded already. */
    public CborWriter encoded(Bytes item) {
        append(item.unsafeArray(), 0, item.size());
        return this;
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** Forgets what was written; keeps the buffer. */
    public CborWriter reset() {
        size = 0;
        return this;
    }

    /** A copy of what was written. */
    public Bytes toBytes() {
        return Bytes.of(buffer, 0, size);
    }

    private CborWriter unicode(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw new MalformedException(
                        Malformed.BAD_TEXT,
                        "character " + i + " of a text is half a surrogate pair");
            }
        }
        byte[] content = value.getBytes(StandardCharsets.UTF_8);
        head(Cbor.TEXT, content.length);
        append(content, 0, content.length);
        return this;
    }

    /** The head of an item; {@code value} is taken as unsigned. */
    private void head(int major, long value) {
        reserve(9);
        int type = major << 5;
        if (value >= 0 && value < 24) {
            buffer[size++] = (byte) (type | (int) value);
        } else if (value >= 0 && value <= 0xFF) {
            buffer[size++] = (byte) (type | 24);
            buffer[size++] = (byte) value;
        } else if (value >= 0 && value <= 0xFFFF) {
            buffer[size++] = (byte) (type | 25);
            bigEndian(value, 2);
        } else if (value >= 0 && value <= 0xFFFF_FFFFL) {
            buffer[size++] = (byte) (type | 26);
            bigEndian(value, 4);
        } else {
            buffer[size++] = (byte) (type | 27);
            bigEndian(value, 8);
        }
    }

    private void bigEndian(long value, int count) {
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
    }

    private void append(byte[] content, int from, int length) {
        reserve(length);
        System.arraycopy(content, from, buffer, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > maxSizeBytes) {
            throw new MalformedException(
                    Malformed.TOO_LARGE, "an encoding of more than " + maxSizeBytes + " bytes");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.max(needed, buffer.length * 2L));
    }
}
