package theseus.runtime.guest;

import java.util.Objects;

/** What javac writes into every enum. */
public final class Enums {
    private Enums() {}

    /** {@code valueOf} of an enum: the JDK's fills a map on first use, so its cost would vary. */
    public static Enum<?> valueOf(Enum<?>[] constants, String name) {
        Objects.requireNonNull(name);
        for (Enum<?> constant : constants) {
            if (Strings.equals(constant.name(), name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException();
    }
}
