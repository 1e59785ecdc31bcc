package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.crypto.Signatures;
import theseus.kernel.Kernel;
import theseus.module.assets.Assets;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.rocksdb.RocksStorage;

/** A stream that goes over many blocks ends with its client, and lets it hear something. */
@Timeout(60)
final class EventScanTest {
    private static final int BLOCKS = 6;

    @TempDir static Path root;
    private static DataDirectory directory;
    private static VersionedState state;
    private static Readers readers;
    private static Chain chain;

    @BeforeAll
    static void make() {
        NodeConfig config = TestChain.config(root.resolve("node"));
        Genesis genesis = TestChain.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.connect(TestChain.address(node))) {
            for (int i = 0; i < BLOCKS; i++) {
                client.sender(TestChain.ISSUER)
                        .send("gold", new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
            }
        }
        directory = DataDirectory.open(config.directory());
        Map<Hash, Artifact> artifacts = directory.artifacts(genesis);
        state = VersionedState.open(RocksStorage.open(directory.state()), 1_000);
        var runtime = new BytecodeRuntime();
        Kernel kernel = new Kernel(runtime, Signatures.best());
        var application =
                new ChainApplication(
                        genesis,
                        artifacts,
                        state,
                        kernel,
                        kernel,
                        ValidatorGuard.observing(),
                        new BlockMetrics());
        Catalog catalog = new Catalog();
        readers = new Readers(1, () -> kernel);
        chain = new Chain(genesis, application, state, catalog, new Views(catalog), readers);
    }

    @AfterAll
    static void close() {
        readers.close();
        state.close();
        directory.close();
    }

    private static Reply.Stream open(EventApi events, Map<String, String> query) {
        Operation operation = events.operations().getFirst();
        Request request = new Request(Map.of(), query, "", "", "", "somebody", () -> new byte[0]);
        try {
            return assertInstanceOf(Reply.Stream.class, operation.handler().handle(request));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoseClientWentReadsNoFurtherBlock() {
        var events = new EventApi(chain, new ClientQuota(1, 1), 1_000);
        Reply.Stream stream = open(events, Map.of("from", "1:0:0", "name", "Transferred"));
        var out = new ByteArrayOutputStream();
        Thread.currentThread().interrupt(); // as Connection does
        assertThrows(InterruptedException.class, () -> stream.body().writeTo(out));
        String read = out.toString(StandardCharsets.UTF_8);
        assertTrue(read.split("id: ", -1).length - 1 <= 1, read);
    }

    @Test
    @Timeout(10)
    void whoHearsNothingHearsThatItIsServed() {
        var events = new EventApi(chain, new ClientQuota(1, 1), 2);
        Reply.Stream stream = open(events, Map.of("from", "1:0:0", "name", "Nothing"));
        var gone =
                new OutputStream() {
                    private int heard;

                    @Override
                    public void write(int one) {
                        throw new AssertionError("one by one");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
                        if (text.equals(": still here\n\n") && ++heard == BLOCKS / 2) {
                            throw new IOException("gone");
                        }
                    }
                };
        assertThrows(IOException.class, () -> stream.body().writeTo(gone));
        assertEquals(BLOCKS / 2, gone.heard);
    }
}
