package theseus.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.PublicKey;

/** What hand-written codecs have in common: those of the wire records, and of the kernel's. */
public final class Wire {
    private Wire() {}

    public static Bytes encode(Consumer<CborWriter> write) {
        CborWriter out = new CborWriter();
        write.accept(out);
        return out.toBytes();
    }

    /** Decodes one whole value of bytes whose size was bounded before. */
    public static <T> T decode(Bytes encoding, Function<CborReader, T> read) {
        return decode(encoding, Integer.MAX_VALUE, read);
    }

    /** Decodes one whole value; what its constructors do not accept is malformed too. */
    public static <T> T decode(Bytes encoding, int maxBytes, Function<CborReader, T> read) {
        if (encoding.size() > maxBytes) {
            throw new MalformedException(
                    Malformed.TOO_LARGE,
                    "an encoding of "
                            + encoding.size()
                            + " bytes, at most "
                            + maxBytes
                            + " are allowed");
        }
        CborReader in = new CborReader(encoding);
        try {
            T value = read.apply(in);
            in.end();
            return value;
        } catch (IllegalArgumentException e) {
            throw new MalformedException(
                    Malformed.INVALID, "before byte " + in.offset() + ": " + e.getMessage());
        }
    }

    public static <T> void list(CborWriter out, List<T> items, BiConsumer<T, CborWriter> write) {
        out.arrayHeader(items.size());
        for (T item : items) {
            write.accept(item, out);
        }
    }

    public static <T> List<T> list(CborReader in, int maxItems, Function<CborReader, T> read) {
        int count = in.arrayHeader(maxItems);
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(read.apply(in));
        }
        return items;
    }

    public static <T> void optional(
            CborWriter out, Optional<T> value, BiConsumer<T, CborWriter> write) {
        if (value.isPresent()) {
            write.accept(value.get(), out);
        } else {
            out.nil();
        }
    }

    public static <T> Optional<T> optional(CborReader in, Function<CborReader, T> read) {
        return in.nil() ? Optional.empty() : Optional.of(read.apply(in));
    }

    public static void write(PublicKey key, CborWriter out) {
        out.arrayHeader(2).integer(key.algorithm()).bytes(key.bytes());
    }

    public static PublicKey publicKey(CborReader in) {
        in.expectArray(2);
        return new PublicKey((int) in.integer(32), in.bytes());
    }

    public static void write(AccountKeys keys, CborWriter out) {
        out.arrayHeader(2);
        list(out, keys.keys(), Wire::write);
        out.integer(keys.threshold());
    }

    public static AccountKeys accountKeys(CborReader in) {
        in.expectArray(2);
        return new AccountKeys(
                list(in, AccountKeys.MAX_KEYS, Wire::publicKey), (int) in.integer(32));
    }

    public static Capability capability(CborReader in) {
        Capability[] all = Capability.values();
        return all[in.position(all.length)];
    }

    /** A name has 1 to {@link Limits#MAX_NAME_LENGTH} characters. */
    static String name(String what, String name) {
        if (name.isEmpty() || name.length() > Limits.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    what
                            + " has 1 to "
                            + Limits.MAX_NAME_LENGTH
                            + " characters, not "
                            + name.length());
        }
        return name;
    }

    static void atMost(String what, int actual, int max) {
        if (actual > max) {
            throw new IllegalArgumentException(
                    what + ": " + actual + ", at most " + max + " are allowed");
        }
    }

    static void distinct(String what, List<String> names) {
        Set<String> seen = new TreeSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + ": '" + name + "' stands there twice");
            }
        }
    }

    static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " is negative: " + value);
        }
    }
}
