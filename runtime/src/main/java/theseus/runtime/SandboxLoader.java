package theseus.runtime;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The world of one sandbox: instrumented module classes, their own copies of the {@linkplain
 * GuestClasses guest classes}, and the codecs and stubs generated for them. Of the outside it shows
 * {@code java.base}, the SDK, and what generated code calls. Belongs to one executing thread.
 */
final class SandboxLoader extends ClassLoader {
    /** Gas for the static initialisers of a whole artifact. */
    static final long INITIALISATION_GAS = 50_000_000L;

    private static final ClassLoader OUTSIDE = SandboxLoader.class.getClassLoader();

    private final SortedMap<String, byte[]> classes;
    private final GasAccount gas;
    private String initializing = "";

    /**
     * @param instrumented what {@link Instrumenter#instrument} returned, by internal name
     */
    SandboxLoader(SortedMap<String, byte[]> instrumented) {
        super("sandbox", ClassLoader.getPlatformClassLoader());
        classes = new TreeMap<>(instrumented);
        classes.putAll(GuestClasses.all());
        gas = account();
    }

    /** The meter of the code in this loader. */
    GasAccount gas() {
        return gas;
    }

    /** Adds a generated class; it is neither verified nor metered. */
    Class<?> define(String internalName, byte[] content) {
        if (classes.putIfAbsent(internalName, content) != null) {
            throw new IllegalStateException(internalName + " is already defined");
        }
        return load(internalName);
    }

    /**
     * Initialises every class known by now, sorted by name, so that no initialiser runs, and costs
     * gas, within a transaction.
     *
     * @throws Trap when the initialisers use more than {@link #INITIALISATION_GAS}
     * @throws LinkageError when a class is not what the JVM accepts, or an initialiser fails
     */
    void initializeAll() {
        long left = gas.left();
        gas.set(INITIALISATION_GAS);
        try {
            for (String name : classes.keySet()) {
                initialize(name);
            }
        } finally {
            gas.set(left);
        }
    }

    /** The binary name of the class that was initialised last, or could not be. */
    String initializing() {
        return initializing;
    }

    private void initialize(String internalName) {
        initializing = internalName.replace('/', '.');
        try {
            Class.forName(initializing, true, this);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(internalName);
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof Trap trap) {
                throw trap;
            }
            throw e;
        }
    }

    private Class<?> load(String internalName) {
        try {
            return loadClass(internalName.replace('/', '.'));
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(internalName);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] content = classes.get(name.replace('.', '/'));
            if (content != null) {
                return defineClass(name, content, 0, content.length);
            }
            if (name.startsWith("java.")) {
                return ofJavaBase(name);
            }
            if (isVisible(name)) {
                return OUTSIDE.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static Class<?> ofJavaBase(String name) throws ClassNotFoundException {
        Class<?> found = Class.forName(name, false, null);
        if (found.getModule() != Object.class.getModule()) {
            throw new ClassNotFoundException(name);
        }
        return found;
    }

    private static boolean isVisible(String name) {
        return name.startsWith("theseus.sdk.")
                || name.startsWith("theseus.protocol.")
                || name.startsWith("theseus.kernel.spi.")
                || (name.startsWith("theseus.runtime.")
                        && !name.startsWith("theseus.runtime.guest."));
    }

    private GasAccount account() {
        try {
            Class<?> type = load(GuestClasses.PACKAGE + "MeterAccount");
            return (GasAccount) type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the meter does not load", e);
        }
    }

    /** The names of all classes in this loader; for tests and diagnostics. */
    Map<String, byte[]> classes() {
        return new TreeMap<>(classes);
    }
}
