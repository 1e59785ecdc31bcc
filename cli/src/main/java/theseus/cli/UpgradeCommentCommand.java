package theseus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.ChainClient;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** {@code theseus upgrade comment}: a remark that stays with a plan, by its hash. */
@Command(
        name = "comment",
        description = {
            "Leave a remark with a plan, by its hash.",
            "The chain keeps SHA-256 of the text and who said it when; keep the text yourself and"
                    + " hand it to whom it concerns: anybody can tell that it is the one."
        })
final class UpgradeCommentCommand implements Runnable {
    private static final long GAS = 20_000_000;

    @Mixin private PlanReference plan = new PlanReference();

    @Option(names = "--text", paramLabel = "TEXT", description = "The remark.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--file", paramLabel = "FILE", description = "The remark, from a file.")
    private Optional<Path> file = Optional.empty();

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private Signing signing = new Signing();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        Bytes content = content();
        if (content.size() == 0) {
            throw Failure.usage("The remark is empty; say something.");
        }
        Hash remark = Sha256.of(content);
        output.result(node.ask(client -> comment(client, remark)));
    }

    private Bytes content() {
        if (text.isPresent() == file.isPresent()) {
            throw Failure.usage("Say what: either --text TEXT or --file FILE.");
        }
        try {
            return text.isPresent()
                    ? Bytes.ofUtf8(text.get())
                    : Bytes.wrap(Files.readAllBytes(file.orElseThrow()));
        } catch (IOException e) {
            throw Failure.unavailable("Cannot read " + file.orElseThrow() + ".");
        }
    }

    private Map<String, Object> comment(ChainClient client, Hash remark) {
        Committee committee = governance.of(client);
        PlanReference.Found found = plan.find(client, committee);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("proposal", found.number());
        fields.put("remark", remark.toString());
        committee.send(signing.sender(client, GAS), "Comment", fields);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plan", found.id().toString());
        document.put("remark", remark.toString());
        return document;
    }
}
