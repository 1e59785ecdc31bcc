package theseus.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.kernel.spi.StateStore;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.VersionedState;

/**
 * A process that commits blocks is killed at random instants. Whatever it acknowledged is there
 * when the directory is opened again, and what is there is whole: blocks follow from the seed, so
 * the state at the height found must be that of a replay.
 */
final class KilledProcessTest {
    private static final int KILLS = 6;
    private static final int HISTORY_BLOCKS = 5;
    private static final int SNAPSHOT_CHANGES = 500;
    private static final int MOST_CHANGES = 300;
    private static final int MOST_ACKNOWLEDGED_BEFORE_KILL = 30;

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("theseus.storage.rocksdb.Engines#durable")
    void nothingAcknowledgedIsLostAndNothingIsHalfDone(Engines engine) throws Exception {
        Random random = Seeds.random("KilledProcessTest " + engine);
        long seed = random.nextLong();
        List<Model> replay = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = runAndKill(engine, seed, random);
            try (VersionedState state = open(engine, directory)) {
                assertTrue(
                        state.height() >= acknowledged,
                        "acknowledged " + acknowledged + ", found " + state.height());
                extend(replay, seed, state.height());
                check(state, replay);
                if (kill % 3 == 2) {
                    state.rewind(state.height() - 2);
                    check(state, replay.subList(0, (int) state.height() + 1));
                }
            }
        }
    }

    private static VersionedState open(Engines engine, Path directory) {
        return VersionedState.open(
                engine.place(directory).open(), HISTORY_BLOCKS, SNAPSHOT_CHANGES, count -> {});
    }

    private static void extend(List<Model> replay, long seed, long height) {
        while (replay.size() <= height) {
            Model last = replay.isEmpty() ? Model.EMPTY : replay.getLast();
            replay.add(last.with(block(last, seed, replay.size())));
        }
    }

    private static ChangeSet block(Model last, long seed, long height) {
        return last.randomChanges(new Random(seed + height), MOST_CHANGES);
    }

    private static void check(VersionedState state, List<Model> replay) throws HistoryUnavailable {
        int height = (int) state.height();
        assertEquals(replay.get(height).root(), state.root());
        for (int back = 0; back < 3 && height - back >= 0; back++) {
            for (TableId table : Model.TABLES) {
                assertEquals(
                        replay.get(height - back)
                                .range(table, Bytes.EMPTY, Optional.empty(), 10_000),
                        state.at(height - back)
                                .range(table, Bytes.EMPTY, Optional.empty(), 10_000));
            }
        }
        assertEquals(
                Optional.of(number(height)),
                state.attachment(StateStore.Space.BLOCKS, number(height)));
        assertEquals(
                Optional.empty(), state.attachment(StateStore.Space.BLOCKS, number(height + 1)));
        assertEquals(
                height + 1,
                state.attachments(StateStore.Space.BLOCKS, Bytes.EMPTY, 1 << 20).size());
    }

    private long runAndKill(Engines engine, long seed, Random random)
            throws IOException, InterruptedException {
        Process child =
                ChildProcess.start(
                        CommittingChild.class,
                        directory.toString(),
                        Long.toString(seed),
                        engine.name());
        int lines = 1 + random.nextInt(MOST_ACKNOWLEDGED_BEFORE_KILL);
        long nanos = random.nextInt(3_000_000);
        long acknowledged = -1;
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                acknowledged = height(said.readLine());
            }
            for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            child.toHandle().destroyForcibly();
            child.waitFor();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged = line.endsWith(".") ? height(line) : acknowledged;
            }
        }
        return acknowledged;
    }

    private static long height(String line) {
        assertTrue(line != null && line.matches("\\d+\\."), "the child said: " + line);
        return Long.parseLong(line, 0, line.length() - 1, 10);
    }

    private static Bytes number(long height) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(height).array());
    }

    /** Commits blocks for ever, and prints each height once it is durable. */
    static final class CommittingChild {
        private CommittingChild() {}

        public static void main(String[] arguments) {
            long seed = Long.parseLong(arguments[1]);
            try (VersionedState state =
                    VersionedState.open(
                            Engines.valueOf(arguments[2]).place(Path.of(arguments[0])).open(),
                            HISTORY_BLOCKS)) {
                List<Model> replay = new ArrayList<>();
                extend(replay, seed, state.height());
                Model last = replay.isEmpty() ? Model.EMPTY : replay.getLast();
                while (true) {
                    long height = state.height() + 1;
                    ChangeSet changes = block(last, seed, height);
                    last = last.with(changes);
                    var block =
                            new StateStore.Attachment(
                                    StateStore.Space.BLOCKS, number(height), number(height));
                    state.commit(state.stage(height, changes), List.of(block));
                    System.out.println(height + ".");
                }
            }
        }
    }
}
