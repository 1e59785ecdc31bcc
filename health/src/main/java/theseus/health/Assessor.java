package theseus.health;

import java.util.List;
import theseus.protocol.Artifact;
import theseus.sdk.Hash;

/** Makes the risk report that a vote is about, by running a candidate over the chain's past. */
@FunctionalInterface
public interface Assessor {
    /** Over the chain's last {@code blocks}, or all that there are. */
    Assessed assess(String instance, Artifact candidate, long blocks);

    /**
     * What the report says.
     *
     * @param hash goes into the plan, so that everybody votes on the same report
     * @param level of risk
     * @param reasons a sentence each, the gravest first
     * @param blocks that the candidate was run over
     * @param compared transactions in them that ran with both versions
     */
    record Assessed(Hash hash, String level, List<String> reasons, long blocks, long compared) {
        public Assessed {
            reasons = List.copyOf(reasons);
        }
    }
}
