package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import theseus.kernel.spi.ModuleRuntime.Finding;

/** Collects what stands against a module; each thing once, and not more than anyone reads. */
final class Findings {
    static final int MAX_FINDINGS = 50;
    static final String USES = "uses ";

    private final List<Finding> all = new ArrayList<>();
    private int line;

    /** The line of the source that is being looked at; 0 for none. */
    void at(int sourceLine) {
        line = sourceLine;
    }

    void add(String className, String method, String problem, String advice) {
        var finding =
                new Finding(className.replace('/', '.'), readable(method), line, problem, advice);
        if (all.size() < MAX_FINDINGS && all.stream().noneMatch(one -> isAlike(one, finding))) {
            all.add(finding);
        }
    }

    /** Without those of a type where one of a member of that type says more. */
    List<Finding> all() {
        return all.stream().filter(one -> !isSaidBetter(one)).toList();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    private static boolean isAlike(Finding one, Finding other) {
        return one.className().equals(other.className())
                && one.method().equals(other.method())
                && one.problem().equals(other.problem());
    }

    private boolean isSaidBetter(Finding finding) {
        if (!finding.problem().startsWith(USES)) {
            return false;
        }
        String type = finding.problem().substring(USES.length());
        return all.stream()
                .filter(one -> one.className().equals(finding.className()))
                .filter(one -> one.method().equals(finding.method()))
                .map(Finding::problem)
                .anyMatch(
                        problem ->
                                problem.contains(" new " + type + "(")
                                        || problem.contains(" " + type + "."));
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
