package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {
    @TempDir Path directory;

    private NodeConfig read(String text) throws IOException {
        return NodeConfig.read(Files.writeString(directory.resolve("node.conf"), text));
    }

    private NodeException refused(String code, String text) {
        NodeException refused = assertThrows(NodeException.class, () -> read(text));
        assertEquals(code, refused.code(), refused.getMessage());
        return refused;
    }

    @Test
    void emptyFileMeansDefaults() throws IOException {
        assertEquals(NodeConfig.of(directory.resolve("data")), read("# nothing\n\n"));
    }

    @Test
    void keysAreTheComponents() throws IOException {
        NodeConfig config =
                read(
                        """
                        directory = elsewhere
                        storage = memory
                        http.port = 5_000
                        http.host = 10.0.0.7
                        http.tlsCertificate = tls/node.pem
                        http.tlsKey = /etc/theseus/key.pem
                        http.tokens = tokens
                        http.quota.streamsPerClient = 3
                        engine.heartbeatMillis = 250
                        """);
        assertEquals(directory.resolve("elsewhere"), config.directory());
        assertEquals(NodeConfig.StorageKind.MEMORY, config.storage());
        assertEquals(5_000, config.http().port());
        assertEquals("10.0.0.7", config.http().host());
        assertEquals(directory.resolve("tls/node.pem"), config.http().tlsCertificate());
        assertEquals(Path.of("/etc/theseus/key.pem"), config.http().tlsKey());
        assertEquals(directory.resolve("tokens"), config.http().tokens());
        assertEquals(3, config.http().quota().streamsPerClient());
        assertEquals(250, config.engine().heartbeatMillis());
    }

    @Test
    void boundsThatCouldNotBeKeptAreRefused() {
        assertThrows(NodeException.class, () -> read("http.quota.streamsPerClient = 0\n"));
        String most = "http.maxInFlightBytes = " + Integer.MAX_VALUE + "\n";
        assertThrows(
                NodeException.class,
                () -> read(most + "http.maxBodyBytes = " + Integer.MAX_VALUE + "\n"));
        assertThrows(
                NodeException.class,
                () ->
                        read(
                                most
                                        + "http.maxBodyBytes = "
                                        + (HttpConfig.MOST_BODY_BYTES + 1)
                                        + "\n"));
    }

    @Test
    void unknownKeyNamesTheNearest() {
        String message = refused("CONFIGURATION_KEY_UNKNOWN", "\nhttp.prot = 1\n").getMessage();
        assertTrue(message.contains("line 2"), message);
        assertTrue(message.contains("did you mean 'http.port'?"), message);
        message = refused("CONFIGURATION_KEY_UNKNOWN", "completely.different = 1").getMessage();
        assertTrue(message.contains("engine.lingerMillis"), message);
    }

    @Test
    void wrongValuesNameTheLine() {
        refused("CONFIGURATION_VALUE", "http.port = high");
        refused("CONFIGURATION_VALUE", "http.port = 70000");
        refused("CONFIGURATION_VALUE", "storage = paper");
        refused("CONFIGURATION_VALUE", "http.enabled = yes");
        refused("CONFIGURATION_VALUE", "http.tlsKey = key.pem");
        refused("CONFIGURATION_VALUE", "http.quota.connections = 0");
        refused("CONFIGURATION_VALUE", "http.port");
        refused("CONFIGURATION_VALUE", "http.port = 1\nhttp.port = 2");
        refused("CONFIGURATION_VALUE", "engine.maxQueued = 0");
    }

    @Test
    void missingFile() {
        var refused =
                assertThrows(NodeException.class, () -> NodeConfig.read(directory.resolve("none")));
        assertEquals("CONFIGURATION_UNREADABLE", refused.code());
    }
}
