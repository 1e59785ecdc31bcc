package theseus.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.SortedMap;
import theseus.kernel.spi.ModuleRuntime.Finding;

/** Compiled test code, run as it is or in a sandbox. */
final class Guest {
    static final long GAS = 50_000_000L;

    private final SortedMap<String, byte[]> classes;
    private final String name;

    private Guest(String name, SortedMap<String, byte[]> classes) {
        this.name = name;
        this.classes = classes;
    }

    /** Compiles a class {@code guest.Main} with these members. */
    static Guest of(String members) {
        String source =
                "package guest; import java.util.*; import java.util.function.*;"
                        + " import java.math.*; import theseus.sdk.*;"
                        + " public final class Main { "
                        + members
                        + "\n}";
        return new Guest("guest.Main", Javac.compile("guest.Main", source));
    }

    static Guest of(String name, String source) {
        return new Guest(name, Javac.compile(name, source));
    }

    static Guest of(String name, SortedMap<String, byte[]> classes) {
        return new Guest(name, classes);
    }

    SortedMap<String, byte[]> classes() {
        return classes;
    }

    List<Finding> findings() {
        return Verifier.verify(classes);
    }

    /** What a run gave, and what it cost. */
    record Ran(Object value, long gas) {}

    /** A fresh sandbox, initialised. */
    SandboxLoader load() {
        var loader = new SandboxLoader(Instrumenter.instrument(classes));
        loader.initializeAll();
        return loader;
    }

    Ran run(String method) throws Throwable {
        return run(load(), method, GAS);
    }

    Ran run(SandboxLoader loader, String method, long gas) throws Throwable {
        return run(loader, handle(loader, method), gas);
    }

    static Ran run(SandboxLoader loader, MethodHandle handle, long gas) throws Throwable {
        loader.gas().set(gas);
        loader.gas().stack(GasAccount.STACK_BYTES);
        Object value = handle.invoke();
        return new Ran(value, gas - loader.gas().left());
    }

    MethodHandle handle(ClassLoader loader, String method) throws Exception {
        var type = Class.forName(name, true, loader);
        for (var candidate : type.getDeclaredMethods()) {
            if (candidate.getName().equals(method)) {
                candidate.setAccessible(true);
                return MethodHandles.lookup().unreflect(candidate);
            }
        }
        throw new NoSuchMethodException(method);
    }

    /** The same code without verifier and meter. */
    ClassLoader plain() {
        return new ClassLoader(Guest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                byte[] content = classes.get(wanted.replace('.', '/'));
                if (content == null) {
                    throw new ClassNotFoundException(wanted);
                }
                return defineClass(wanted, content, 0, content.length);
            }
        };
    }
}
