package theseus.sdk;

import java.util.function.BiFunction;
import java.util.function.Supplier;

/** How a module names the interfaces of other modules that it calls. */
public final class Required {
    private static final ThreadLocal<BiFunction<Class<?>, String, Object>> LINKER =
            new ThreadLocal<>();

    private Required() {}

    /**
     * The interface {@code type} as offered by another instance, to be kept in a final field of the
     * module. Calls go through the kernel.
     *
     * @param versions the accepted versions: {@code "1"} for any 1.x, {@code "1.2"} for 1.2 and
     *     later of 1.x
     */
    public static <T> T interfaceOf(Class<T> type, String versions) {
        BiFunction<Class<?>, String, Object> linker = LINKER.get();
        if (linker == null) {
            throw new IllegalStateException(
                    "Modules are constructed by the runtime; in a test use the testkit's Chain");
        }
        return type.cast(linker.apply(type, versions));
    }

    /** For the runtime: constructs a module while {@code linker} makes its stubs. */
    public static <T> T linking(
            BiFunction<Class<?>, String, Object> linker, Supplier<T> constructor) {
        LINKER.set(linker);
        try {
            return constructor.get();
        } finally {
            LINKER.remove();
        }
    }
}
