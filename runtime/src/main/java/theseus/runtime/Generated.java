package theseus.runtime;

/**
 * Names of generated classes. They share package and loader with what they serve, since modules'
 * types need not be public; for types of the sdk they lie in {@link #PACKAGE}.
 */
final class Generated {
    static final String PACKAGE = "theseus.generated";
    private static final String MARK = "$theseus";

    private Generated() {}

    static boolean isGenerated(String className) {
        return className.contains(MARK);
    }

    /** Binary names, as {@link Class#getName} gives them. */
    static String codec(Class<?> type) {
        return home(type) + MARK + "Codec";
    }

    static String stub(Class<?> type) {
        return home(type) + MARK + "Stub";
    }

    static String skeleton(Class<?> type) {
        return home(type) + MARK + "Skeleton";
    }

    static String lists() {
        return PACKAGE + ".Lists" + MARK;
    }

    private static String home(Class<?> type) {
        String name = type.getName();
        return name.startsWith("theseus.sdk.")
                ? PACKAGE + "." + name.substring("theseus.sdk.".length())
                : name;
    }
}
