package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;

/** Random blocks, links, unlinked writes, drops, rewinds and reopenings against the model. */
final class LinkModelTest {
    private static final int HISTORY_BLOCKS = 12;
    private static final int SNAPSHOT_CHANGES = 50;
    private static final int PRUNED_BLOCKS = 64;
    private static final int STEPS = Integer.getInteger("theseus.steps", 500);

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void followsTheModel(Engines engine) throws Exception {
        Random random = Seeds.random("LinkModelTest " + engine);
        Engines.Place place = engine.place(directory);
        LinkModel model = new LinkModel(HISTORY_BLOCKS);
        VersionedState state = open(place);
        for (int step = 0; step < STEPS; step++) {
            Hash name = LinkModel.SETS.get(random.nextInt(LinkModel.SETS.size()));
            switch (random.nextInt(20)) {
                case 0 -> {
                    state.close();
                    state = open(place);
                }
                case 1 -> rewind(state, model, random);
                case 2 -> {
                    state.dropUnlinked(name);
                    model.drop(name);
                }
                case 3, 4, 5, 6, 7 -> write(state, model, name, random);
                default -> commit(state, model, random);
            }
            check(state, model, random);
        }
        state.close();
        assertTrue(model.moved() > STEPS / 50, () -> "few tables moved: " + model.moved());
        checkNothingIsLeftOver(place, model);
    }

    private static VersionedState open(Engines.Place place) {
        return VersionedState.open(place.open(), HISTORY_BLOCKS, SNAPSHOT_CHANGES, count -> {});
    }

    private static void rewind(VersionedState state, LinkModel model, Random random)
            throws Exception {
        if (model.height() >= 0) {
            long height =
                    model.floor() + random.nextInt((int) (model.height() + 1 - model.floor()));
            state.rewind(height);
            model.rewind(height);
        }
    }

    private static void write(VersionedState state, LinkModel model, Hash name, Random random) {
        var set = state.unlinked(name);
        Bytes mark = Bytes.ofLong(random.nextLong());
        Optional<ChangeSet> changes = model.writable(name, random, 40);
        if (changes.isPresent()) {
            set.write(changes.get(), model.height(), mark);
            model.write(name, changes.get(), model.height(), mark);
            return;
        }
        for (TableId table : Model.TABLES) {
            if (model.pinned(name, table)) {
                ChangeSet refused =
                        new ChangeSet(
                                new TreeMap<>(
                                        Map.of(
                                                table,
                                                new TreeMap<>(Map.of(mark, Optional.of(mark))))));
                assertThrows(IllegalStateException.class, () -> set.write(refused, 0, mark));
            }
        }
    }

    private static void commit(VersionedState state, LinkModel model, Random random) {
        long height = model.height() + 1;
        if (random.nextInt(10) == 0) {
            state.stage(height, model.randomBlock(random, 20));
        }
        ChangeSet changes = model.randomBlock(random, random.nextInt(8) == 0 ? 400 : 20);
        state.commit(state.stage(height, changes), List.of());
        model.commit(changes);
    }

    private static void check(VersionedState state, LinkModel model, Random random)
            throws Exception {
        assertEquals(model.height(), state.height());
        assertEquals(model.at(model.height()).root(), state.root());
        checkAll(model.at(model.height()), state.head());
        assertEquals(model.names(), state.unlinkedSets());
        for (Hash name : LinkModel.SETS) {
            var expected = model.set(name);
            var set = state.unlinked(name);
            assertEquals(expected.height, set.height());
            assertEquals(expected.mark, set.mark());
            assertEquals(expected.content().root(), set.root());
            checkAll(expected.content(), set);
            if (random.nextInt(4) == 0) {
                TableId table = Model.TABLES.get(random.nextInt(Model.TABLES.size()));
                assertEquals(expected.content().root(table), set.root(table));
            }
        }
        for (int i = 0; model.height() >= 0 && i < 2; i++) {
            checkHistory(state, model, random);
        }
    }

    private static void checkAll(Model expected, StateView view) {
        for (TableId table : Model.TABLES) {
            assertEquals(
                    expected.range(table, Bytes.EMPTY, Optional.empty(), 10_000),
                    view.range(table, Bytes.EMPTY, Optional.empty(), 10_000));
        }
    }

    private static void checkHistory(VersionedState state, LinkModel model, Random random)
            throws Exception {
        long height = model.floor() + random.nextInt((int) (model.height() + 1 - model.floor()));
        Model expected = model.at(height);
        StateView view = state.at(height);
        checkAll(expected, view);
        TableId table = Model.TABLES.get(random.nextInt(Model.TABLES.size()));
        Bytes key = Model.key(random);
        Optional<Bytes> value = Optional.ofNullable(expected.table(table).get(key));
        assertEquals(value, view.get(table, key));
        StateProof proof = state.prove(height, table, key);
        assertEquals(value, proof.value());
        assertTrue(proof.verify(expected.root()), () -> "no proof: " + proof);
        if (height > model.floor()) {
            assertEquals(model.changes(height).links(), state.changes(height).links());
        }
    }

    /** Once all sets are dropped and the horizon passed, only the state's own records are there. */
    private static void checkNothingIsLeftOver(Engines.Place place, LinkModel model) {
        Storage storage = place.open();
        VersionedState state = VersionedState.open(storage, HISTORY_BLOCKS);
        LinkModel.SETS.forEach(state::dropUnlinked);
        for (int i = 0; i < PRUNED_BLOCKS + HISTORY_BLOCKS; i++) {
            state.commit(state.stage(state.height() + 1, ChangeSet.EMPTY), List.of());
        }
        long records =
                Model.TABLES.stream()
                        .mapToLong(id -> model.at(model.height()).table(id).size())
                        .sum();
        assertEquals(
                records,
                storage.scan(Storage.Space.RECORDS, new byte[0], Optional.empty(), 1 << 20).size());
        state.close();
    }
}
