package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.state.spi.Storage;

/** A state is made again from its blocks, under the same engine or another. */
@Timeout(300)
final class RebuildTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"ROCKSDB, LEVELDB", "LEVELDB, LEVELDB", "LEVELDB, ROCKSDB"})
    void aDamagedStateIsMadeAgain(NodeConfig.StorageKind from, NodeConfig.StorageKind to) {
        Path whole = directory.resolve("node");
        NodeConfig config =
                TestChain.config(whole)
                        .withStorage(from)
                        .withHttp(CrashProcess.SHUT)
                        .withEngine(TestChain.config(whole).engine().withHeartbeatMillis(0));
        TestChain.create(config);
        DiskContent.live(config, new Random(1));
        String right = DiskContent.of(config);
        long height = spoil(config);
        assertEquals(
                "STORAGE_CORRUPT",
                assertThrows(NodeException.class, () -> Node.start(config)).code());
        List<Long> heard = new ArrayList<>();
        Rebuild.Outcome made =
                Rebuild.run(
                        config,
                        to == from ? Optional.empty() : Optional.of(to),
                        (block, of) -> {
                            assertEquals(height, of);
                            heard.add(block);
                        });
        assertEquals(height, made.height());
        assertEquals(to, made.storage());
        assertEquals(height, heard.getLast());
        assertTrue(Files.isDirectory(made.kept()));
        assertEquals(right, DiskContent.of(config.withStorage(to)));
        DiskContent.live(config.withStorage(to), new Random(2)); // it goes on
    }

    /** In the default run where the directory changes hands; with the flag at every step. */
    @Test
    void aRebuildThatIsKilledLeavesADirectoryThatOpens() throws Exception {
        Path whole = directory.resolve("node");
        NodeConfig config =
                TestChain.config(whole)
                        .withHttp(CrashProcess.SHUT)
                        .withEngine(TestChain.config(whole).engine().withHeartbeatMillis(0));
        TestChain.create(config);
        DiskContent.live(config, new Random(1));
        String right = DiskContent.of(config);
        Path undisturbed = directory.resolve("undisturbed");
        Copies.copy(whole, undisturbed);
        StruckSteps all = StruckSteps.whole();
        rebuild(config, undisturbed, all);
        boolean isLong = Boolean.getBoolean("theseus.long");
        List<String> struck = isLong ? all.steps() : List.of("keep the old state");
        List<StruckSteps.Left> lefts =
                isLong ? List.of(StruckSteps.Left.values()) : List.of(StruckSteps.Left.ALL);
        for (String step : struck) {
            for (StruckSteps.Left left : lefts) {
                Path place = directory.resolve("copy");
                Copies.copy(whole, place);
                int last = 1 + all.steps().indexOf(step);
                assertThrows(
                        StruckSteps.Killed.class,
                        () -> rebuild(config, place, new StruckSteps(last, left)));
                NodeConfig.StorageKind engine;
                try (DataDirectory data = DataDirectory.open(place)) {
                    engine = data.engine();
                }
                NodeConfig copy = config.withDirectory(place).withStorage(engine);
                assertEquals(right, DiskContent.of(copy), step + ", " + left);
                if (isLong) {
                    DiskContent.live(copy, new Random(2)); // it goes on
                    rebuild(config, place, DiskSteps.REAL); // and once more
                }
            }
        }
    }

    private static void rebuild(NodeConfig config, Path place, DiskSteps steps) {
        Rebuild.run(
                config.withDirectory(place),
                Optional.of(NodeConfig.StorageKind.LEVELDB),
                (block, of) -> {},
                steps);
    }

    @ParameterizedTest
    @CsvSource({"ROCKSDB", "LEVELDB"})
    void missingBlocksAreNotPassedOver(NodeConfig.StorageKind engine) {
        Path whole = directory.resolve("node");
        NodeConfig config = TestChain.config(whole).withStorage(engine);
        TestChain.create(config);
        DiskContent.live(config, new Random(1));
        try (Storage storage = Ground.open(engine, whole.resolve("state"))) {
            Storage.Row first =
                    storage.scan(Storage.Space.BLOCKS, new byte[0], Optional.empty(), 1).getFirst();
            storage.write(
                    List.of(
                            new Storage.Write(
                                    Storage.Space.BLOCKS, first.key(), Optional.empty())));
        }
        assertEquals(
                "BLOCKS_MISSING",
                assertThrows(
                                NodeException.class,
                                () -> Rebuild.run(config, Optional.empty(), (block, of) -> {}))
                        .code());
        Node.start(config).close(); // all is as it was
    }

    /** Loses records, behind the back of the engine's checksums. */
    private static long spoil(NodeConfig config) {
        Path state = config.directory().resolve("state");
        try (Storage storage = Ground.open(config.storage(), state)) {
            List<Storage.Row> rows =
                    storage.scan(Storage.Space.RECORDS, new byte[0], Optional.empty(), 10_000);
            storage.write(
                    List.of(
                            new Storage.Write(
                                    Storage.Space.RECORDS,
                                    rows.get(rows.size() / 2).key(),
                                    Optional.empty())));
        }
        try (DataDirectory data = DataDirectory.open(config.directory());
                ValidatorGuard guard =
                        ValidatorGuard.open(data.validatorKey(), data.guard(), false)) {
            return guard.height();
        }
    }
}
