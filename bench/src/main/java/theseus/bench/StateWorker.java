package theseus.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.VersionedState;
import theseus.storage.rocksdb.RocksStorage;

/**
 * The process of {@link LargeStateBenchmark}: a state on disk that is filled first; then for each
 * line it is told, a round of blocks, whose updates a second it says.
 */
final class StateWorker {
    private static final int BLOCK_UPDATES = 10_000;
    private static final int ROUND_BLOCKS = 10;
    private static final int HISTORY_BLOCKS = 256;
    private static final int KEY_BYTES = 32;
    private static final int VALUE_BYTES = 100;
    private static final TableId TABLE = new TableId("bench", "records", 1);

    private final SplittableRandom random = new SplittableRandom(4747);
    private final long records;

    private StateWorker(long records) {
        this.records = records;
    }

    /** Directory, and how many records. */
    public static void main(String[] arguments) throws IOException {
        StateWorker worker = new StateWorker(Long.parseLong(arguments[1]));
        try (VersionedState state =
                VersionedState.open(RocksStorage.open(Path.of(arguments[0])), HISTORY_BLOCKS)) {
            worker.run(state);
        }
    }

    private void run(VersionedState state) throws IOException {
        for (long from = 0; from < records; from += BLOCK_UPDATES) {
            SortedMap<Bytes, Optional<Bytes>> block = new TreeMap<>();
            for (long i = from; i < Math.min(records, from + BLOCK_UPDATES); i++) {
                block.put(key(i), Optional.of(value()));
            }
            commit(state, block);
        }
        BufferedReader told =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (told.readLine() != null) {
            System.out.println(String.format(Locale.ROOT, "%.1f", round(state)));
        }
    }

    private double round(VersionedState state) {
        long nanos = 0;
        for (int i = 0; i < ROUND_BLOCKS; i++) {
            SortedMap<Bytes, Optional<Bytes>> block = new TreeMap<>();
            for (int j = 0; j < BLOCK_UPDATES; j++) {
                block.put(key(random.nextLong(records)), Optional.of(value()));
            }
            long started = System.nanoTime();
            commit(state, block);
            nanos += System.nanoTime() - started;
        }
        return (double) ROUND_BLOCKS * BLOCK_UPDATES * 1e9 / nanos;
    }

    private static void commit(VersionedState state, SortedMap<Bytes, Optional<Bytes>> block) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        tables.put(TABLE, block);
        state.commit(state.stage(state.height() + 1, new ChangeSet(tables)), List.of());
    }

    /** Scattered, and known by its number: ten million keys are not kept. */
    private static Bytes key(long number) {
        byte[] key = new byte[KEY_BYTES];
        SplittableRandom own = new SplittableRandom(number);
        own.nextBytes(key);
        return Bytes.wrap(key);
    }

    private Bytes value() {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return Bytes.wrap(value);
    }
}
