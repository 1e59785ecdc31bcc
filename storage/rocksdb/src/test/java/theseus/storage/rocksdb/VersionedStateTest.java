package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;

/** The state against a model of plain maps, on both engines. */
final class VersionedStateTest {
    private static final int HISTORY_BLOCKS = 12;
    private static final int STEPS = 300;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void followsTheModelThroughCommitsRewindsAndReopenings(Engines engine) throws Exception {
        Random random = Seeds.random("followsTheModel " + engine);
        Engines.Place place = engine.place(directory);
        List<Model> models = new ArrayList<>();
        List<ChangeSet> changes = new ArrayList<>();
        VersionedState state = VersionedState.open(place.open(), HISTORY_BLOCKS);
        long floor = 0;
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(20);
            if (choice == 0) {
                state.close();
                state = VersionedState.open(place.open(), HISTORY_BLOCKS);
            } else if (choice == 1 && !models.isEmpty()) {
                long height = floor + random.nextInt((int) (models.size() - floor));
                state.rewind(height);
                models.subList((int) height + 1, models.size()).clear();
                changes.subList((int) height + 1, changes.size()).clear();
            } else {
                Model last = models.isEmpty() ? Model.EMPTY : models.getLast();
                ChangeSet block = last.randomChanges(random, random.nextInt(8) == 0 ? 400 : 20);
                if (random.nextInt(10) == 0) {
                    state.stage(models.size(), last.randomChanges(random, 20));
                }
                var staged = state.stage(models.size(), block);
                state.commit(staged, List.of(attachment(models.size())));
                models.add(last.with(block));
                changes.add(block);
            }
            floor = Math.max(floor, models.size() - 1 - HISTORY_BLOCKS);
            if (!models.isEmpty()) {
                checkHead(state, models.getLast(), models.size() - 1);
                checkHistory(state, models, changes, floor, random);
            }
        }
        state.close();
    }

    private static StateStore.Attachment attachment(long height) {
        return new StateStore.Attachment(
                StateStore.Space.META, Bytes.fromHex("0a"), Bytes.wrap(new byte[] {(byte) height}));
    }

    private static void checkHead(VersionedState state, Model model, long height) {
        assertEquals(height, state.height());
        assertEquals(model.root(), state.root());
        assertEquals(
                Optional.of(attachment(height).value()),
                state.attachment(StateStore.Space.META, Bytes.fromHex("0a")));
        for (TableId table : Model.TABLES) {
            assertEquals(
                    model.range(table, Bytes.EMPTY, Optional.empty(), 10_000),
                    state.head().range(table, Bytes.EMPTY, Optional.empty(), 10_000));
        }
    }

    private static void checkHistory(
            VersionedState state,
            List<Model> models,
            List<ChangeSet> changes,
            long floor,
            Random random)
            throws HistoryUnavailable {
        int height = (int) floor + random.nextInt((int) (models.size() - floor));
        Model model = models.get(height);
        StateView view = state.at(height);
        for (int i = 0; i < 5; i++) {
            TableId table = Model.TABLES.get(random.nextInt(Model.TABLES.size()));
            Bytes key = Model.key(random);
            Optional<Bytes> value = Optional.ofNullable(model.table(table).get(key));
            assertEquals(value, view.get(table, key));
            Optional<Bytes> to =
                    random.nextBoolean() ? Optional.empty() : Optional.of(Model.key(random));
            int limit = random.nextInt(20);
            assertEquals(model.range(table, key, to, limit), view.range(table, key, to, limit));
            StateProof proof = state.prove(height, table, key);
            assertEquals(value, proof.value());
            assertTrue(proof.verify(model.root()), () -> "no proof: " + proof);
        }
        if (height > floor) {
            assertEquals(
                    changes.get(height).tables().values().stream()
                            .filter(r -> !r.isEmpty())
                            .toList(),
                    state.changes(height).tables().values().stream().toList());
        }
        if (floor > 0) {
            long lost = floor - 1;
            assertThrows(HistoryUnavailable.class, () -> state.at(lost));
        }
        assertThrows(HistoryUnavailable.class, () -> state.at(models.size()));
    }

    @ParameterizedTest
    @EnumSource
    void theEmptyStateIsAllZeros(Engines engine) {
        try (VersionedState state = VersionedState.open(engine.place(directory).open(), 1)) {
            assertEquals(-1, state.height());
            assertEquals(Hash.ZERO, state.root());
            assertFalse(state.head().get(Model.TABLES.getFirst(), Bytes.EMPTY).isPresent());
        }
    }
}
