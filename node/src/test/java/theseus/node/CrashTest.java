package theseus.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process is killed at each turn of an upgrade; the node comes to the blocks and tables of an
 * undisturbed one. The campaigns do so for all kinds of plans and many seeds, for as many minutes
 * as {@code -Dtheseus.minutes} says, and count what was struck.
 */
final class CrashTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "LEVELDB"})
    void aProcessIsKilledAtEachTurn(NodeConfig.StorageKind engine) throws Exception {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println(engine + " seed " + seed);
        System.out.println(
                Ordeal.ofProcesses(engine, Story.FORWARD, false, seed, directory).half().run());
    }

    @Test
    @EnabledIfSystemProperty(named = "theseus.long", matches = "true")
    void processesAreKilledForLong() throws Exception {
        campaign(
                true,
                (story, seed) ->
                        Ordeal.ofProcesses(
                                seed % 2 == 0
                                        ? NodeConfig.StorageKind.ROCKSDB
                                        : NodeConfig.StorageKind.LEVELDB,
                                story,
                                true,
                                seed,
                                fresh(seed)));
    }

    @Test
    @EnabledIfSystemProperty(named = "theseus.long", matches = "true")
    void powerIsCutForLong() throws Exception {
        campaign(false, (story, seed) -> Ordeal.ofPower(story, true, seed, fresh(seed)));
    }

    private interface Ordeals {
        Ordeal of(Story story, long seed) throws Exception;
    }

    private Path fresh(long seed) throws Exception {
        return Files.createDirectories(directory.resolve("seed" + seed));
    }

    private void campaign(boolean kills, Ordeals ordeals) throws Exception {
        long first = Long.getLong("theseus.seed", 1);
        long until = System.nanoTime() + Long.getLong("theseus.minutes", 30) * 60_000_000_000L;
        Map<String, Integer> struck = new TreeMap<>();
        int strikes = 0;
        long seed = first;
        for (; System.nanoTime() < until; seed++) {
            Story[] all = Story.values();
            Story story = all[new Random(seed).nextInt(all.length)];
            try {
                for (String where : ordeals.of(story, seed).run()) {
                    strikes++;
                    struck.merge(where, 1, Integer::sum);
                }
            } catch (Exception | Error e) {
                throw new AssertionError(story + " of seed " + seed, e);
            }
            delete(directory.resolve("seed" + seed));
            if (seed % 10 == 0) {
                System.out.printf("%d seeds, %d strikes%n", seed - first + 1, strikes);
            }
        }
        System.out.printf(
                "%s: seeds %d to %d, %d strikes, all equal%n",
                kills ? "processes killed" : "power cut", first, seed - 1, strikes);
        struck.forEach((where, count) -> System.out.println("  " + count + " " + where));
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
