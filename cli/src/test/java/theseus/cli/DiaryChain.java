package theseus.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Message;
import theseus.protocol.SchemaCodec;
import theseus.protocol.Sha256;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;

/** A node with one diary, written to by one account. */
final class DiaryChain implements AutoCloseable {
    private final Node node;
    private final ChainClient client;
    private final Sender writer;
    private final Descriptor descriptor;

    DiaryChain(Path directory, Path jar) {
        ModuleFile module = ModuleFile.read(jar);
        descriptor = module.descriptor();
        NodeConfig config = NodeConfig.of(directory).withPort(0);
        Node.create(
                config,
                new NewChain(
                        "diaries",
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        List.of(
                                new NewChain.NewInstance(
                                        "diary",
                                        module.artifact(),
                                        Bytes.EMPTY,
                                        List.of(),
                                        List.of()))));
        node = Node.start(config);
        client = ChainClient.connect(node.address().orElseThrow());
        writer = client.sender(SigningKey.ed25519(Sha256.of(Bytes.EMPTY).bytes()));
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
