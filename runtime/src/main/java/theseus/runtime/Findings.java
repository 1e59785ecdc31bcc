package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import theseus.kernel.spi.ModuleRuntime.Finding;

/** Collects what stands against a module; each thing once, and not more than anyone reads. */
final class Findings {
    static final int MAX_FINDINGS = 50;

    private final List<Finding> all = new ArrayList<>();

    void add(String className, String method, String problem, String advice) {
        var finding = new Finding(className.replace('/', '.'), readable(method), problem, advice);
        if (all.size() < MAX_FINDINGS && !all.contains(finding)) {
            all.add(finding);
        }
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The method in which an author finds the lambda that javac made a method of. */
    private static String readable(String method) {
        if (!method.startsWith("lambda$")) {
            return method;
        }
        String[] parts = method.split("\\$", -1);
        return "a lambda in " + (parts[1].isEmpty() ? "an initialiser" : parts[1]);
    }
}
