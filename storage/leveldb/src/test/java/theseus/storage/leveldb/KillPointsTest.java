package theseus.storage.leveldb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * The engine is ended at each step with which it changes the disk, one by one: by a process that is
 * killed, and by a power cut. What is left holds all that was synced, and of the writes after that
 * the first ones, whole.
 */
@Timeout(600)
final class KillPointsTest {
    private static final int WRITES = 30;
    private static final int KEYS = 40;
    private static final int MOST_BYTES = 9_000;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int POINTS = 10;

    @TempDir Path directory;
    private final long seed = Long.getLong("theseus.seed", 1);

    /** What is written, and where it had been synced last. */
    private record Told(List<SortedMap<String, String>> contents, int done, int synced) {}

    @Test
    void whatWasSyncedIsThereWhereverItEnds() throws Exception {
        StruckDisk whole = new StruckDisk(0, StruckDisk.Left.ALL);
        Path undisturbed = directory.resolve("whole");
        Told all = tell(undisturbed, whole);
        assertEquals(WRITES, all.done());
        int steps = whole.steps().size();
        SortedSet<String> kinds = new TreeSet<>(whole.steps());
        boolean isLong = Boolean.getBoolean("theseus.long");
        // In the default run one of each kind, and some more.
        SortedSet<Integer> chosen = new TreeSet<>();
        kinds.forEach(kind -> chosen.add(1 + whole.steps().lastIndexOf(kind)));
        int stride = isLong ? 1 : Math.max(1, steps / POINTS);
        for (int step = 1 + (int) (seed % stride); step <= steps; step += stride) {
            chosen.add(step);
        }
        int struck = 0;
        SortedSet<String> struckKinds = new TreeSet<>();
        for (int step : chosen) {
            for (StruckDisk.Left left : StruckDisk.Left.values()) {
                if (isLong) {
                    struckKinds.addAll(strike(step, left, false));
                    struckKinds.addAll(strike(step, left, true));
                    struck += 2;
                } else if (left.ordinal() == step % 3) {
                    struckKinds.addAll(strike(step, left, step % 2 == 0));
                    struck++;
                }
            }
        }
        System.out.printf(
                "seed %d: %d steps of %d kinds, struck %d at %d of them%n  %s%n",
                seed, steps, kinds.size(), struck, struckKinds.size(), kinds);
        assertTrue(kinds.contains("make N.ldb") && kinds.contains("delete N.log"), "" + kinds);
    }

    private SortedSet<String> strike(int step, StruckDisk.Left left, boolean isPower)
            throws Exception {
        Path place = directory.resolve(step + "-" + left + (isPower ? "-power" : ""));
        StruckDisk disk = new StruckDisk(step, left);
        Told told = tell(place, disk);
        String where = "step " + step + " " + left + (isPower ? ", power" : "") + ", seed " + seed;
        SortedSet<String> at = new TreeSet<>();
        if (disk.isOver()) {
            at.add(disk.steps().getLast());
            where += ", " + disk.steps().getLast();
        }
        if (isPower) {
            disk.loseWhatWasNotSynced(place);
        }
        SortedMap<String, String> found;
        try (LevelStorage storage = LevelStorage.open(place)) {
            found = content(storage);
            storage.write(writes(new Random(1))); // it goes on
        } catch (StorageException e) {
            throw new AssertionError(where, e);
        }
        int from = isPower ? told.synced() : told.done();
        int to = Math.min(told.contents().size() - 1, told.done() + 1);
        List<SortedMap<String, String>> allowed = told.contents().subList(from, to + 1);
        assertTrue(
                allowed.contains(found),
                where
                        + ": "
                        + found.size()
                        + " rows are of none of the writes "
                        + from
                        + " to "
                        + to);
        return at;
    }

    /** Writes until it is over, or the disk is. */
    private Told tell(Path place, StruckDisk disk) throws Exception {
        Files.createDirectories(place);
        Random random = new Random(seed);
        List<SortedMap<String, String>> contents = new ArrayList<>();
        contents.add(new TreeMap<>());
        int done = 0;
        int synced = 0;
        for (int i = 0; i < WRITES; i++) {
            SortedMap<String, String> next = new TreeMap<>(contents.getLast());
            for (Storage.Write write : writes(random)) {
                String key = HexFormat.of().formatHex(write.key());
                next.remove(key);
                write.value().ifPresent(value -> next.put(key, HexFormat.of().formatHex(value)));
            }
            contents.add(next);
        }
        random = new Random(seed);
        try (LevelStorage storage = LevelStorage.open(place, disk, BUFFER_BYTES)) {
            for (int i = 0; i < WRITES; i++) {
                List<Storage.Write> writes = writes(random);
                if (i % 3 == 0) {
                    storage.writeLater(writes);
                    done = i + 1;
                } else {
                    storage.write(writes);
                    done = i + 1;
                    synced = i + 1;
                }
            }
        } catch (StorageException e) {
            if (!disk.isOver()) {
                throw e;
            }
        }
        return new Told(contents, done, synced);
    }

    private static List<Storage.Write> writes(Random random) {
        List<Storage.Write> writes = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            byte[] key = {1, (byte) random.nextInt(KEYS)};
            byte[] value = new byte[random.nextInt(MOST_BYTES)];
            random.nextBytes(value);
            writes.add(
                    new Storage.Write(
                            Storage.Space.RECORDS,
                            key,
                            random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value)));
        }
        return writes;
    }

    private static SortedMap<String, String> content(Storage storage) {
        SortedMap<String, String> content = new TreeMap<>();
        storage.scan(Storage.Space.RECORDS, new byte[0], Optional.empty(), 1_000)
                .forEach(
                        row ->
                                content.put(
                                        HexFormat.of().formatHex(row.key()),
                                        HexFormat.of().formatHex(row.value())));
        return content;
    }
}
