package theseus.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.VersionRange;
import theseus.sdk.Interface;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Required;

/**
 * Brings an artifact's classes to life in a loader of their own: initialises them, constructs the
 * module with stubs for what it requires, lets it define itself, and generates codecs and skeletons
 * for what it defined. All reflection on a module happens here, before its first invocation.
 */
final class Linker {
    static final int MAX_REQUIREMENTS = 32;

    private final Set<String> moduleClasses;
    private final SandboxLoader loader;
    private final Forge forge;
    private final SortedMap<String, RequirementShape> requirements = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** A module that is linked; {@code generated} by binary name, for other loaders. */
    record Linked(
            Descriptor descriptor,
            Bindings bindings,
            GasAccount gas,
            SortedMap<String, byte[]> generated) {}

    private Linker(
            Set<String> moduleClasses,
            SortedMap<String, byte[]> instrumented,
            Map<String, byte[]> generated) {
        this.moduleClasses = moduleClasses;
        this.loader = new SandboxLoader(instrumented);
        this.forge = new Forge(loader, generated);
    }

    /**
     * @param moduleClasses internal names of the artifact's own classes
     * @param generated what an earlier linking of the same artifact generated; empty at first
     * @throws Inadmissible when the classes make no module
     */
    static Linked link(
            Set<String> moduleClasses,
            SortedMap<String, byte[]> instrumented,
            Map<String, byte[]> generated) {
        try {
            return new Linker(moduleClasses, instrumented, generated).link();
        } catch (Inadmissible e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Reflection meets whatever a class file may say: missing classes, cycles, signatures
            // and annotations that contradict each other.
            throw Inadmissible.artifact(
                    "its classes do not fit together: %s: %s"
                            .formatted(e.getClass().getSimpleName(), e.getMessage()),
                    "compile them together, and let the module refer to its own classes, the SDK"
                            + " and what the SDK reference lists of java.base only");
        }
    }

    private Linked link() {
        initialize();
        List<Class<?>> classes = new ArrayList<>();
        for (String name : moduleClasses) {
            classes.add(load(name.replace('/', '.')));
        }
        Class<?> moduleClass = moduleClass(classes);
        Declarations declared = new Declarations(moduleClass.getName());
        Module module = construct(moduleClass, declared);
        List<Object> kept = new ArrayList<>(declared.held());
        kept.add(module);
        Immutability.check(loader, kept, Statics.of(classes));
        Descriptor descriptor =
                new Describer(moduleClass, declared, forge)
                        .describe(classes, List.copyOf(requirements.values()));
        Bindings bindings = new Binder(declared, descriptor, forge).bind(classes);
        initialize();
        return new Linked(descriptor, bindings, loader.gas(), forge.used());
    }

    private void initialize() {
        try {
            loader.initializeAll();
        } catch (Trap trap) {
            throw initialiser("do not end well: " + trap.reason());
        } catch (ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw initialiser("end with " + cause.getClass().getName());
        }
    }

    private Inadmissible initialiser(String problem) {
        return new Inadmissible(
                List.of(
                        new Finding(
                                loader.initializing(),
                                "<clinit>",
                                "its static initialisers " + problem,
                                "compute less in static initialisers")));
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(name);
        }
    }

    private static Class<?> moduleClass(List<Class<?>> classes) {
        List<Class<?>> found =
                classes.stream()
                        .filter(type -> type.isAnnotationPresent(ModuleInfo.class))
                        .toList();
        if (found.size() != 1) {
            throw Inadmissible.artifact(
                    found.isEmpty()
                            ? "none of its classes has @ModuleInfo"
                            : "more than one class has @ModuleInfo: "
                                    + found.get(0).getName()
                                    + " and "
                                    + found.get(1).getName(),
                    "a JAR is one module: annotate its Module class, and only that");
        }
        Class<?> type = found.getFirst();
        if (!Module.class.isAssignableFrom(type)
                || !Modifier.isFinal(type.getModifiers())
                || !Modifier.isPublic(type.getModifiers())) {
            throw Inadmissible.of(
                    type.getName(),
                    "has @ModuleInfo but is no public final class that implements Module",
                    "write: public final class " + type.getSimpleName() + " implements Module");
        }
        return type;
    }

    private Module construct(Class<?> type, Declarations declared) {
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor();
        } catch (NoSuchMethodException _) {
            throw Inadmissible.of(
                    type.getName(),
                    "has no public constructor without arguments",
                    "leave the constructor out; Java adds it");
        }
        loader.gas().set(HostCosts.LINKING_GAS);
        loader.gas().stack(GasAccount.STACK_BYTES);
        Module module = (Module) Required.linking(this::require, () -> make(constructor));
        if (!findings.isEmpty()) {
            throw new Inadmissible(findings);
        }
        contained(type, "define", () -> module.define(declared));
        declared.close();
        return module;
    }

    private Object make(Constructor<?> constructor) {
        List<Object> made = new ArrayList<>();
        contained(
                constructor.getDeclaringClass(),
                "<init>",
                () -> {
                    try {
                        made.add(constructor.newInstance());
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return made.getFirst();
    }

    private interface Body {
        void run() throws Throwable;
    }

    /** Runs module code outside any invocation. */
    private static void contained(Class<?> type, String method, Body body) {
        String problem;
        try {
            body.run();
            return;
        } catch (Inadmissible e) {
            throw e;
        } catch (Trap trap) {
            problem = "does not end well: " + trap.reason();
        } catch (LinkageError e) {
            throw e;
        } catch (Throwable e) {
            problem = "ends with " + e.getClass().getName();
        }
        throw new Inadmissible(
                List.of(
                        new Finding(
                                type.getName(),
                                method,
                                problem,
                                "it says what the module is, and computes nothing")));
    }

    /** The linker of {@link Required}: called by module code, so mistakes are collected. */
    private Object require(Class<?> type, String versions) {
        try {
            return stub(type, versions);
        } catch (Inadmissible e) {
            findings.addAll(e.findings());
            throw e;
        }
    }

    private Object stub(Class<?> type, String versions) {
        List<CallMethod> methods = CallMethod.of(type, forge);
        String name = Names.check(type, type.getAnnotation(Interface.class).name());
        String version = Names.checkVersion(type, type.getAnnotation(Interface.class).version(), 2);
        try {
            VersionRange.parse(versions);
        } catch (IllegalArgumentException e) {
            throw Inadmissible.of(type.getName(), String.valueOf(e.getMessage()), "");
        }
        List<Descriptor.MethodShape> shapes = methods.stream().map(CallMethod::shape).toList();
        var shape = new RequirementShape(versions, new InterfaceShape(name, version, shapes));
        if (requirements.size() == MAX_REQUIREMENTS || requirements.put(name, shape) != null) {
            throw Inadmissible.of(
                    type.getName(),
                    "the interface '" + name + "' is required twice, or as one too many",
                    "require each once, at most " + MAX_REQUIREMENTS + ", and keep it in a field");
        }
        return forge.stub(type, methods, new Outgoing(name, methods));
    }
}
