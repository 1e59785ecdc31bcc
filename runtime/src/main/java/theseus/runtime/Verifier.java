package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import theseus.kernel.spi.ModuleRuntime.Finding;

/**
 * Decides whether module code may run on the chain: first whether the files are what the JVM takes
 * and within bounds, then whether all they name is their own or on the {@link Allowlist}.
 */
final class Verifier {
    private static final Set<String> NOT_LOADED = Set.of("module-info", "package-info");

    private final Findings findings = new Findings();

    private Verifier() {}

    /**
     * What stands against {@code classes} (by internal name, without {@code .class}); empty when
     * they may run. A function of its argument alone.
     */
    static List<Finding> verify(SortedMap<String, byte[]> classes) {
        var verifier = new Verifier();
        verifier.run(classes);
        return verifier.findings.all();
    }

    private void run(SortedMap<String, byte[]> classes) {
        var structure = new Structure(findings);
        List<ClassModel> models = new ArrayList<>();
        classes.forEach(
                (name, content) -> {
                    if (!NOT_LOADED.contains(name.substring(name.lastIndexOf('/') + 1))) {
                        structure.read(name, content).ifPresent(models::add);
                    }
                });
        if (!findings.isEmpty()) {
            return;
        }
        var universe = new Universe(models, Allowlist.instance());
        var types = new TypeRules(universe, findings);
        var classRules = new ClassRules(universe, types, findings);
        if (!classRules.hierarchyEnds()) {
            return;
        }
        var methodRules = new MethodRules(universe, types, findings);
        for (ClassModel model : models) {
            guarded(
                    model,
                    () -> {
                        classRules.check(model);
                        model.methods().forEach(method -> methodRules.check(model, method));
                    });
        }
        if (findings.isEmpty()) {
            models.forEach(model -> guarded(model, () -> checkBytecode(model, universe)));
        }
    }

    /** Class files are read when they are looked at, so any look may find one broken. */
    private void guarded(ClassModel model, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            findings.add(
                    model.thisClass().asInternalName(),
                    "",
                    "the file is no class file that can be read",
                    "build the JAR again");
        }
    }

    /** The JVM's own rules, before anything is rewritten. */
    private void checkBytecode(ClassModel model, Universe universe) {
        var context = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(universe.hierarchy()));
        List<VerifyError> errors = context.verify(model);
        if (!errors.isEmpty()) {
            findings.add(
                    model.thisClass().asInternalName(),
                    "",
                    "its bytecode is not what the JVM accepts",
                    "compile with a current javac, and without bytecode tools");
        }
    }
}
