package theseus.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.sdk.Hash;

/**
 * How a wrong candidate was caught and taken back.
 *
 * @param gate that it hit
 * @param phase in which
 * @param blocks from the one that had the validators' report of it to the first without the plan
 * @param lostTransactions of those committed meanwhile, whose receipt is not the same any more
 * @param evidence what the chain keeps of it
 */
public record RollbackReport(
        Hash plan,
        String gate,
        String phase,
        long blocks,
        long lostTransactions,
        Evidence evidence) {
    /**
     * @param height of the first transaction in which the versions differ
     * @param reportedHeight the block with the report that stopped the plan
     * @param inForce what the version in force made of it
     * @param candidate what the other did
     */
    public record Evidence(
            Hash transaction,
            long height,
            long reportedHeight,
            String explanation,
            List<String> differences,
            Side inForce,
            Side candidate) {
        public Evidence {
            differences = List.copyOf(differences);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("transaction", transaction.toString());
            json.put("height", height);
            json.put("reportedHeight", reportedHeight);
            json.put("explanation", explanation);
            json.put("differences", differences);
            json.put("inForce", inForce.json());
            json.put("candidate", candidate.json());
            return json;
        }
    }

    /**
     * @param result {@code applied}, or who refused it with which code
     * @param events that it would leave
     */
    public record Side(String version, String result, List<String> events, long gasUsed) {
        public Side {
            events = List.copyOf(events);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", version);
            json.put("result", result);
            json.put("events", events);
            json.put("gasUsed", gasUsed);
            return json;
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", plan.toString());
        json.put("gate", gate);
        json.put("phase", phase);
        json.put("blocks", blocks);
        json.put("lostTransactions", lostTransactions);
        json.put("evidence", evidence.json());
        return json;
    }
}
