package theseus.sdk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string with value equality, ordered as unsigned bytes, shorter first on a tie.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    /** The prime of FNV-1. */
    private static final int HASH_FACTOR = 0x01000193;

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** A copy of {@code content[from, to)}. */
    public static Bytes of(byte[] content, int from, int to) {
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(content, from, to));
    }

    /**
     * Takes {@code content} without copying. Only for a caller that gives up its reference; module
     * code cannot call it.
     */
    public static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    /** Parses lower-case or upper-case hexadecimal digits. */
    public static Bytes fromHex(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    /** The UTF-8 encoding of {@code text}. */
    public static Bytes ofUtf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code number} in 8 bytes, the most significant first. */
    public static Bytes ofLong(long number) {
        return wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** All {@code parts}, one after the other. */
    public static Bytes join(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size = Math.addExact(size, part.content.length);
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (Bytes part : parts) {
            all.put(part.content);
        }
        return wrap(all.array());
    }

    public int size() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    public byte at(int index) {
        return content[index];
    }

    public Bytes slice(int from, int to) {
        return of(content, from, to);
    }

    public Bytes concat(Bytes next) {
        byte[] both = Arrays.copyOf(content, content.length + next.content.length);
        System.arraycopy(next.content, 0, both, content.length, next.content.length);
        return wrap(both);
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /**
     * The content itself, not a copy: for hashing and writing on hot paths. The caller must not
     * change it; module code cannot call it.
     */
    public byte[] unsafeArray() {
        return content;
    }

    /** Lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        // Keys are often numbers that follow each other; a small factor throws them together.
        int hash = 1;
        for (byte each : content) {
            hash = hash * HASH_FACTOR + each;
        }
        return hash;
    }

    @Override
    public String toString() {
        return hex();
    }
}
