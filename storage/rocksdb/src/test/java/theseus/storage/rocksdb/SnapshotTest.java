package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/** Opening with, without, and in spite of the trees' snapshot, on both engines. */
final class SnapshotTest {
    private static final int BLOCKS = 60;
    private static final int BLOCKS_MAX = 100_000;
    private static final int HISTORY_BLOCKS = 3;
    private static final int SNAPSHOT_CHANGES = 200;
    private static final byte[] START = {};

    @TempDir Path directory;

    /** Commits blocks until a snapshot counts; the root they lead to. */
    private Hash fill(Engines.Place place) {
        Random random = Seeds.random("SnapshotTest");
        Storage storage = place.open();
        try (VersionedState state = open(storage)) {
            Model model = Model.EMPTY;
            for (int height = 0; height < BLOCKS || !hasSnapshot(storage); height++) {
                assertTrue(height < BLOCKS_MAX, "no snapshot after " + height + " blocks");
                var changes = model.randomChanges(random, 100);
                model = model.with(changes);
                state.commit(state.stage(height, changes), List.of());
            }
            assertEquals(model.root(), state.root());
            return state.root();
        }
    }

    private static boolean hasSnapshot(Storage storage) {
        byte[] mark = "\0tree".getBytes(StandardCharsets.UTF_8);
        return storage.get(Storage.Space.META, mark).isPresent();
    }

    private static VersionedState open(Storage storage) {
        return VersionedState.open(storage, HISTORY_BLOCKS, SNAPSHOT_CHANGES, count -> {});
    }

    private static VersionedState open(Engines.Place place) {
        return open(place.open());
    }

    private static List<Storage.Row> pages(Storage storage) {
        return storage.scan(Storage.Space.TREE, START, Optional.empty(), 1 << 20);
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedSnapshotIsNotBelieved(Engines engine) {
        Engines.Place place = engine.place(directory);
        Hash root = fill(place);
        Storage storage = place.open();
        List<Storage.Write> damage = new ArrayList<>();
        for (Storage.Row page : pages(storage)) {
            byte[] value = page.value();
            value[value.length / 2] ^= 1;
            damage.add(new Storage.Write(Storage.Space.TREE, page.key(), Optional.of(value)));
        }
        assertFalse(damage.isEmpty());
        storage.write(damage);
        storage.close();
        try (VersionedState state = open(place)) {
            assertEquals(root, state.root());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostSnapshotIsNotMissed(Engines engine) {
        Engines.Place place = engine.place(directory);
        Hash root = fill(place);
        Storage storage = place.open();
        storage.removeRange(Storage.Space.TREE, START, new byte[] {(byte) 0xff});
        assertTrue(pages(storage).isEmpty());
        storage.close();
        try (VersionedState state = open(place)) {
            assertEquals(root, state.root());
        }
    }

    /** More pages than are read at once, of more than one table; no record is looked at. */
    @ParameterizedTest
    @EnumSource
    void aSnapshotOfManyPagesIsReadInParts(Engines engine) {
        Engines.Place place = engine.place(directory);
        Storage storage = place.open();
        Hash root;
        try (VersionedState state = open(storage)) {
            for (int height = 0; height < 2 || !hasSnapshot(storage); height++) {
                assertTrue(height < BLOCKS_MAX, "no snapshot after " + height + " blocks");
                state.commit(
                        state.stage(height, height == 0 ? manyRecords() : one(height)), List.of());
            }
            root = state.root();
        }
        Storage changed = place.open();
        Storage.Row row =
                changed.scan(Storage.Space.RECORDS, START, Optional.empty(), 1).getFirst();
        changed.write(
                List.of(
                        new Storage.Write(
                                Storage.Space.RECORDS, row.key(), Optional.of(new byte[] {1}))));
        changed.close();
        try (VersionedState state = open(place)) {
            assertEquals(root, state.root());
        }
    }

    private static ChangeSet manyRecords() {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        for (String name : List.of("first", "second", "third")) {
            tables.put(new TableId("many", name, 1), records(0, 25_000));
        }
        return new ChangeSet(tables);
    }

    private static ChangeSet one(int height) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        tables.put(new TableId("one", "record", 1), records(height, height + 1));
        return new ChangeSet(tables);
    }

    private static SortedMap<Bytes, Optional<Bytes>> records(int from, int to) {
        SortedMap<Bytes, Optional<Bytes>> records = new TreeMap<>();
        for (int i = from; i < to; i++) {
            Bytes content = Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
            records.put(content, Optional.of(content));
        }
        return records;
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRecordIsNoticedWhenTheTreesAreRebuilt(Engines engine) {
        Engines.Place place = engine.place(directory);
        fill(place);
        Storage storage = place.open();
        storage.removeRange(Storage.Space.TREE, START, new byte[] {(byte) 0xff});
        Storage.Row row =
                storage.scan(Storage.Space.RECORDS, START, Optional.empty(), 1).getFirst();
        byte[] other = Bytes.wrap(row.value()).concat(Bytes.fromHex("00")).toArray();
        storage.write(
                List.of(new Storage.Write(Storage.Space.RECORDS, row.key(), Optional.of(other))));
        storage.close();
        Storage damaged = place.open();
        StorageException refused =
                assertThrows(
                        StorageException.class, () -> VersionedState.open(damaged, HISTORY_BLOCKS));
        assertEquals(StorageException.Code.STORAGE_CORRUPT, refused.code());
        damaged.close();
    }
}
