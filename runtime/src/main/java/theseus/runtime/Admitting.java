package theseus.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.kernel.spi.ModuleRuntime.Loader;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;

/**
 * An artifact's classes after verifying, instrumenting and linking them once. Immutable; opening a
 * sandbox links them again in a loader of its own, with the classes that the first time generated.
 */
record Admitting(
        SortedSet<String> moduleClasses,
        SortedMap<String, byte[]> instrumented,
        Descriptor descriptor,
        Map<String, byte[]> generated) {

    /**
     * @param classes by internal name
     * @throws Inadmissible when they may not run or make no module
     */
    static Admitting admit(SortedMap<String, byte[]> classes) {
        SortedMap<String, byte[]> instrumented = prepare(classes);
        Linker.Linked linked = Linker.link(classes.keySet(), instrumented, Map.of());
        if (linked.descriptor().encode().size() > Limits.MAX_ARTIFACT_BYTES / 4) {
            throw Inadmissible.artifact(
                    "its descriptor is larger than a quarter of an artifact",
                    "split the module, or flatten its records");
        }
        return new Admitting(
                Collections.unmodifiableSortedSet(new TreeSet<>(classes.keySet())),
                instrumented,
                linked.descriptor(),
                linked.generated());
    }

    private static SortedMap<String, byte[]> prepare(SortedMap<String, byte[]> classes) {
        List<Finding> findings;
        try {
            findings = Verifier.verify(classes);
            if (findings.isEmpty()) {
                return Instrumenter.instrument(classes);
            }
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            // What the class file library throws where a class contradicts itself.
            throw Inadmissible.artifact(
                    "its class files cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "compile the module again with javac");
        } catch (StackOverflowError _) {
            // What the bounds of ClassOutline leave is shallow; a node must not fall over others.
            throw Inadmissible.artifact(
                    "its class files nest too deep to be read", "build with plain javac");
        }
        throw new Inadmissible(findings);
    }

    Loader loader(Consumer<Throwable> diagnostics) {
        return () -> open(diagnostics);
    }

    private Sandbox open(Consumer<Throwable> diagnostics) {
        Linker.Linked linked = Linker.link(moduleClasses, instrumented, generated);
        if (!linked.descriptor().equals(descriptor)) {
            throw new IllegalStateException(
                    descriptor.moduleClass() + " defines itself in another way each time");
        }
        return new BytecodeSandbox(
                linked.descriptor(), linked.bindings(), linked.gas(), diagnostics);
    }
}
