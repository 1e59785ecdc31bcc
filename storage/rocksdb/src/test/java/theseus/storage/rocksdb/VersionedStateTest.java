package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HeldState;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Limits;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;

/** The state against a model of plain maps, on both engines. */
final class VersionedStateTest {
    private static final int HISTORY_BLOCKS = 12;
    private static final int SNAPSHOT_CHANGES = 50;
    private static final int STEPS = Integer.getInteger("theseus.steps", 300);

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void followsTheModelThroughCommitsRewindsAndReopenings(Engines engine) throws Exception {
        Random random = Seeds.random("followsTheModel " + engine);
        Engines.Place place = engine.place(directory);
        List<Model> models = new ArrayList<>();
        List<ChangeSet> changes = new ArrayList<>();
        VersionedState state = open(place);
        long floor = 0;
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(20);
            if (choice == 0) {
                state.close();
                state = open(place);
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

    /** With a snapshot of the trees every few blocks. */
    private static VersionedState open(Engines.Place place) {
        return VersionedState.open(place.open(), HISTORY_BLOCKS, SNAPSHOT_CHANGES, count -> {});
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

    @ParameterizedTest
    @EnumSource
    void mutatedProofsNeverVerify(Engines engine) throws Exception {
        Random random = Seeds.random("mutatedProofs " + engine);
        try (VersionedState state =
                VersionedState.open(engine.place(directory).open(), HISTORY_BLOCKS)) {
            ChangeSet changes = Model.EMPTY.randomChanges(random, 800);
            state.commit(state.stage(0, changes), List.of());
            for (int i = 0; i < 300; i++) {
                TableId table = Model.TABLES.get(random.nextInt(Model.TABLES.size()));
                StateProof proof = state.prove(0, table, Model.key(random));
                assertTrue(proof.verify(state.root()));
                StateProof mutated = ProofMutations.mutate(proof, random);
                if (!mutated.equals(proof) && mutated.verify(state.root())) {
                    // The same path also shows that its neighbours are absent, which is true.
                    assertTrue(isTrue(mutated, state.head()), () -> proof + "\n" + mutated);
                    assertFalse(sameQuestion(proof, mutated), () -> proof + "\n" + mutated);
                }
                assertFalse(proof.verify(ProofMutations.flip(state.root(), random)));
            }
        }
    }

    private static boolean isTrue(StateProof proof, StateView view) {
        return view.get(proof.table(), proof.key()).equals(proof.value());
    }

    private static boolean sameQuestion(StateProof one, StateProof other) {
        return one.table().equals(other.table()) && one.key().equals(other.key());
    }

    @ParameterizedTest
    @EnumSource
    void viewsStayWhatTheyAreWhileBlocksAreCommitted(Engines engine) throws Exception {
        Random random = Seeds.random("viewsStay " + engine);
        VersionedState state = VersionedState.open(engine.place(directory).open(), 1000);
        ChangeSet genesis = Model.EMPTY.randomChanges(new Random(1), 500);
        Model model = Model.EMPTY.with(genesis);
        state.commit(state.stage(0, genesis), List.of());
        AtomicReference<Seen> seen = new AtomicReference<>(new Seen(state.head(), model, 0));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            long seed = random.nextLong();
            readers.add(
                    CompletableFuture.runAsync(
                            () -> readUntil(done, state, seen, new Random(seed), reads)));
        }
        for (int height = 1; height <= 150; height++) {
            ChangeSet changes = model.randomChanges(random, 60);
            model = model.with(changes);
            state.commit(state.stage(height, changes), List.of());
            if (random.nextInt(20) == 0) {
                seen.set(new Seen(state.head(), model, height));
            }
        }
        done.set(true);
        for (var reader : readers) {
            reader.get();
        }
        assertTrue(reads.get() > 0);
        state.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHeldStaysBeyondTheHistory(Engines engine) throws Exception {
        Random random = Seeds.random("held " + engine);
        Hash set = new Hash(Bytes.wrap(new byte[Hash.SIZE_BYTES]));
        TableId table = Model.TABLES.getFirst();
        List<HeldState> held = new ArrayList<>();
        List<Model> models = new ArrayList<>();
        List<Model> besides = new ArrayList<>();
        try (VersionedState state = VersionedState.open(engine.place(directory).open(), 2)) {
            Model model = Model.EMPTY;
            Model beside = Model.EMPTY;
            for (int height = 0; height < 40; height++) {
                ChangeSet changes = model.randomChanges(random, 60);
                model = model.with(changes);
                state.commit(state.stage(height, changes), List.of());
                ChangeSet more = beside.randomChanges(random, 20);
                beside = beside.with(more);
                state.unlinked(set).write(more, height, Bytes.EMPTY);
                held.add(state.hold());
                models.add(model);
                besides.add(beside);
                if (random.nextInt(3) == 0) {
                    held.get(random.nextInt(held.size())).close();
                }
            }
            int wrong = 0;
            for (int height = 0; height < held.size(); height++) {
                HeldState one = held.get(height);
                assertEquals(height, one.height());
                try {
                    for (int i = 0; i < 20; i++) {
                        Bytes key = Model.key(random);
                        assertEquals(
                                Optional.ofNullable(models.get(height).table(table).get(key)),
                                one.get(table, key));
                        assertEquals(
                                models.get(height).range(table, key, Optional.empty(), 5),
                                one.range(table, key, Optional.empty(), 5));
                        assertEquals(
                                besides.get(height).range(table, key, Optional.empty(), 5),
                                one.unlinked(set).range(table, key, Optional.empty(), 5));
                    }
                } catch (IllegalStateException letGo) {
                    wrong++;
                }
                one.close();
            }
            assertTrue(wrong > 0 && wrong < held.size() / 2, wrong + " were let go");
        }
    }

    private record Seen(StateView view, Model model, long height) {}

    private static void readUntil(
            AtomicBoolean done,
            VersionedState state,
            AtomicReference<Seen> latest,
            Random random,
            AtomicLong reads) {
        do {
            Seen seen = latest.get();
            TableId table = Model.TABLES.get(random.nextInt(Model.TABLES.size()));
            Bytes key = Model.key(random);
            assertEquals(
                    Optional.ofNullable(seen.model().table(table).get(key)),
                    seen.view().get(table, key));
            assertEquals(
                    seen.model().range(table, key, Optional.empty(), 5),
                    seen.view().range(table, key, Optional.empty(), 5));
            try {
                StateProof proof = state.prove(seen.height(), table, key);
                assertTrue(proof.verify(seen.model().root()));
            } catch (HistoryUnavailable gone) {
                throw new AssertionError(gone);
            }
            reads.incrementAndGet();
        } while (!done.get());
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheBlockStagedLastIsCommittedAndOnlyOnce(Engines engine) throws Exception {
        try (VersionedState state = VersionedState.open(engine.place(directory).open(), 3)) {
            var dropped = state.stage(0, ChangeSet.EMPTY);
            var staged = state.stage(0, Model.EMPTY.randomChanges(new Random(3), 50));
            assertThrows(IllegalArgumentException.class, () -> state.commit(dropped, List.of()));
            state.commit(staged, List.of());
            assertEquals(staged.root(), state.root());
            assertThrows(IllegalArgumentException.class, () -> state.commit(staged, List.of()));
            assertThrows(IllegalArgumentException.class, () -> state.stage(2, ChangeSet.EMPTY));
            var last = state.stage(1, ChangeSet.EMPTY);
            state.rewind(0);
            assertThrows(IllegalArgumentException.class, () -> state.commit(last, List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysAndValuesBeyondTheirBoundsAreRefused(Engines engine) {
        try (VersionedState state = VersionedState.open(engine.place(directory).open(), 3)) {
            Bytes longKey = Bytes.wrap(new byte[Limits.MAX_KEY_BYTES + 1]);
            Bytes key = Bytes.wrap(new byte[Limits.MAX_KEY_BYTES]);
            Bytes longValue = Bytes.wrap(new byte[2 * Limits.MAX_ARTIFACT_BYTES + 1]);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> state.stage(0, one(longKey, Bytes.EMPTY)));
            assertThrows(IllegalArgumentException.class, () -> state.stage(0, one(key, longValue)));
            state.commit(state.stage(0, one(key, Bytes.EMPTY)), List.of());
            assertEquals(Optional.of(Bytes.EMPTY), state.head().get(Model.TABLES.getFirst(), key));
        }
    }

    private static ChangeSet one(Bytes key, Bytes value) {
        return new ChangeSet(
                new TreeMap<>(
                        Map.of(
                                Model.TABLES.getFirst(),
                                new TreeMap<>(Map.of(key, Optional.of(value))))));
    }

    @ParameterizedTest
    @EnumSource
    void aRewindTakesAttachmentsBack(Engines engine) throws Exception {
        try (VersionedState state = VersionedState.open(engine.place(directory).open(), 3)) {
            for (int height = 0; height < 3; height++) {
                state.commit(
                        state.stage(height, ChangeSet.EMPTY),
                        List.of(
                                attachment(height),
                                new StateStore.Attachment(
                                        StateStore.Space.BLOCKS,
                                        Bytes.wrap(new byte[] {(byte) height}),
                                        Bytes.EMPTY)));
            }
            state.rewind(1);
            assertEquals(1, state.height());
            assertEquals(2, state.attachments(StateStore.Space.BLOCKS, Bytes.EMPTY, 9).size());
            assertEquals(
                    List.of(new StateView.Row(attachment(1).key(), attachment(1).value())),
                    state.attachments(StateStore.Space.META, Bytes.EMPTY, 9));
            assertThrows(HistoryUnavailable.class, () -> state.rewind(-1));
            assertThrows(HistoryUnavailable.class, () -> state.rewind(2));
        }
    }
}
