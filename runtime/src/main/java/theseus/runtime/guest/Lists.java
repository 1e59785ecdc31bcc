package theseus.runtime.guest;

import java.util.List;

/** Makes the lists that module code sees. Generated codecs call it for decoded lists. */
public final class Lists {
    private Lists() {}

    /** An immutable list over {@code elements}, which the caller gives up. */
    public static List<Object> of(Object[] elements) {
        return List.of(elements);
    }
}
