package theseus.runtime;

import java.util.List;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;

/** The answer of {@link Packager}. */
public sealed interface Packing {
    /** The canonical artifact, its descriptor embedded. */
    record Packed(Artifact artifact, Descriptor descriptor) implements Packing {}

    /** Why the JAR is no module; never empty. */
    record Rejected(List<Finding> findings) implements Packing {
        public Rejected {
            findings = List.copyOf(findings);
        }

        /** All findings, one a line: where, what, and what to do. */
        public String explanation() {
            StringBuilder lines = new StringBuilder();
            for (Finding finding : findings) {
                String where = finding.where();
                lines.append(where.isEmpty() ? "" : where + ": ").append(finding.problem());
                lines.append(finding.advice().isEmpty() ? "" : " - " + finding.advice());
                lines.append('\n');
            }
            return lines.toString();
        }
    }

    /**
     * The artifact.
     *
     * @throws IllegalArgumentException with all findings when there is none
     */
    default Packed orThrow() {
        return switch (this) {
            case Packed packed -> packed;
            case Rejected rejected ->
                    throw new IllegalArgumentException(
                            "not a module:\n" + rejected.explanation().stripTrailing());
        };
    }
}
