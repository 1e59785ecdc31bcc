package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.MalformedException;
import theseus.protocol.Message;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;

/** {@code theseus tx}: signs and sends one message, driven by the module's descriptor. */
@Command(
        name = "tx",
        description = {
            "Sign and send a message.",
            "Waits until it is committed.",
            "Without a message, list those of the instance."
        },
        footer = {
            "%nExample:",
            "  theseus tx assets Transfer to=@bob amount=5 --from alice",
            "A value after name:= is JSON; @KEY stands for that key's account."
        },
        subcommands = {TxExplainCommand.class, TxShowCommand.class})
final class TxCommand implements Runnable {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "INSTANCE",
            description = "Whom to ask; theseus status lists them.")
    private Optional<String> instance = Optional.empty();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MESSAGE",
            description = "What to ask for.")
    private Optional<String> message = Optional.empty();

    @Parameters(index = "2..*", paramLabel = "FIELD=VALUE", description = "The message's fields.")
    private List<String> fields = List.of();

    @Option(
            names = "--gas",
            paramLabel = "GAS",
            description = "Gas limit (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + Sender.DEFAULT_GAS_LIMIT)
    private long gas = Sender.DEFAULT_GAS_LIMIT;

    @Option(
            names = "--dry-run",
            description = "Only say what it would do and cost; nothing is sent to the chain.")
    private boolean dryRun;

    @Mixin private Signing signing = new Signing();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        String target =
                instance.orElseThrow(
                        () ->
                                Failure.usage(
                                        "Say for which instance, e.g. theseus tx assets;"
                                                + " theseus status lists them."));
        node.ask(client -> run(client, target));
    }

    private boolean run(ChainClient client, String target) {
        if (message.isEmpty()) {
            list(client.descriptor(target));
            return true;
        }
        Descriptor descriptor =
                CodeInForce.of(client, target).orElseThrow(() -> noInstance(client, target));
        Descriptor.MessageShape shape =
                shape(descriptor, message.get())
                        .or(() -> ofCandidate(client, target, message.get()))
                        .orElseThrow(() -> unknown(descriptor, message.get()));
        Object body = new Fields(Home.keys()).parse(shape.body(), fields);
        Message content = new Message(target, shape.name(), shape.form(), encode(shape, body));
        Bytes submission = signing.sender(client, gas).sign(List.of(content)).encode();
        if (dryRun) {
            wouldApply(Plain.map(client.dryRun(submission)));
            return true;
        }
        return report(client, client.submit(submission, Wait.COMMITTED));
    }

    private boolean report(ChainClient client, Answer answer) {
        return switch (answer) {
            case Answer.Refused refused ->
                    throw Failure.refused(
                            refused.code(), refused.code() + ": " + refused.explanation());
            case Answer.Accepted accepted ->
                    throw new IllegalStateException("accepted only: " + accepted.id());
            case Answer.Committed committed -> {
                Map<String, Object> shown =
                        Plain.map(client.get("/v1/transactions/" + committed.id()));
                Optional<Failure> failure = failure(committed);
                if (failure.isPresent()) {
                    throw output.failed(shown, failure.get());
                }
                output.result(shown);
                yield true;
            }
        };
    }

    private void wouldApply(Map<String, Object> shown) {
        JsonNode receipt = new ObjectMapper().valueToTree(shown).path("receipt");
        if (!receipt.path("status").asText().equals("applied")) {
            String code = receipt.path("code").asText(receipt.path("status").asText());
            throw output.failed(
                    shown, Failure.refused(code, "It would not be applied: " + code + "."));
        }
        output.result(shown);
    }

    private static Optional<Failure> failure(Answer.Committed committed) {
        String advice = " See: theseus tx explain " + committed.id();
        return switch (committed.receipt().status()) {
            case Receipt.Status.Applied _ -> Optional.empty();
            case Receipt.Status.Refused refused ->
                    refused(
                            refused.code(),
                            "%s refused: %s.%s"
                                    .formatted(refused.instance(), refused.code(), advice));
            case Receipt.Status.Trapped trapped ->
                    refused(
                            trapped.kind().name(),
                            "%s failed: %s, %s.%s"
                                    .formatted(
                                            trapped.instance(),
                                            trapped.kind(),
                                            trapped.reason(),
                                            advice));
            case Receipt.Status.Rejected rejected ->
                    refused(rejected.code(), "The chain did not let it in: " + rejected.code());
        };
    }

    private static Optional<Failure> refused(String code, String message) {
        return Optional.of(Failure.refused(code, message));
    }

    private void list(Descriptor descriptor) {
        Map<String, Object> messages = new LinkedHashMap<>();
        for (Descriptor.MessageShape shape : descriptor.messages()) {
            messages.put(shape.name(), Fields.words(shape.body()));
        }
        output.result(Map.of("messages", messages));
    }

    private static Optional<Descriptor.MessageShape> shape(Descriptor descriptor, String name) {
        return descriptor.messages().stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst();
    }

    /** One that a plan under way brings: the chain says whom it serves already. */
    private static Optional<Descriptor.MessageShape> ofCandidate(
            ChainClient client, String target, String name) {
        return client.upgrades().activePlans().stream()
                .map(plan -> PlanReference.record(client, plan.id()).plan())
                .flatMap(plan -> plan.actions().stream())
                .filter(action -> action.instance().equals(target))
                .flatMap(
                        action ->
                                action instanceof Plan.Action.Upgrade upgrade
                                        ? client
                                                .upgrades()
                                                .artifact(upgrade.to())
                                                .flatMap(Artifact::descriptor)
                                                .stream()
                                        : Stream.of())
                .flatMap(candidate -> shape(candidate, name).stream())
                .findFirst();
    }

    /** As the node says it of a name that is none. */
    private static Failure noInstance(ChainClient client, String target) {
        client.descriptor(target);
        return Failure.refused(
                "NODE_LIES",
                "The node shows an instance '%s', but by its proof the chain has none. Nothing was sent; ask another node."
                        .formatted(target));
    }

    private static Failure unknown(Descriptor descriptor, String name) {
        return Failure.usage(
                "The module '%s' has no message '%s'; it has %s."
                        .formatted(
                                descriptor.module(),
                                name,
                                descriptor.messages().stream().map(m -> m.name()).toList()));
    }

    private static Bytes encode(Descriptor.MessageShape shape, Object body) {
        try {
            return SchemaCodec.encode(shape.body(), body);
        } catch (MalformedException | IllegalArgumentException e) {
            throw Failure.usage(e.getMessage() + ". " + Fields.wanted(shape.body()));
        }
    }
}
