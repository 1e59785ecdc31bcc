package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import theseus.sdk.Hash;

/**
 * Where a node's follower of a plan stands.
 *
 * @param state PREPARING, READY, FILLING, FOLLOWING, TRIPPED, HANDED_OVER, FAILED or STOPPED
 * @param height the block up to which it followed; -1 at first
 * @param dutyPercent how much of the time it fills tables
 * @param prepared what it is ready for
 * @param text what went wrong; empty when nothing did
 */
public record FollowerView(
        Hash plan,
        String state,
        long height,
        long lagBlocks,
        long recordsMigrated,
        int dutyPercent,
        Optional<Hash> prepared,
        String text) {
    static FollowerView read(JsonNode json) {
        return new FollowerView(
                Told.hash(json, "plan"),
                json.path("state").asText(),
                json.path("height").asLong(),
                json.path("lagBlocks").asLong(),
                json.path("recordsMigrated").asLong(),
                json.path("dutyPercent").asInt(),
                json.hasNonNull("prepared")
                        ? Optional.of(Told.hash(json, "prepared"))
                        : Optional.empty(),
                json.path("text").asText());
    }
}
