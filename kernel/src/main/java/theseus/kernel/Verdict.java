package theseus.kernel;

import java.util.List;
import theseus.protocol.Gate;

/** What comparing the two worlds of one submission came to. */
public sealed interface Verdict {
    /** Result, events and records are alike, through the lens. */
    record Equal() implements Verdict {}

    /**
     * Every difference is excused: the plan names it, it comes from a message that the plan brings,
     * or from what the version in force cannot see.
     *
     * @param mayServe whether the candidate may count. Where several messages of one transaction
     *     reach the plan and not each of them is excused by itself, nobody knows what the others
     *     did
     */
    record Declared(List<Difference> differences, boolean mayServe) implements Verdict {
        public Declared {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Nothing is known, and nobody is to blame: one world came to a bound on sizes to which the
     * other kept, and senders choose sizes. The version in force counts.
     */
    record Oversized() implements Verdict {}

    /** The candidate is wrong; the gate that this hits is absolute. */
    record Undeclared(Gate gate, String explanation, List<Difference> differences)
            implements Verdict {
        public Undeclared {
            differences = List.copyOf(differences);
        }
    }
}
