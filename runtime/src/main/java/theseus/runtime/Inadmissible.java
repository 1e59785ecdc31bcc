package theseus.runtime;

import java.util.List;
import theseus.kernel.spi.ModuleRuntime.Finding;

/** Ends an admission; {@link Packager} and {@link BytecodeRuntime} turn it into their answer. */
final class Inadmissible extends RuntimeException {
    private final transient List<Finding> findings;

    Inadmissible(List<Finding> findings) {
        super(findings.getFirst().problem(), null, false, false);
        this.findings = List.copyOf(findings);
    }

    /** Something about the artifact as a whole. */
    static Inadmissible artifact(String problem, String advice) {
        return new Inadmissible(List.of(new Finding("", "", problem, advice)));
    }

    /** Something about a class. */
    static Inadmissible of(String className, String problem, String advice) {
        return new Inadmissible(List.of(new Finding(className, "", problem, advice)));
    }

    List<Finding> findings() {
        return findings;
    }
}
