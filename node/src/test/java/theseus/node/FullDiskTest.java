package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A full disk stops the chain and not more, and says so; with room it goes on. */
@Timeout(180)
final class FullDiskTest {
    private static final int NOBODY_HAS_MEGABYTES = Integer.MAX_VALUE;

    @TempDir Path directory;

    @Test
    void roomIsMissedAndFoundAgain() {
        AtomicLong free = new AtomicLong(200L << 20);
        DiskRoom room = new DiskRoom(directory, 128, free::get);
        assertEquals(Optional.empty(), room.lack());
        free.set(100L << 20);
        assertTrue(room.lack().orElseThrow().contains("100 MB left and keeps 128"));
        assertFalse(room.isEnough());
        free.set(128L << 20);
        assertEquals(Optional.empty(), room.lack());
    }

    @Test
    void beforeTheDiskIsFullNothingIsTakenAndReadersAreAnswered() throws Exception {
        NodeConfig config =
                TestChain.config(directory.resolve("node"))
                        .withMinFreeMegabytes(NOBODY_HAS_MEGABYTES);
        TestChain.create(config);
        try (Node node = Node.start(config)) {
            assertTrue(
                    new Http(TestChain.address(node)).get("/v1/status").body().contains("MB left"));
            assertTrue(
                    new Http(TestChain.address(node))
                            .get("/metrics")
                            .body()
                            .contains("theseus_paused 1"));
            assertTrue(
                    node.submit(theseus.sdk.Bytes.EMPTY)
                                    instanceof
                                    theseus.kernel.spi.ConsensusEngine.Submitted.Rejected refused
                            && refused.code().equals("PAUSED")
                            && refused.retryAfterMillis() > 0);
            assertEquals(0, node.height());
        }
        DiskContent.live(config.withMinFreeMegabytes(1), new java.util.Random(1));
    }

    /** In a namespace of its own, where anybody may mount; where that is forbidden, skipped. */
    @ParameterizedTest
    @CsvSource({"ROCKSDB", "LEVELDB"})
    void aDiskThatIsFullInTheMiddleOfAWriteLosesNothing(NodeConfig.StorageKind engine)
            throws Exception {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        String mount = "mount -t tmpfs -o size=256m small " + disk;
        assumeTrue(run(mount) == 0, "no small disk can be mounted here");
        int status =
                run(
                        mount
                                + " && exec '"
                                + Path.of(System.getProperty("java.home"), "bin", "java")
                                + "' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                                + " --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir='"
                                + directory
                                + "' -Dtheseus.home='"
                                + System.getProperty("theseus.home")
                                + "' -cp '"
                                + System.getProperty("java.class.path")
                                + "' "
                                + FullDiskProcess.class.getName()
                                + " "
                                + disk
                                + " "
                                + engine
                                + " 3000000");
        String said = Files.readString(directory.resolve("said"), StandardCharsets.UTF_8);
        assertEquals(0, status, said);
        assertTrue(said.contains("the disk is full"), said);
        assertTrue(said.contains("WHOLE"), said);
        said.lines().filter(line -> line.startsWith("WHOLE")).forEach(System.out::println);
    }

    private int run(String command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder("unshare", "-rm", "sh", "-c", command)
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("said").toFile())
                            .start();
        } catch (java.io.IOException noSuchProgram) {
            return -1;
        }
        try {
            return process.waitFor(120, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
