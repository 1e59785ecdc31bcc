package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.MalformedException;
import theseus.protocol.Message;
import theseus.protocol.Receipt;
import theseus.protocol.SchemaCodec;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The governance of a chain, driven by its descriptor, so that a next version of the module needs
 * no new command line as long as it keeps the names.
 */
final class Committee {
    static final String INSTANCE = "governance";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;

    private final ChainClient client;
    private final String instance;
    private Optional<Descriptor> proven = Optional.empty();

    Committee(ChainClient client, String instance) {
        this.client = client;
        this.instance = instance;
    }

    /** A proposal as the module shows it; {@code plan} is empty when it is about something else. */
    record Listed(long number, Optional<Hash> plan, JsonNode proposal) {
        boolean isOpen() {
            return proposal.path("status").asText().equals("OPEN");
        }
    }

    /** All proposals, the newest first. */
    List<Listed> proposals() {
        List<Listed> all = new ArrayList<>();
        while (true) {
            JsonNode page =
                    client.query(
                                    instance,
                                    "Proposals",
                                    Map.of("from", (long) all.size(), "limit", PAGE))
                            .path("result");
            for (JsonNode one : page.path("proposals")) {
                if (!all.isEmpty() && one.path("number").asLong() <= all.getLast().number()) {
                    throw Failure.refused(
                            "NODE_LIES", "The node's list of proposals goes round; ask another.");
                }
                JsonNode proposal = one.path("proposal");
                all.add(
                        new Listed(
                                one.path("number").asLong(),
                                Optional.ofNullable(proposal.path("plan").textValue())
                                        .map(Committee::planId),
                                proposal));
            }
            if (page.path("proposals").size() < PAGE) {
                return all.reversed();
            }
        }
    }

    private static Hash planId(String text) {
        try {
            return Hash.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw Failure.refused(
                    "NODE_LIES",
                    "The node shows a plan '" + text + "', which is none; ask another.");
        }
    }

    /** The newest proposal that opened the plan. */
    Optional<Listed> proposalOf(Hash plan) {
        return proposals().stream()
                .filter(one -> one.plan().filter(plan::equals).isPresent())
                .findFirst();
    }

    /** As it stands now. */
    Listed proposal(long number) {
        return proposals().stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> noSuchProposal(number));
    }

    /**
     * Asks for the record of a proposal with its proof, by a descriptor whose artifact is the one
     * in force: a node that swaps numbers would turn a vote for one plan into one for another.
     */
    void mustBeProven(Listed listed) {
        JsonNode proven = JSON.valueToTree(provenProposal(listed.number()));
        String plan = proven.path("plan").asText("");
        boolean same =
                plan.equals(listed.plan().map(Hash::toString).orElse(""))
                        && List.of("title", "kind", "status").stream()
                                .allMatch(
                                        field ->
                                                proven.path(field)
                                                        .asText()
                                                        .equals(
                                                                listed.proposal()
                                                                        .path(field)
                                                                        .asText()));
        if (!same) {
            throw Failure.refused(
                    "NODE_LIES",
                    "The node shows proposal %d as %s, but by its proof it is %s. Nothing was sent; ask another node."
                            .formatted(listed.number(), brief(listed.proposal()), brief(proven)));
        }
    }

    private static String brief(JsonNode proposal) {
        return "'%s' (%s, plan %s, %s)"
                .formatted(
                        proposal.path("title").asText(),
                        proposal.path("kind").asText(),
                        proposal.path("plan").asText("none"),
                        proposal.path("status").asText());
    }

    private Object provenProposal(long number) {
        Descriptor.TableShape table =
                inForce("Vote").tables().stream()
                        .filter(one -> one.name().equals("proposals"))
                        .max(Comparator.comparingInt(Descriptor.TableShape::schema))
                        .orElseThrow(() -> missing("Vote"));
        return client.prove(
                        new TableId(instance, table.name(), table.schema()),
                        SchemaCodec.encode(table.key(), number),
                        OptionalLong.empty())
                .value()
                .map(value -> SchemaCodec.decode(table.value(), value))
                .orElseThrow(() -> noSuchProposal(number));
    }

    private static Failure noSuchProposal(long number) {
        return Failure.refused("NO_SUCH_PROPOSAL", "The chain has no proposal " + number + ".");
    }

    /** What the artifact says that is proven to be in force. */
    private Descriptor inForce(String message) {
        if (proven.isEmpty()) {
            proven = CodeInForce.of(client, instance);
        }
        return proven.orElseThrow(() -> missing(message));
    }

    List<JsonNode> votes(long proposal) {
        return list("VotesOf", proposal, "votes");
    }

    List<JsonNode> remarks(long proposal) {
        return list("RemarksOf", proposal, "remarks");
    }

    private List<JsonNode> list(String query, long proposal, String field) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("proposal", proposal);
        body.put("after", null);
        body.put("limit", PAGE);
        List<JsonNode> entries = new ArrayList<>();
        client.query(instance, query, body).path("result").path(field).forEach(entries::add);
        return entries;
    }

    /** Sends one message and waits until it is applied; its receipt. */
    Receipt send(Sender sender, String message, Map<String, ?> fields) {
        Answer answer =
                client.submit(
                        sender.sign(List.of(message(message, fields))).encode(), Wait.COMMITTED);
        return switch (answer) {
            case Answer.Refused refused ->
                    throw Failure.refused(
                            refused.code(), refused.code() + ": " + refused.explanation());
            case Answer.Accepted accepted ->
                    throw new IllegalStateException("accepted only: " + accepted.id());
            case Answer.Committed committed when committed.applied() -> committed.receipt();
            case Answer.Committed committed -> throw failed(message, committed);
        };
    }

    private Failure failed(String message, Answer.Committed committed) {
        String advice = ". See: theseus tx explain " + committed.id();
        return switch (committed.receipt().status()) {
            case Receipt.Status.Refused(int _, String _, String code) ->
                    Failure.refused(code, message + " was refused: " + code + advice);
            case Receipt.Status.Trapped(int _, String _, var kind, String reason) ->
                    Failure.refused(kind.name(), message + " failed: " + reason + advice);
            case Receipt.Status.Rejected(String code) ->
                    Failure.refused(code, "The chain did not let it in: " + code);
            case Receipt.Status.Applied _ -> throw new IllegalStateException("it was applied");
        };
    }

    private Message message(String name, Map<String, ?> fields) {
        Descriptor.MessageShape shape =
                inForce(name).messages().stream()
                        .filter(one -> one.name().equals(name))
                        .reduce((one, other) -> one.form() > other.form() ? one : other)
                        .orElseThrow(() -> missing(name));
        try {
            return new Message(
                    instance, name, shape.form(), SchemaCodec.encode(shape.body(), fields));
        } catch (MalformedException e) {
            throw Failure.refused(
                    "OTHER_GOVERNANCE",
                    "The governance of this chain takes another %s than this command knows: %s."
                            .formatted(name, e.explanation()));
        }
    }

    private Failure missing(String message) {
        return Failure.refused(
                "OTHER_GOVERNANCE",
                "The instance '%s' has no message %s; it is no governance. Say which instance is: --governance NAME."
                        .formatted(instance, message));
    }

    /** The first event of that name in a receipt, by the descriptor of the version that serves. */
    JsonNode event(Receipt receipt, String name) {
        for (EventRecord event : receipt.events()) {
            if (event.instance().equals(instance) && event.name().equals(name)) {
                return JSON.valueToTree(plain(event.name(), event.body()));
            }
        }
        throw new IllegalStateException("the receipt has no event " + name);
    }

    private Object plain(String name, Bytes body) {
        return client.descriptor(instance).events().stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .map(shape -> SchemaCodec.decode(shape.body(), body))
                .orElseThrow();
    }
}
