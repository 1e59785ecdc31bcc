package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.module.assets.Assets;
import theseus.protocol.Genesis;

/**
 * Nodes as they are on a system for which there are no native libraries: the JARs are there, what
 * is native in them is not.
 */
@Timeout(180)
final class WithoutNativeTest {
    @TempDir Path directory;

    private NodeConfig config() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        return config.withStorage(NodeConfig.StorageKind.LEVELDB)
                .withEngine(config.engine().withHeartbeatMillis(0));
    }

    /** What was decided with native libraries is decided in the same way without them. */
    @Test
    void aNodeGoesOnWithoutThemAndSaysThatItIsSlower() throws Exception {
        Genesis genesis = TestChain.create(config());
        DiskContent.live(config(), new Random(1));
        String right = DiskContent.of(config());
        List<String> rebuilt = new ArrayList<>();
        Process process = start("rebuild", List.of("bcprov", "AmazonCorretto"));
        process.inputReader().lines().forEach(rebuilt::add);
        assertEquals(0, process.waitFor());
        assertEquals(List.of("rebuilt with jdk"), rebuilt);
        assertEquals(right, DiskContent.of(config()));

        process = start("leveldb", List.of());
        try {
            URI address = URI.create(process.inputReader().readLine());
            try (ChainClient client = ChainClient.trusting(genesis, address);
                    Http http = new Http(address)) {
                Answer.Committed sent =
                        client.sender(TestChain.ISSUER)
                                .send(
                                        "gold",
                                        new Assets.Transfer(TestChain.account(TestChain.OTHER), 1));
                assertTrue(sent.height() > 0);
                var status = http.get("/v1/status").json();
                assertEquals("bouncycastle", status.path("signatures").asText());
                assertEquals(2, status.path("signaturesTimesSlower").asInt());
            }
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
        }
        String log = Files.readString(directory.resolve("errors"));
        assertTrue(log.contains("signatures.slow provider=bouncycastle timesSlower=2"), log);
    }

    @Test
    void withoutItsNativeLibraryRocksDbNamesTheOtherEngine() throws Exception {
        TestChain.create(config());
        Process process = start("rocksdb", List.of());
        assertEquals("", process.inputReader().lines().collect(Collectors.joining()));
        assertNotEquals(0, process.waitFor());
        String log = Files.readString(directory.resolve("errors"));
        assertTrue(log.contains("Set storage = leveldb"), log);
        assertTrue(log.contains("STORAGE_FAILED") || log.contains("RocksDB does not load"), log);
    }

    private Process start(String what, List<String> missing) throws IOException {
        List<String> path = new ArrayList<>();
        for (String one : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean isNative = one.contains("rocksdbjni") || one.contains("AmazonCorretto");
            if (missing.stream().noneMatch(one::contains)) {
                path.add(isNative ? withoutLibraries(Path.of(one)).toString() : one);
            }
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        String.join(File.pathSeparator, path),
                        WithoutNativeProcess.class.getName(),
                        what,
                        directory.resolve("node").toString())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    /** A copy of a JAR that holds only what runs everywhere. */
    private Path withoutLibraries(Path jar) throws IOException {
        Path copy = directory.resolve(jar.getFileName());
        if (Files.exists(copy)) {
            return copy;
        }
        try (JarFile in = new JarFile(jar.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy))) {
            for (Enumeration<JarEntry> all = in.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                boolean isLibrary =
                        Arrays.stream(new String[] {".so", ".dll", ".jnilib", ".dylib"})
                                .anyMatch(entry.getName()::endsWith);
                if (!isLibrary && !entry.getName().startsWith("META-INF/")) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return copy;
    }
}
