package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/**
 * Where a plan stands, by the node's word.
 *
 * @param step of the canary, from 0
 * @param sinceHeight first block of the phase or step
 * @param startHeight the block whose state is backfilled; 0 before that
 * @param joinedHeight the block with which its tables joined the root; 0 before that
 * @param held why it does not move on although its window is complete; empty when it is not held
 * @param waitsFor what must be reached before it moves on
 * @param gate what stopped it
 * @param json all of it: tally, agreed report, evidence with both receipts, this node's follower
 */
public record PlanStatus(
        Hash id,
        Plan plan,
        Phase phase,
        int step,
        long sinceHeight,
        long startHeight,
        long joinedHeight,
        String held,
        List<Condition> waitsFor,
        Optional<Gate> gate,
        JsonNode json) {
    public PlanStatus {
        waitsFor = List.copyOf(waitsFor);
    }

    /** Something that a plan waits for. */
    public record Condition(String what, long has, long needs) {
        public boolean met() {
            return has >= needs;
        }
    }

    /** What stopped it, with both outcomes side by side; empty when nothing did. */
    public Optional<JsonNode> evidence() {
        return json.hasNonNull("evidence") ? Optional.of(json.get("evidence")) : Optional.empty();
    }

    static PlanStatus read(JsonNode json) {
        List<Condition> waitsFor = new ArrayList<>();
        for (JsonNode one : json.path("waitsFor")) {
            waitsFor.add(
                    new Condition(
                            one.path("what").asText(),
                            one.path("has").asLong(),
                            one.path("needs").asLong()));
        }
        return new PlanStatus(
                Told.hash(json, "id"),
                Plan.decode(Told.hex(json, "encoded")),
                Phase.valueOf(json.path("phase").asText()),
                json.path("step").asInt(),
                json.path("sinceHeight").asLong(),
                json.path("startHeight").asLong(),
                json.path("joinedHeight").asLong(),
                json.path("held").asText(),
                waitsFor,
                json.hasNonNull("gate")
                        ? Optional.of(Gate.valueOf(json.get("gate").asText()))
                        : Optional.empty(),
                json);
    }
}
