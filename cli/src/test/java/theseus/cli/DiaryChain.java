package theseus.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.client.Sender;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.SchemaCodec;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;

/** A node with one diary, written to by one account. */
final class DiaryChain implements AutoCloseable {
    private static final int PIECE_BYTES = 60_000;
    private static final long COUNCIL_GAS = 40_000_000;
    private static final Plan.Window WINDOW = new Plan.Window(6, 0, 1, 1);

    record Stage(Hash artifact, int index, int count, Bytes content)
            implements theseus.sdk.Message {}

    record Propose(Bytes plan, PlanKind kind) implements theseus.sdk.Message {}

    record Approve(Hash plan) implements theseus.sdk.Message {}

    record Stop(Hash plan) implements theseus.sdk.Message {}

    private final Node node;
    private final ChainClient client;
    private final Sender writer;
    private final Descriptor descriptor;

    DiaryChain(Path directory, Path jar) {
        this(NodeConfig.of(directory).withPort(0), jar, List.of());
    }

    /** Whose node makes no block by itself. */
    static DiaryChain quiet(Path directory, Path jar) {
        return new DiaryChain(StoppedNode.config(directory), jar, List.of());
    }

    /** With a council that upgrades. */
    static DiaryChain with(Path directory, Path jar, Path council) {
        return new DiaryChain(NodeConfig.of(directory).withPort(0), jar, List.of(council(council)));
    }

    /** Whose node makes no block by itself; with a council, and {@code governance}. */
    static DiaryChain governed(Path directory, Path jar, Path council, Path governance) {
        return new DiaryChain(
                StoppedNode.config(directory),
                jar,
                List.of(
                        council(council),
                        new NewChain.NewInstance(
                                Committee.INSTANCE,
                                ModuleFile.read(governance).artifact(),
                                Bytes.EMPTY,
                                List.of(),
                                List.of())));
    }

    private static NewChain.NewInstance council(Path jar) {
        return new NewChain.NewInstance(
                "council",
                ModuleFile.read(jar).artifact(),
                Bytes.EMPTY,
                List.of(),
                List.of(Capability.PLANS));
    }

    private DiaryChain(NodeConfig config, Path jar, List<NewChain.NewInstance> others) {
        ModuleFile module = ModuleFile.read(jar);
        descriptor = module.descriptor();
        Node.create(
                config,
                new NewChain(
                        "diaries",
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        Stream.concat(
                                        others.stream(),
                                        Stream.of(
                                                new NewChain.NewInstance(
                                                        "diary",
                                                        module.artifact(),
                                                        Bytes.EMPTY,
                                                        List.of(),
                                                        List.of())))
                                .toList()));
        node = Node.start(config);
        client = ChainClient.connect(node.address().orElseThrow());
        writer = client.sender(SigningKey.ed25519(Sha256.of(Bytes.EMPTY).bytes()));
    }

    /** Opens and approves a plan that puts {@code to} in the place of {@code from}. */
    Hash upgrade(ModuleFile from, ModuleFile to) {
        Bytes code = to.artifact().encode();
        int count = (code.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        Sender council = writer.withGasLimit(COUNCIL_GAS);
        for (int i = 0; i < count; i++) {
            Bytes piece = code.slice(i * PIECE_BYTES, Math.min(code.size(), (i + 1) * PIECE_BYTES));
            council.send("council", new Stage(to.artifact().hash(), i, count, piece));
        }
        Plan plan = plan(from.artifact().hash(), to.artifact().hash());
        council.send("council", new Propose(plan.encode(), plan.kind()));
        council.send("council", new Approve(plan.id()));
        return plan.id();
    }

    private Plan plan(Hash from, Hash to) {
        return new Plan(
                client.chain(),
                "a test",
                List.of(new Plan.Action.Upgrade("diary", from, to, List.of(), List.of())),
                false,
                false,
                new Plan.Schedule(
                        1_000,
                        1_000,
                        10_000,
                        2,
                        120,
                        WINDOW,
                        List.of(new Plan.Step(5_000, WINDOW)),
                        WINDOW,
                        4,
                        400),
                List.of(),
                List.of(new Plan.MessageName("diary", "Erase")),
                Optional.empty());
    }

    /** Puts something to the vote of {@code governance}. */
    void ballot(String title, Optional<Hash> plan) {
        writer.send(Committee.INSTANCE, new Ballots.Propose(title, plan));
    }

    void stop(Hash plan) {
        writer.send("council", new Stop(plan));
    }

    /** Writes until the plan is there or has ended; where it is then. */
    PlanStatus writeUntil(Hash plan, Phase phase) {
        while (true) {
            PlanStatus status = client.upgrades().plan(plan).orElseThrow();
            if (status.phase() == phase || status.phase().ended()) {
                return status;
            }
            write("while it is " + status.phase());
        }
    }

    String address() {
        return node.address().orElseThrow().toString();
    }

    ChainClient client() {
        return client;
    }

    /** Each in a block of its own. */
    void write(String... texts) {
        for (String text : texts) {
            send("Write", Map.of("text", text));
        }
    }

    void send(String name, Map<String, Object> fields) {
        Descriptor.MessageShape shape =
                descriptor.messages().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        writer.sendAll(
                List.of(
                        List.of(
                                new Message(
                                        "diary",
                                        name,
                                        shape.form(),
                                        SchemaCodec.encode(shape.body(), fields)))),
                theseus.client.Wait.COMMITTED);
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
