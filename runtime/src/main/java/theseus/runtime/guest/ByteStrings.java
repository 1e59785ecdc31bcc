package theseus.runtime.guest;

import java.util.Objects;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Members of {@link Bytes} whose work grows with size. */
public final class ByteStrings {
    private static final int BYTES_PER_GAS = 8;

    private ByteStrings() {}

    private static void made(long bytes) {
        Meter.charge(40 + Math.max(0, bytes));
    }

    private static void read(long bytes) {
        Meter.charge(2 + bytes / BYTES_PER_GAS);
    }

    public static Bytes of(byte[] content) {
        made(content.length);
        return Bytes.of(content);
    }

    public static Bytes of(byte[] content, int from, int to) {
        made((long) to - from);
        if (from < 0 || to > content.length || from > to) {
            throw new IndexOutOfBoundsException();
        }
        return Bytes.of(content, from, to);
    }

    public static Bytes slice(Bytes bytes, int from, int to) {
        made((long) to - from);
        if (from < 0 || to > bytes.size() || from > to) {
            throw new IndexOutOfBoundsException();
        }
        return bytes.slice(from, to);
    }

    public static Bytes concat(Bytes bytes, Bytes next) {
        made((long) bytes.size() + next.size());
        return bytes.concat(next);
    }

    public static Bytes join(Bytes[] parts) {
        long size = 0;
        for (Bytes part : parts) {
            size += part.size();
        }
        made(size);
        return Bytes.join(parts);
    }

    public static Bytes ofUtf8(String text) {
        made(text.length() * 3L);
        return Bytes.ofUtf8(text);
    }

    public static byte[] toArray(Bytes bytes) {
        made(bytes.size());
        return bytes.toArray();
    }

    public static String hex(Bytes bytes) {
        made(bytes.size() * 4L);
        return bytes.hex();
    }

    public static String toString(Bytes bytes) {
        return hex(bytes);
    }

    /** {@link Bytes#fromHex}; which of the three is meant follows from the descriptor. */
    public static Bytes bytesFromHex(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if (!(digit >= '0' && digit <= '9')
                    && !(digit >= 'a' && digit <= 'f')
                    && !(digit >= 'A' && digit <= 'F')) {
                throw new IllegalArgumentException();
            }
        }
        made(hex.length());
        return Bytes.fromHex(hex);
    }

    public static Hash hashFromHex(String hex) {
        return new Hash(bytesFromHex(hex));
    }

    public static AccountId accountFromHex(String hex) {
        return new AccountId(bytesFromHex(hex));
    }

    public static int compareTo(Bytes bytes, Bytes other) {
        read(Math.min(bytes.size(), other.size()));
        return bytes.compareTo(other);
    }

    public static boolean equals(Bytes bytes, Object other) {
        if (other instanceof Bytes same && same.size() == bytes.size()) {
            read(bytes.size());
            return bytes.equals(same);
        }
        Objects.requireNonNull(bytes);
        return false;
    }
}
