package theseus.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.node.HttpConfig;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.CborWriter;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What the launcher runs once after a build, so that the JVM may keep what {@code theseus up} loads
 * ({@code -XX:AOTCacheOutput}): a node of a new chain in a folder of its own that is asked, starts
 * again, and ends.
 */
public final class FirstStart {
    private static final AccountId NOBODY =
            new AccountId(Bytes.wrap(new byte[AccountId.SIZE_BYTES]));

    private FirstStart() {}

    public static void main(String[] arguments) {
        Theseus.commandLine(new String[] {"up"}).parseArgs("up", "--ephemeral", "--port", "0");
        Scratch.with("theseus-first", FirstStart::run);
    }

    private static void run(Path directory) {
        NodeConfig config =
                NodeConfig.of(directory.resolve("node")).withHttp(HttpConfig.DEFAULT.withPort(0));
        Node.create(
                config, Composition.shipped(NOBODY).compose("first", System.currentTimeMillis()));
        for (int start = 0; start < 2; start++) {
            try (Node node = Node.start(config)) {
                ask(node.address().orElseThrow());
            }
        }
    }

    private static void ask(URI address) {
        try (ChainClient client = ChainClient.connect(address)) {
            client.status();
            client.query("assets", "Supply", Map.of());
            Bytes body = new CborWriter().arrayHeader(2).bytes(NOBODY.bytes()).integer(1).toBytes();
            // Refused, since the sender has nothing; but it comes into a block.
            Transaction transfer =
                    client.sender(SigningKey.ed25519(NOBODY.bytes()))
                            .sign(List.of(new Message("assets", "Transfer", 1, body)));
            client.submit(transfer.encode(), Wait.COMMITTED);
        }
    }
}
