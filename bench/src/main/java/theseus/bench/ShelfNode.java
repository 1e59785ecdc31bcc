package theseus.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import theseus.node.HttpConfig;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Genesis;
import theseus.sdk.Bytes;

/** A node on disk, in this process, whose chain has the module {@code shelf} with its records. */
record ShelfNode(Node node, Genesis genesis) implements AutoCloseable {
    static final String SHELF = "shelf";

    private static final int LIBRARIAN = 9_001;

    static ShelfNode start(Path directory, long records) throws Exception {
        NodeConfig config = NodeConfig.of(directory).withHttp(HttpConfig.DEFAULT.withPort(0));
        Genesis genesis =
                Node.create(
                        config,
                        new NewChain(
                                "bench",
                                System.currentTimeMillis(),
                                Genesis.Parameters.DEFAULT,
                                List.of(
                                        new NewChain.NewInstance(
                                                SHELF,
                                                ShelfModules.shelf(),
                                                Bytes.EMPTY,
                                                List.of(),
                                                List.of()))));
        ShelfNode shelf = new ShelfNode(Node.start(config), genesis);
        try {
            Sent.fill(shelf.node::submit, new Caller(genesis.hash(), LIBRARIAN), SHELF, records);
            return shelf;
        } catch (Exception | Error e) {
            shelf.close();
            throw e;
        }
    }

    URI address() {
        return node.address().orElseThrow();
    }

    @Override
    public void close() {
        node.close();
    }
}
