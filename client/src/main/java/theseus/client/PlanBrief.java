package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import theseus.protocol.Gate;
import theseus.protocol.Limits;
import theseus.protocol.Phase;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;

/** A plan as a list shows it. */
public record PlanBrief(
        Hash id, PlanKind kind, String title, Phase phase, int step, Optional<Gate> gate) {
    public PlanBrief {
        if (title.length() > Limits.MAX_REASON_LENGTH) {
            throw new IllegalArgumentException("a title of " + title.length() + " characters");
        }
    }

    static PlanBrief read(JsonNode json) {
        return new PlanBrief(
                Told.hash(json, "id"),
                PlanKind.valueOf(json.path("kind").asText()),
                json.path("title").asText(),
                Phase.valueOf(json.path("phase").asText()),
                json.path("step").asInt(),
                json.hasNonNull("gate")
                        ? Optional.of(Gate.valueOf(json.get("gate").asText()))
                        : Optional.empty());
    }
}
