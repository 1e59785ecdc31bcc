package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageReader;

/** What every storage engine promises, on each of them. */
final class StorageTest {
    private static final byte[] KEY = {1, 2};
    private static final int STEPS = 400;

    @TempDir Path directory;

    private static Storage.Write put(Storage.Space space, byte[] key, int value) {
        return new Storage.Write(space, key, Optional.of(new byte[] {(byte) value}));
    }

    @ParameterizedTest
    @EnumSource
    void spacesAreSeparate(Engines engine) {
        try (Storage storage = engine.place(directory).open()) {
            storage.write(List.of(put(Storage.Space.RECORDS, KEY, 1)));
            storage.write(List.of(put(Storage.Space.UNDO, KEY, 2)));
            assertArrayEquals(
                    new byte[] {1}, storage.get(Storage.Space.RECORDS, KEY).orElseThrow());
            assertTrue(storage.get(Storage.Space.TREE, KEY).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenLaterIsSeenAtOnceAndKeptInOrder(Engines engine) {
        Engines.Place place = engine.place(directory);
        try (Storage storage = place.open()) {
            storage.writeLater(List.of(put(Storage.Space.RECORDS, KEY, 1)));
            assertArrayEquals(
                    new byte[] {1}, storage.get(Storage.Space.RECORDS, KEY).orElseThrow());
            storage.write(List.of(put(Storage.Space.RECORDS, KEY, 2)));
            storage.writeLater(List.of(put(Storage.Space.META, KEY, 3)));
        }
        try (Storage storage = place.open()) {
            assertArrayEquals(
                    new byte[] {2}, storage.get(Storage.Space.RECORDS, KEY).orElseThrow());
            assertArrayEquals(new byte[] {3}, storage.get(Storage.Space.META, KEY).orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWritesOfAKeyTheLaterCounts(Engines engine) {
        try (Storage storage = engine.place(directory).open()) {
            storage.write(
                    List.of(
                            put(Storage.Space.META, KEY, 1),
                            new Storage.Write(Storage.Space.META, KEY, Optional.empty()),
                            put(Storage.Space.META, KEY, 3)));
            assertArrayEquals(new byte[] {3}, storage.get(Storage.Space.META, KEY).orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotStaysWhatItIs(Engines engine) {
        try (Storage storage = engine.place(directory).open()) {
            storage.write(List.of(put(Storage.Space.BLOCKS, KEY, 1)));
            try (Storage.Snapshot snapshot = storage.snapshot()) {
                storage.write(
                        List.of(
                                put(Storage.Space.BLOCKS, KEY, 2),
                                put(Storage.Space.BLOCKS, new byte[] {9}, 9)));
                assertArrayEquals(
                        new byte[] {1}, snapshot.get(Storage.Space.BLOCKS, KEY).orElseThrow());
                assertEquals(
                        1,
                        snapshot.scan(Storage.Space.BLOCKS, new byte[0], Optional.empty(), 9)
                                .size());
            }
            assertEquals(
                    2, storage.scan(Storage.Space.BLOCKS, new byte[0], Optional.empty(), 9).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsTheModelThroughReopenings(Engines engine) {
        Random random = Seeds.random("StorageTest " + engine);
        Engines.Place place = engine.place(directory);
        Map<Storage.Space, TreeMap<byte[], byte[]>> model = new EnumMap<>(Storage.Space.class);
        for (Storage.Space space : Storage.Space.values()) {
            model.put(space, new TreeMap<>(Arrays::compareUnsigned));
        }
        Storage storage = place.open();
        List<Moment> moments = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Storage.Space space = Storage.Space.values()[random.nextInt(6)];
            switch (random.nextInt(30)) {
                case 0 -> {
                    moments.forEach(moment -> moment.snapshot().close());
                    moments.clear();
                    storage.close();
                    storage = place.open();
                }
                case 2, 3, 4, 5, 6, 7 -> moments.add(Moment.of(storage, model));
                case 8, 9, 10, 11 -> {
                    if (!moments.isEmpty()) {
                        moments.remove(random.nextInt(moments.size())).snapshot().close();
                    }
                }
                case 1 -> {
                    byte[] from = key(random);
                    byte[] to = key(random);
                    if (Arrays.compareUnsigned(from, to) < 0) {
                        storage.removeRange(space, from, to);
                        model.get(space).subMap(from, to).clear();
                    }
                }
                default -> storage.write(randomWrites(random, model));
            }
            check(storage, space, model.get(space), random);
            for (Moment moment : moments) {
                checkScan(moment.snapshot(), space, moment.content().get(space), random);
                byte[] key = key(random);
                assertEquals(
                        text(key, moment.content().get(space).get(key)),
                        text(key, moment.snapshot().get(space, key).orElse(null)));
            }
        }
        moments.forEach(moment -> moment.snapshot().close());
        storage.close();
    }

    private record Moment(
            Storage.Snapshot snapshot, Map<Storage.Space, TreeMap<byte[], byte[]>> content) {
        static Moment of(Storage storage, Map<Storage.Space, TreeMap<byte[], byte[]>> model) {
            Map<Storage.Space, TreeMap<byte[], byte[]>> copy = new EnumMap<>(Storage.Space.class);
            model.forEach((space, rows) -> copy.put(space, new TreeMap<>(rows)));
            return new Moment(storage.snapshot(), copy);
        }
    }

    private static List<Storage.Write> randomWrites(
            Random random, Map<Storage.Space, TreeMap<byte[], byte[]>> model) {
        List<Storage.Write> writes = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            Storage.Space space = Storage.Space.values()[random.nextInt(6)];
            byte[] key = key(random);
            if (random.nextInt(3) == 0) {
                writes.add(new Storage.Write(space, key, Optional.empty()));
                model.get(space).remove(key);
            } else {
                byte[] value = new byte[random.nextInt(300)];
                random.nextBytes(value);
                writes.add(new Storage.Write(space, key, Optional.of(value)));
                model.get(space).put(key, value);
            }
        }
        return writes;
    }

    private static void check(
            Storage storage, Storage.Space space, TreeMap<byte[], byte[]> model, Random random) {
        checkScan(storage, space, model, random);
        List<byte[]> keys = List.of(key(random), key(random), key(random));
        assertEquals(
                keys.stream().map(key -> text(key, model.get(key))).toList(),
                zip(keys, storage.getAll(space, keys)));
    }

    private static void checkScan(
            StorageReader storage,
            Storage.Space space,
            TreeMap<byte[], byte[]> model,
            Random random) {
        byte[] from = key(random);
        Optional<byte[]> to = random.nextBoolean() ? Optional.empty() : Optional.of(key(random));
        int limit = random.nextInt(20);
        List<String> expected = new ArrayList<>();
        for (var entry : model.tailMap(from).entrySet()) {
            boolean within = to.isEmpty() || Arrays.compareUnsigned(entry.getKey(), to.get()) < 0;
            if (within && expected.size() < limit) {
                expected.add(text(entry.getKey(), entry.getValue()));
            }
        }
        List<String> found =
                storage.scan(space, from, to, limit).stream()
                        .map(row -> text(row.key(), row.value()))
                        .toList();
        assertEquals(expected, found);
    }

    private static List<String> zip(List<byte[]> keys, List<Optional<byte[]>> values) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            rows.add(text(keys.get(i), values.get(i).orElse(null)));
        }
        return rows;
    }

    private static String text(byte[] key, byte[] value) {
        return Arrays.toString(key) + "=" + Arrays.toString(value);
    }

    private static byte[] key(Random random) {
        byte[] key = new byte[1 + random.nextInt(3)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(4) * 85);
        }
        return key;
    }
}
