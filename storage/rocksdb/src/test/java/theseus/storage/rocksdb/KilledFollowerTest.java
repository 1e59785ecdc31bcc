package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;

/**
 * A process whose one thread commits blocks, while another fills unlinked tables that join and
 * leave, is killed at random instants; sometimes the end of the engine's log is cut off too, as a
 * power failure does. What is found is always whole: the state a replay's, and the unlinked tables
 * those after one of the writes.
 */
final class KilledFollowerTest {
    private static final int KILLS = Integer.getInteger("theseus.kills", 7);
    private static final int HISTORY_BLOCKS = 5;
    private static final int SNAPSHOT_CHANGES = 300;
    private static final int MOST_ACKNOWLEDGED_BEFORE_KILL = 40;
    private static final int MOST_CUT_BYTES = 60_000;

    private static final long NO_PLAN = -1;

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("theseus.storage.rocksdb.Engines#durable")
    void theStateIsWholeAndTheUnlinkedTablesAreAsOfOneOfTheWrites(Engines engine) throws Exception {
        Random random = Seeds.random("KilledFollowerTest " + engine);
        long seed = random.nextLong();
        int joins = 0;
        int leaves = 0;
        boolean rewound = false;
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = runAndKill(engine, seed, random);
            boolean cut = kill % 4 == 3 && cutLog(random);
            try (VersionedState state = open(engine, directory)) {
                assertTrue(
                        cut || state.height() >= acknowledged,
                        "acknowledged " + acknowledged + ", found " + state.height());
                Voyage voyage = Voyage.replay(state, seed);
                check(state, voyage, rewound);
                joins += voyage.linked() ? 1 : 0;
                leaves += voyage.plan() > 0 ? 1 : 0;
                if (kill % 3 == 2 && state.height() > 3) {
                    state.rewind(state.height() - 2);
                    rewound = true;
                    checkState(state, Voyage.replay(state, seed));
                }
            }
        }
        System.out.println("found linked " + joins + " times, a plan after the first " + leaves);
    }

    private static VersionedState open(Engines engine, Path directory) {
        return VersionedState.open(
                engine.place(directory).open(), HISTORY_BLOCKS, SNAPSHOT_CHANGES, count -> {});
    }

    private static void check(VersionedState state, Voyage voyage, boolean rewound)
            throws Exception {
        checkState(state, voyage);
        var set = state.unlinked(Voyage.SET);
        long plan = Voyage.planOf(set.mark());
        Model expected = Model.EMPTY;
        if (plan == NO_PLAN && !set.root().equals(expected.root())) {
            // They were dropped while the plan's were linked, which then left.
            expected = voyage.left();
        } else if (plan == voyage.plan() && !voyage.linked()) {
            expected = voyage.filled(plan, Voyage.numberOf(set.mark()));
        } else if (plan == voyage.plan() - 1 && !voyage.linked()) {
            expected = voyage.left();
        } else if (plan > voyage.plan()) {
            // Filled before the state was rewound, and the log cut before they were dropped.
            assertTrue(rewound, "filled for plan " + plan + " before it began");
            expected = voyage.filled(plan, Voyage.numberOf(set.mark()));
        }
        assertEquals(
                expected.root(),
                set.root(),
                () ->
                        "tables of plan %d at height %d of plan %d, linked %s, rewound %s"
                                .formatted(
                                        plan,
                                        state.height(),
                                        voyage.plan(),
                                        voyage.linked(),
                                        rewound));
        checkAll(expected, set);
    }

    private static void checkState(VersionedState state, Voyage voyage) throws Exception {
        int height = (int) state.height();
        assertEquals(voyage.at(height).root(), state.root());
        for (int back = 0; back < 4 && height - back >= 0; back++) {
            Model expected = voyage.at(height - back);
            checkAll(expected, state.at(height - back));
            for (TableId table : Voyage.NEW) {
                Bytes key = Bytes.fromHex("33");
                var proof = state.prove(height - back, table, key);
                assertEquals(Optional.ofNullable(expected.table(table).get(key)), proof.value());
                assertTrue(proof.verify(expected.root()));
            }
        }
    }

    private static void checkAll(Model expected, StateView view) {
        for (List<TableId> tables : List.of(Model.TABLES, Voyage.NEW)) {
            for (TableId table : tables) {
                assertEquals(
                        expected.range(table, Bytes.EMPTY, Optional.empty(), 10_000),
                        view.range(table, Bytes.EMPTY, Optional.empty(), 10_000));
            }
        }
    }

    /** Cuts the end off the newest log, but leaves some of it. */
    private boolean cutLog(Random random) throws IOException {
        try (var files = Files.list(directory)) {
            Optional<Path> log =
                    files.filter(file -> file.toString().endsWith(".log"))
                            .max(Comparator.comparing(Path::toString));
            if (log.isEmpty()) {
                return false;
            }
            try (RandomAccessFile file = new RandomAccessFile(log.get().toFile(), "rw")) {
                file.setLength(Math.max(0, file.length() - random.nextInt(MOST_CUT_BYTES)));
            }
            return true;
        }
    }

    private long runAndKill(Engines engine, long seed, Random random)
            throws IOException, InterruptedException {
        Process child =
                ChildProcess.start(
                        Sailing.class, directory.toString(), Long.toString(seed), engine.name());
        int lines = 1 + random.nextInt(MOST_ACKNOWLEDGED_BEFORE_KILL);
        long nanos = random.nextInt(3_000_000);
        long acknowledged = -1;
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                acknowledged = height(said.readLine(), said);
            }
            for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            child.toHandle().destroyForcibly();
            child.waitFor();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged = line.matches("\\d+\\.") ? height(line, said) : acknowledged;
            }
        }
        return acknowledged;
    }

    private static long height(String line, BufferedReader said) throws IOException {
        if (line == null || !line.matches("\\d+\\.")) {
            StringBuilder all = new StringBuilder("the child said: " + line);
            for (String more = said.readLine(); more != null; more = said.readLine()) {
                all.append('\n').append(more);
            }
            throw new AssertionError(all.toString());
        }
        return Long.parseLong(line, 0, line.length() - 1, 10);
    }

    /** Commits blocks for ever while a follower fills one plan's tables after the other's. */
    static final class Sailing {
        private final VersionedState state;
        private final Voyage voyage;
        private final BlockingQueue<Long> toFill = new ArrayBlockingQueue<>(1);
        private volatile long filled = -1;

        private Sailing(VersionedState state, long seed) {
            this.state = state;
            voyage = Voyage.replay(state, seed);
        }

        public static void main(String[] arguments) throws Exception {
            long seed = Long.parseLong(arguments[1]);
            try (VersionedState state =
                    open(Engines.valueOf(arguments[2]), Path.of(arguments[0]))) {
                new Sailing(state, seed).sail();
            } catch (Throwable failed) {
                failed.printStackTrace(System.out);
                Runtime.getRuntime().halt(1);
            }
        }

        private void sail() throws InterruptedException {
            Hash set = Voyage.SET;
            if (voyage.linked()) {
                state.dropUnlinked(set);
            } else {
                toFill.put(voyage.plan());
            }
            Thread follower = new Thread(this::follow);
            follower.setDaemon(true);
            follower.start();
            while (true) {
                long height = state.height() + 1;
                boolean moves = voyage.linked() ? voyage.leavesNext() : filled == voyage.plan();
                ChangeSet block = voyage.next(moves);
                state.commit(state.stage(height, block), List.of(voyage.attachment(height, moves)));
                System.out.println(height + ".");
                if (moves && !voyage.linked()) {
                    toFill.put(voyage.plan());
                }
            }
        }

        private void follow() {
            try {
                while (true) {
                    fill(toFill.take());
                }
            } catch (Throwable failed) {
                failed.printStackTrace(System.out);
                Runtime.getRuntime().halt(1);
            }
        }

        private void fill(long plan) {
            var set = state.unlinked(Voyage.SET);
            if (Voyage.planOf(set.mark()) != plan) {
                state.dropUnlinked(Voyage.SET);
            }
            int from = set.mark().isEmpty() ? 0 : Voyage.numberOf(set.mark()) + 1;
            for (int i = from; i < Voyage.WRITES; i++) {
                set.write(voyage.write(plan, i), state.height(), Voyage.mark(plan, i));
            }
            filled = plan;
        }
    }
}
