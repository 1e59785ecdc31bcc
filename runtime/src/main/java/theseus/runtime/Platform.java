package theseus.runtime;

/** What this JVM must be for module code to mean the same here as everywhere. */
final class Platform {
    /** Above every value that a JVM may be told to keep boxes of, by default. */
    private static final int UNCACHED = 128;

    private Platform() {}

    /**
     * Refuses a JVM that was told to keep more boxes than others do: module code may compare boxes
     * by identity.
     */
    @SuppressWarnings({"BoxedPrimitiveEquality", "removal"})
    static void check() {
        Integer one = Integer.valueOf(UNCACHED);
        Integer other = Integer.valueOf(UNCACHED);
        if (one == other) {
            throw new IllegalStateException(
                    "this JVM keeps boxes of numbers above 127: run it without"
                            + " -XX:AutoBoxCacheMax and -Djava.lang.Integer.IntegerCache.high");
        }
    }
}
