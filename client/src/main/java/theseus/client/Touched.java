package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What the candidates of a plan served, by the node's word.
 *
 * @param joinedHeight the first block with authority; 0 before that
 * @param endedHeight the last one; empty while it has not ended
 * @param keptUntilHeight the end of the repair window of this node; empty while it has not ended
 * @param entries in the order of the chain
 * @param next where the list goes on; empty at its end
 */
public record Touched(
        Hash plan,
        Phase phase,
        long joinedHeight,
        OptionalLong endedHeight,
        OptionalLong keptUntilHeight,
        List<Entry> entries,
        Optional<String> next) {
    public Touched {
        entries = List.copyOf(entries);
    }

    /**
     * A transaction or routine.
     *
     * @param sender empty for a routine
     * @param status applied, refused, trapped or rejected
     * @param code why, when it was not applied; else empty
     * @param recordsChanged how many; {@code records} shows the first of them
     */
    public record Entry(
            Hash id,
            long height,
            int index,
            Optional<AccountId> sender,
            String status,
            String code,
            List<Plan.MessageName> messages,
            int recordsChanged,
            List<Record> records) {
        public Entry {
            messages = List.copyOf(messages);
            records = List.copyOf(records);
        }

        static Entry read(JsonNode json) {
            List<Plan.MessageName> messages = new ArrayList<>();
            for (JsonNode one : json.path("messages")) {
                messages.add(
                        new Plan.MessageName(
                                one.path("instance").asText(), one.path("name").asText()));
            }
            List<Record> records = new ArrayList<>();
            json.path("records").forEach(one -> records.add(Record.read(one)));
            return new Entry(
                    Told.hash(json, "id"),
                    json.path("height").asLong(),
                    json.path("index").asInt(),
                    json.hasNonNull("sender")
                            ? Optional.of(new AccountId(Told.hex(json, "sender")))
                            : Optional.empty(),
                    json.path("status").asText(),
                    json.path("code").asText(""),
                    messages,
                    json.path("recordsChanged").asInt(),
                    records);
        }
    }

    /**
     * A record that was changed; its value is not shown.
     *
     * @param key by the table's shape
     * @param stands STATE, QUARANTINE or NOWHERE: where it is now
     * @param hidden whether the version in force sees nothing of it; empty where it cannot be said
     */
    public record Record(
            TableId table,
            JsonNode key,
            Bytes keyEncoded,
            String stands,
            Optional<Boolean> hidden) {
        static Record read(JsonNode json) {
            return new Record(
                    new TableId(
                            json.path("instance").asText(),
                            json.path("table").asText(),
                            json.path("schema").asInt()),
                    json.path("key"),
                    Told.hex(json, "keyEncoded"),
                    json.path("stands").asText(),
                    json.hasNonNull("hidden")
                            ? Optional.of(json.get("hidden").asBoolean())
                            : Optional.empty());
        }
    }

    static List<Entry> entries(JsonNode json) {
        List<Entry> entries = new ArrayList<>();
        json.path("entries").forEach(one -> entries.add(Entry.read(one)));
        return entries;
    }

    static Touched read(JsonNode json, List<Entry> entries) {
        return new Touched(
                Told.hash(json, "plan"),
                Phase.valueOf(json.path("phase").asText()),
                json.path("joinedHeight").asLong(),
                height(json, "endedHeight"),
                height(json, "keptUntilHeight"),
                entries,
                Told.next(json, entries.size()));
    }

    private static OptionalLong height(JsonNode json, String field) {
        return json.hasNonNull(field)
                ? OptionalLong.of(json.get(field).asLong())
                : OptionalLong.empty();
    }
}
