package theseus.kernel;

import java.util.List;
import theseus.protocol.Gate;

/** What comparing the two worlds of one submission came to. */
public sealed interface Verdict {
    /** Result, events and records are alike, through the lens. */
    record Equal() implements Verdict {}

    /** Every difference is one that the plan names, or comes from a message that it brings. */
    record Declared(List<Difference> differences) implements Verdict {
        public Declared {
            differences = List.copyOf(differences);
        }
    }

    /** The candidate is wrong; the gate that this hits is absolute. */
    record Undeclared(Gate gate, String explanation, List<Difference> differences)
            implements Verdict {
        public Undeclared {
            differences = List.copyOf(differences);
        }
    }
}
