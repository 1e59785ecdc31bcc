package theseus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.kernel.ChainRecord;
import theseus.kernel.KernelTables;
import theseus.protocol.Phase;
import theseus.protocol.SigningKey;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** {@code theseus upgrade trip}: a validator's emergency brake. */
@Command(
        name = "trip",
        description = {
            "State as a validator that a plan must stop.",
            "When more than a third of the voting power has said so, the plan is taken back with the"
                    + " next block. It needs no vote, account or fee, and cannot be unsaid."
        })
final class UpgradeTripCommand implements Runnable {
    private static final int WINDOW_BLOCKS = 1_000;

    @Mixin private PlanReference plan = new PlanReference();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason = "";

    @Option(
            names = "--validator",
            paramLabel = "DIR",
            description =
                    "The validator's directory, whose validator.key signs (default:"
                            + " ~/.theseus/node).")
    private Path directory = Home.user().resolve("node");

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        SigningKey key = key();
        output.result(node.ask(client -> trip(client, key)));
    }

    private SigningKey key() {
        Path file = directory.resolve("validator.key");
        try {
            return SigningKey.ed25519(Bytes.fromHex(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.unavailable(
                    "There is no validator's key in "
                            + file
                            + "; name the node's directory: --validator DIR");
        }
    }

    private Map<String, Object> trip(ChainClient client, SigningKey key) {
        PlanReference.Found found = plan.find(client, governance.of(client));
        long height = client.status().height();
        Statement unsigned =
                new Statement(
                        client.chain(),
                        key.publicKey(),
                        height,
                        height + WINDOW_BLOCKS - 1,
                        moduleSet(client),
                        new Statement.Body.Trip(found.id(), reason),
                        Bytes.EMPTY);
        Statement signed = unsigned.withSignature(key.sign(unsigned.signingBytes()));
        Answer answer = client.submit(signed.encode(), Wait.COMMITTED);
        if (answer instanceof Answer.Refused refused) {
            throw Failure.refused(refused.code(), refused.code() + ": " + refused.explanation());
        }
        if (answer instanceof Answer.Committed committed && !committed.applied()) {
            throw Failure.refused(
                    "NOT_COUNTED", "The statement did not count: " + committed.receipt().status());
        }
        Phase phase = PlanReference.record(client, found.id()).phase();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plan", found.id().toString());
        document.put("statement", signed.id().toString());
        document.put("phase", phase.name());
        document.put(
                "stopped",
                phase == Phase.ROLLED_BACK
                        ? "yes"
                        : "not yet: more than a third of the voting power must say so");
        return document;
    }

    private static Hash moduleSet(ChainClient client) {
        return client.prove(KernelTables.PARAMETERS, KernelTables.SINGLE, OptionalLong.empty())
                .value()
                .map(ChainRecord::decode)
                .map(ChainRecord::moduleSet)
                .orElseThrow();
    }
}
