package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;

/** Tables beside the root: written, joined, left, dropped, taken back; on both engines. */
final class UnlinkedTablesTest {
    private static final int HISTORY_BLOCKS = 3;
    private static final TableId OLD = new TableId("consent", "grants", 1);
    private static final TableId NEW = new TableId("consent", "grants", 2);
    private static final Hash PLAN = Hash.fromHex("00".repeat(Hash.SIZE_BYTES));
    private static final Hash OTHER = Hash.fromHex("01".repeat(Hash.SIZE_BYTES));
    private static final Bytes KEY = Bytes.fromHex("aa");
    private static final int SAME_ROWS = 20;
    private static final Bytes MARK = Bytes.fromHex("0102");

    @TempDir Path directory;

    private VersionedState open(Engines.Place place) {
        return VersionedState.open(place.open(), HISTORY_BLOCKS);
    }

    private static ChangeSet put(TableId table, int value) {
        return new ChangeSet(
                new TreeMap<>(
                        Map.of(table, new TreeMap<>(Map.of(KEY, Optional.of(value(value)))))));
    }

    private static ChangeSet with(ChangeSet changes, TableId table, ChangeSet.Link link) {
        return new ChangeSet(changes.tables(), new TreeMap<>(Map.of(table, link)));
    }

    private static ChangeSet join(TableId table) {
        return with(ChangeSet.EMPTY, table, new ChangeSet.Link.Join(PLAN));
    }

    private static ChangeSet leave(TableId table) {
        return with(ChangeSet.EMPTY, table, new ChangeSet.Link.Leave(PLAN));
    }

    private static Bytes value(int value) {
        return Bytes.wrap(new byte[] {(byte) value});
    }

    private static Hash commit(StateStore state, ChangeSet changes) {
        state.commit(state.stage(state.height() + 1, changes), List.of());
        return state.root();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenBesideShowsInNoRootUntilItJoins(Engines engine) throws Exception {
        Engines.Place place = engine.place(directory);
        try (VersionedState state = open(place)) {
            Hash before = commit(state, put(OLD, 1));
            var set = state.unlinked(PLAN);
            assertSame(set, state.unlinked(PLAN));
            assertEquals(-1, set.height());
            assertEquals(List.of(), state.unlinkedSets());
            set.write(put(NEW, 2), 0, MARK);
            assertEquals(List.of(PLAN), state.unlinkedSets());
            assertEquals(0, set.height());
            assertEquals(MARK, set.mark());
            assertEquals(Optional.of(value(2)), set.get(NEW, KEY));
            assertEquals(1, set.range(NEW, Bytes.EMPTY, Optional.empty(), 9).size());
            assertEquals(Optional.empty(), state.head().get(NEW, KEY));
            assertEquals(before, state.root());

            Hash alone = set.root(NEW);
            commit(state, with(put(NEW, 3), NEW, new ChangeSet.Link.Join(PLAN)));
            assertEquals(Optional.of(value(3)), state.head().get(NEW, KEY));
            assertEquals(Optional.empty(), state.at(0).get(NEW, KEY));
            assertTrue(state.prove(1, NEW, KEY).verify(state.root()));
            assertTrue(state.prove(0, NEW, KEY).verify(before));
            assertEquals(Optional.empty(), set.get(NEW, KEY));
            assertEquals(Hash.ZERO, set.root());

            assertBefore(state);

            commit(state, with(put(NEW, 2), NEW, new ChangeSet.Link.Leave(PLAN)));
            assertBefore(state);
            assertEquals(before, state.root());
            assertEquals(alone, set.root(NEW));
            assertEquals(Optional.of(value(2)), set.get(NEW, KEY));
            assertEquals(Optional.empty(), state.head().get(NEW, KEY));
            assertEquals(Optional.of(value(3)), state.at(1).get(NEW, KEY));
            assertEquals(leave(NEW).links(), state.changes(2).links());
        }
    }

    /** What the joining block ran on. */
    private static void assertBefore(StateStore state) throws HistoryUnavailable {
        assertEquals(Optional.of(value(2)), state.before(1).get(NEW, KEY));
        assertEquals(
                value(2),
                state.before(1).range(NEW, Bytes.EMPTY, Optional.empty(), 9).getFirst().value());
        assertEquals(Optional.of(value(1)), state.before(1).get(OLD, KEY));
    }

    /** More than is kept waiting for its hashes; a write may touch what another one did. */
    @ParameterizedTest
    @EnumSource
    void manyWritesLeadToTheRootThatOneOfAllLeadsTo(Engines engine) {
        Engines.Place place = engine.place(directory);
        Random random = Seeds.random("UnlinkedTablesTest " + engine);
        SortedMap<Bytes, Optional<Bytes>> all = new TreeMap<>();
        Hash root;
        try (VersionedState state = open(place)) {
            var set = state.unlinked(PLAN);
            set.write(put(NEW, 1), 0, MARK);
            state.dropUnlinked(PLAN); // nothing of it comes back
            for (int write = 0; write < 120; write++) {
                SortedMap<Bytes, Optional<Bytes>> some = new TreeMap<>();
                for (int i = 0; i < 300; i++) {
                    some.put(
                            Bytes.ofLong(random.nextInt(20_000)),
                            random.nextInt(5) == 0
                                    ? Optional.empty()
                                    : Optional.of(Bytes.ofLong(random.nextLong())));
                }
                all.putAll(some);
                set.write(new ChangeSet(new TreeMap<>(Map.of(NEW, some))), write, MARK);
            }
            var other = state.unlinked(OTHER);
            other.write(new ChangeSet(new TreeMap<>(Map.of(NEW, all))), 0, MARK);
            root = other.root();
            assertEquals(root, set.root());
        }
        try (VersionedState state = open(place)) {
            assertEquals(root, state.unlinked(PLAN).root());
            state.unlinked(PLAN).write(put(NEW, 1), 200, MARK);
            state.unlinked(OTHER).write(put(NEW, 1), 0, MARK);
            assertEquals(state.unlinked(OTHER).root(), state.unlinked(PLAN).root());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReopenedSetGoesOnWhereItWas(Engines engine) {
        Engines.Place place = engine.place(directory);
        Hash root;
        try (VersionedState state = open(place)) {
            state.unlinked(PLAN).write(put(NEW, 2), 7, MARK);
            root = state.unlinked(PLAN).root();
        }
        try (VersionedState state = open(place)) {
            var set = state.unlinked(PLAN);
            assertEquals(List.of(PLAN), state.unlinkedSets());
            assertEquals(7, set.height());
            assertEquals(MARK, set.mark());
            assertEquals(root, set.root());
            assertEquals(Optional.of(value(2)), set.get(NEW, KEY));
            commit(state, join(NEW));
        }
        try (VersionedState state = open(place)) {
            assertEquals(root, state.root());
            assertEquals(Optional.of(value(2)), state.head().get(NEW, KEY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRewindReturnsWhatJoinedToItsSetAsItWas(Engines engine) throws Exception {
        Engines.Place place = engine.place(directory);
        try (VersionedState state = open(place)) {
            commit(state, put(OLD, 1));
            var set = state.unlinked(PLAN);
            set.write(put(NEW, 2), 0, MARK);
            Hash root = set.root();
            commit(state, join(NEW));
            commit(state, put(NEW, 3));
            set.write(ChangeSet.EMPTY, 2, Bytes.EMPTY);
            state.rewind(0);
            assertEquals(0, set.height());
            assertEquals(MARK, set.mark());
            assertEquals(root, set.root());
            assertEquals(Optional.of(value(2)), set.get(NEW, KEY));
            commit(state, join(NEW));
            assertEquals(Optional.of(value(2)), state.head().get(NEW, KEY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatLeftIsReadByOlderViewsEvenWhenItsSetIsDropped(Engines engine) throws Exception {
        Engines.Place place = engine.place(directory);
        Storage storage = place.open();
        Hash root;
        try (VersionedState state = VersionedState.open(storage, HISTORY_BLOCKS)) {
            root = commit(state, put(OLD, 1));
            commit(state, leave(OLD));
            assertThrows(
                    IllegalStateException.class,
                    () -> state.unlinked(PLAN).write(put(OLD, 9), 1, MARK));
            state.dropUnlinked(PLAN);
            assertEquals(List.of(), state.unlinkedSets());
            state.unlinked(PLAN).write(put(OLD, 9), 1, MARK);
            assertEquals(Optional.of(value(1)), state.at(0).get(OLD, KEY));
            assertEquals(Optional.of(value(9)), state.unlinked(PLAN).get(OLD, KEY));
            assertTrue(state.prove(0, OLD, KEY).verify(root));
        }
        try (VersionedState state = open(place)) {
            assertEquals(Optional.of(value(1)), state.at(0).get(OLD, KEY));
            assertTrue(state.prove(0, OLD, KEY).verify(root));
            for (int block = 0; block < 64; block++) {
                commit(state, ChangeSet.EMPTY);
            }
            assertThrows(HistoryUnavailable.class, () -> state.at(0));
            assertEquals(Optional.of(value(9)), state.unlinked(PLAN).get(OLD, KEY));
        }
        Storage again = place.open();
        assertEquals(1, again.scan(Storage.Space.RECORDS, new byte[0], Optional.empty(), 9).size());
        again.close();
    }

    @ParameterizedTest
    @EnumSource
    void joinsAndLeavesThatWouldOverwriteAreRefused(Engines engine) {
        try (VersionedState state = open(engine.place(directory))) {
            commit(state, put(NEW, 1));
            state.unlinked(PLAN).write(put(NEW, 2), 0, MARK);
            assertThrows(IllegalArgumentException.class, () -> state.stage(1, join(NEW)));
            assertThrows(IllegalArgumentException.class, () -> state.stage(1, leave(NEW)));
            commit(state, with(ChangeSet.EMPTY, NEW, new ChangeSet.Link.Leave(OTHER)));
            var staged = state.stage(2, join(NEW));
            state.unlinked(PLAN).write(put(NEW, 3), 1, MARK);
            assertThrows(IllegalStateException.class, () -> state.commit(staged, List.of()));
            commit(state, join(NEW));
            assertEquals(Optional.of(value(3)), state.head().get(NEW, KEY));
            assertEquals(Optional.of(value(1)), state.unlinked(OTHER).get(NEW, KEY));
        }
    }

    /** Each write puts the same value everywhere; a reader never sees two, nor a block's. */
    @ParameterizedTest
    @EnumSource
    void readersSeeWholeWritesWhileTablesJoinAndLeave(Engines engine) throws Exception {
        try (VersionedState state = open(engine.place(directory))) {
            var set = state.unlinked(PLAN);
            AtomicBoolean done = new AtomicBoolean();
            AtomicLong seen = new AtomicLong();
            CompletableFuture<Void> reader =
                    CompletableFuture.runAsync(
                            () -> {
                                while (!done.get()) {
                                    var rows = set.range(NEW, Bytes.EMPTY, Optional.empty(), 99);
                                    assertTrue(rows.isEmpty() || rows.size() == SAME_ROWS);
                                    assertTrue(
                                            rows.stream()
                                                            .map(StateView.Row::value)
                                                            .distinct()
                                                            .count()
                                                    <= 1);
                                    rows.forEach(row -> assertTrue(row.value().at(0) >= 0));
                                    seen.addAndGet(rows.size());
                                }
                            });
            for (int round = 0; round < 40 || seen.get() == 0 && !reader.isDone(); round++) {
                state.dropUnlinked(PLAN);
                for (int write = 0; write < 10; write++) {
                    set.write(same(round % 100 + 1), state.height(), MARK);
                }
                commit(state, with(same(-1), NEW, new ChangeSet.Link.Join(PLAN)));
                commit(state, put(OLD, round));
                commit(state, with(same(round % 100), NEW, new ChangeSet.Link.Leave(PLAN)));
            }
            done.set(true);
            reader.get();
        }
    }

    private static ChangeSet same(int value) {
        TreeMap<Bytes, Optional<Bytes>> records = new TreeMap<>();
        for (int i = 0; i < SAME_ROWS; i++) {
            records.put(value(i), Optional.of(value(value)));
        }
        return new ChangeSet(new TreeMap<>(Map.of(NEW, records)));
    }

    @ParameterizedTest
    @EnumSource
    void joiningNothingChangesNothing(Engines engine) throws Exception {
        try (VersionedState state = open(engine.place(directory))) {
            Hash root = commit(state, put(OLD, 1));
            assertEquals(root, commit(state, join(NEW)));
            assertEquals(root, commit(state, leave(NEW)));
            assertEquals(join(NEW).links(), state.changes(1).links());
            assertEquals(List.of(PLAN), state.unlinkedSets());
        }
    }
}
