package theseus.storage.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;
import theseus.state.spi.Storage;

/**
 * The native side: one database with a column family per space, named like it in lower case, and
 * the options that must live as long as it. Bounds: {@value #CACHE_BYTES} bytes of cached blocks
 * and two write buffers per space.
 */
final class Engine implements AutoCloseable {
    static final long CACHE_BYTES = 256L << 20;
    private static final long RECORDS_BUFFER_BYTES = 64L << 20;
    private static final long OTHER_BUFFER_BYTES = 16L << 20;
    private static final long MAX_LOG_BYTES = 512L << 20;
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final int BACKGROUND_JOBS = 2;
    private static final int MAX_OPEN_FILES = 512;
    private static final int MAX_LOG_FILES = 4;

    private final List<AbstractNativeReference> owned = new ArrayList<>();
    private final Map<Storage.Space, ColumnFamilyHandle> handles =
            new EnumMap<>(Storage.Space.class);
    private final WriteOptions synced;
    private final WriteOptions unsynced;
    private final RocksDB database;

    Engine(Path directory) throws RocksDBException {
        synced = own(new WriteOptions().setSync(true));
        unsynced = own(new WriteOptions());
        Cache cache = own(new LRUCache(CACHE_BYTES));
        BloomFilter filter = own(new BloomFilter(FILTER_BITS_PER_KEY));
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        families.add(
                new ColumnFamilyDescriptor(
                        RocksDB.DEFAULT_COLUMN_FAMILY, own(new ColumnFamilyOptions())));
        for (Storage.Space space : Storage.Space.values()) {
            families.add(
                    new ColumnFamilyDescriptor(
                            name(space).getBytes(StandardCharsets.UTF_8),
                            own(options(space, cache, filter))));
        }
        List<ColumnFamilyHandle> opened = new ArrayList<>();
        database =
                RocksDB.open(
                        own(databaseOptions(directory)), directory.toString(), families, opened);
        Storage.Space[] spaces = Storage.Space.values();
        for (int i = 0; i < spaces.length; i++) {
            handles.put(spaces[i], opened.get(i + 1));
        }
    }

    private static String name(Storage.Space space) {
        return switch (space) {
            case RECORDS -> "records";
            case TREE -> "tree";
            case UNDO -> "undo";
            case BLOCKS -> "blocks";
            case RECEIPTS -> "receipts";
            case LOOKUP -> "lookup";
            case META -> "meta";
        };
    }

    private static DBOptions databaseOptions(Path directory) {
        // A manifest that was cut forgets families; made anew they would be empty.
        boolean isFresh = !Files.exists(directory.resolve("CURRENT"));
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(isFresh)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxOpenFiles(MAX_OPEN_FILES)
                .setKeepLogFileNum(MAX_LOG_FILES)
                .setMaxTotalWalSize(MAX_LOG_BYTES);
    }

    private static ColumnFamilyOptions options(
            Storage.Space space, Cache cache, BloomFilter filter) {
        return new ColumnFamilyOptions()
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(
                        space == Storage.Space.RECORDS ? RECORDS_BUFFER_BYTES : OTHER_BUFFER_BYTES)
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setFilterPolicy(filter)
                                .setCacheIndexAndFilterBlocks(true)
                                .setPinL0FilterAndIndexBlocksInCache(true));
    }

    RocksDB database() {
        return database;
    }

    ColumnFamilyHandle family(Storage.Space space) {
        ColumnFamilyHandle handle = handles.get(space);
        if (handle == null) {
            throw new IllegalStateException("no column family for " + space);
        }
        return handle;
    }

    WriteOptions synced() {
        return synced;
    }

    WriteOptions unsynced() {
        return unsynced;
    }

    private <T extends AbstractNativeReference> T own(T reference) {
        owned.add(reference);
        return reference;
    }

    @Override
    public void close() {
        handles.values().forEach(ColumnFamilyHandle::close);
        database.close();
        owned.reversed().forEach(AbstractNativeReference::close);
    }
}
