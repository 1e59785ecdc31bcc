package theseus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.state.VersionedState;
import theseus.storage.rocksdb.RocksStorage;

/**
 * What a provable state costs over RocksDB alone. Both hold a million records of 32 + 100 bytes and
 * take the same blocks of 10,000 updates of random records, one synced write a block; the state
 * also computes its root and keeps the undo of {@value #HISTORY_BLOCKS} blocks. Nothing was read
 * before, which is the state's worst case: it has to fetch each old value.
 */
public final class StateBenchmark implements Benchmark {
    private static final int RECORDS = Integer.getInteger("records", 1_000_000);
    private static final int BLOCK_UPDATES = 10_000;
    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final int ROUND_BLOCKS = 10;
    private static final int HISTORY_BLOCKS = Integer.getInteger("history", 256);
    private static final int KEY_BYTES = 32;
    private static final int VALUE_BYTES = 100;
    private static final double TARGET = 0.35;
    private static final TableId TABLE = new TableId("bench", "records", 1);

    private final Random random = new Random(4747);

    @Override
    public String name() {
        return "state";
    }

    @Override
    public String description() {
        return "updates a second with a root, durable each block, against bare RocksDB";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) throws Exception {
        Path directory = Files.createTempDirectory("theseus-bench-state");
        try {
            return run(directory, progress);
        } finally {
            delete(directory);
        }
    }

    private record Update(byte[] key, byte[] value) {}

    private List<Figure> run(Path directory, Consumer<String> progress) throws Exception {
        byte[][] keys = new byte[RECORDS][];
        for (int i = 0; i < RECORDS; i++) {
            keys[i] = bytes(KEY_BYTES);
        }
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB bare = RocksDB.open(options, directory.resolve("bare").toString());
                VersionedState state =
                        VersionedState.open(
                                RocksStorage.open(directory.resolve("state")), HISTORY_BLOCKS)) {
            progress.accept("loading " + RECORDS + " records into both");
            for (int from = 0; from < RECORDS; from += BLOCK_UPDATES) {
                List<Update> block = new ArrayList<>();
                for (int i = from; i < Math.min(RECORDS, from + BLOCK_UPDATES); i++) {
                    block.add(new Update(keys[i], bytes(VALUE_BYTES)));
                }
                writeBare(bare, block);
                commit(state, changes(block));
            }
            return measure(keys, bare, state, progress);
        }
    }

    private List<Figure> measure(
            byte[][] keys, RocksDB bare, VersionedState state, Consumer<String> progress)
            throws RocksDBException {
        List<Double> bareRates = new ArrayList<>();
        List<Double> stateRates = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            long bareNanos = 0;
            long stateNanos = 0;
            for (int i = 0; i < ROUND_BLOCKS; i++) {
                List<Update> block = randomBlock(keys);
                ChangeSet changes = changes(block);
                long start = System.nanoTime();
                writeBare(bare, block);
                long between = System.nanoTime();
                commit(state, changes);
                bareNanos += between - start;
                stateNanos += System.nanoTime() - between;
            }
            if (round > 0) {
                bareRates.add(rate(bareNanos));
                stateRates.add(rate(stateNanos));
                ratios.add((double) bareNanos / stateNanos);
                progress.accept(
                        "round %d of %d: %.0f updates/s, bare %.0f, ratio %.3f"
                                .formatted(
                                        round,
                                        ROUNDS,
                                        stateRates.getLast(),
                                        bareRates.getLast(),
                                        ratios.getLast()));
            }
        }
        return List.of(
                Figure.of("state.updates", median(stateRates), "1/s", ROUNDS),
                Figure.of("state.bareRocksDB", median(bareRates), "1/s", ROUNDS),
                Figure.atLeast(TARGET, "state.ratio", median(ratios), "", ROUNDS));
    }

    private List<Update> randomBlock(byte[][] keys) {
        List<Update> block = new ArrayList<>(BLOCK_UPDATES);
        for (int i = 0; i < BLOCK_UPDATES; i++) {
            block.add(new Update(keys[random.nextInt(keys.length)], bytes(VALUE_BYTES)));
        }
        return block;
    }

    private static ChangeSet changes(List<Update> block) {
        SortedMap<Bytes, Optional<Bytes>> records = new TreeMap<>();
        for (Update update : block) {
            records.put(Bytes.wrap(update.key()), Optional.of(Bytes.wrap(update.value())));
        }
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        tables.put(TABLE, records);
        return new ChangeSet(tables);
    }

    private static void commit(VersionedState state, ChangeSet changes) {
        state.commit(state.stage(state.height() + 1, changes), List.of());
    }

    private static void writeBare(RocksDB bare, List<Update> block) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions synced = new WriteOptions().setSync(true)) {
            for (Update update : block) {
                batch.put(update.key(), update.value());
            }
            bare.write(synced, batch);
        }
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static double rate(long nanos) {
        return (double) ROUND_BLOCKS * BLOCK_UPDATES * 1e9 / nanos;
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
