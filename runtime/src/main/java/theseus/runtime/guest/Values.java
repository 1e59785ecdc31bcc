package theseus.runtime.guest;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;
import theseus.sdk.Result;

/** Equality, order and text of any value: charged by size, and never showing an identity. */
@SuppressWarnings("NullAway") // null is a value like any other here
public final class Values {
    private static final int SMALL = 4;
    private static final int MAX_KEY_BYTES_COST = 300;

    private Values() {}

    /** {@code Object.equals}: fails when there is no left side. */
    public static boolean equals(Object left, Object right) {
        return equalOrNull(Objects.requireNonNull(left), right);
    }

    /** {@code Objects.equals}. */
    public static boolean equalOrNull(Object left, Object right) {
        if (left == right) {
            return true;
        }
        if (left == null || right == null) {
            return false;
        }
        if (left instanceof String text) {
            return Strings.equals(text, right);
        }
        if (left instanceof Bytes bytes) {
            return ByteStrings.equals(bytes, right);
        }
        if (left instanceof BigInteger number) {
            return BigNumbers.equals(number, right);
        }
        if (left instanceof Optional<?> optional) {
            return right instanceof Optional<?> other
                    && equalOrNull(optional.orElse(null), other.orElse(null));
        }
        if (left instanceof Entry<?, ?> entry) {
            return right instanceof Entry<?, ?> other
                    && equalOrNull(entry.key(), other.key())
                    && equalOrNull(entry.value(), other.value());
        }
        if (left instanceof Result.Ok<?> ok) {
            return right instanceof Result.Ok<?> other && equalOrNull(ok.value(), other.value());
        }
        if (!isOfSandbox(left)) {
            Meter.charge(MAX_KEY_BYTES_COST);
            return isPlain(left) && left.equals(right);
        }
        return left.equals(right);
    }

    /** {@code Comparable.compareTo}. */
    @SuppressWarnings("unchecked")
    public static int compareTo(Comparable<?> left, Object right) {
        if (left instanceof String text) {
            return Strings.compareTo(text, (String) right);
        }
        if (left instanceof Bytes bytes) {
            return ByteStrings.compareTo(bytes, (Bytes) right);
        }
        if (left instanceof BigInteger number) {
            return BigNumbers.compareTo(number, (BigInteger) right);
        }
        if (left instanceof PublicKey) {
            Meter.charge(MAX_KEY_BYTES_COST);
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** {@code Object.toString}; fails on null as that does. */
    public static String toString(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
            return number(value);
        }
        if (value instanceof Bytes bytes) {
            return ByteStrings.hex(bytes);
        }
        if (value instanceof Hash hash) {
            return ByteStrings.hex(hash.bytes());
        }
        if (value instanceof AccountId account) {
            return ByteStrings.hex(account.bytes());
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent()
                    ? new MeteredBuilder("Optional[").append(optional.get()).append(']').toString()
                    : "Optional.empty";
        }
        if (value instanceof Entry<?, ?> entry) {
            return new MeteredBuilder("Entry[key=")
                    .append(entry.key())
                    .append(", value=")
                    .append(entry.value())
                    .append(']')
                    .toString();
        }
        if (value.getClass().isArray()) {
            return value.getClass().getName();
        }
        if (value instanceof Enum<?> || (isOfSandbox(value) && !(value instanceof Throwable))) {
            return value.toString();
        }
        Meter.charge(SMALL);
        return value instanceof Class<?> type ? type.getName() : value.getClass().getName();
    }

    /** {@code String.valueOf(Object)}. */
    public static String text(Object value) {
        return value == null ? "null" : toString(value);
    }

    /** The detail of an {@link AssertionError}, which would ask the object itself for its text. */
    public static Object before(Object detail) {
        return text(detail);
    }

    /** A record's {@code hashCode}, where its author wrote none. */
    public static int noHashCode() {
        throw new UnsupportedOperationException("hashCode is not defined on chain");
    }

    private static String number(Object value) {
        if (value instanceof BigInteger number) {
            return BigNumbers.toString(number);
        }
        Meter.charge(80);
        return value.toString();
    }

    private static boolean isOfSandbox(Object value) {
        return value.getClass().getClassLoader() == Values.class.getClassLoader();
    }

    /** Boxes, enums and the SDK's small records: their own equality looks at nothing else. */
    private static boolean isPlain(Object value) {
        return value instanceof Comparable<?>
                || value instanceof Class<?>
                || value instanceof theseus.sdk.AccountKeys
                || value instanceof theseus.sdk.Singleton;
    }
}
