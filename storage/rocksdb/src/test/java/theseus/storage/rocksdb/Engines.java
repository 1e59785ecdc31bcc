package theseus.storage.rocksdb;

import java.nio.file.Path;
import java.util.List;
import theseus.state.spi.Storage;
import theseus.storage.leveldb.LevelStorage;
import theseus.storage.memory.MemoryStorage;

/** The engines that every suite here runs on, and how to open what was closed again. */
enum Engines {
    MEMORY {
        @Override
        Place place(Path directory) {
            MemoryStorage storage = new MemoryStorage();
            return () -> storage;
        }
    },
    ROCKSDB {
        @Override
        Place place(Path directory) {
            return () -> RocksStorage.open(directory);
        }
    },
    LEVELDB {
        @Override
        Place place(Path directory) {
            return () -> LevelStorage.open(directory);
        }
    };

    /** Those that are there again after the process ended. */
    static List<Engines> durable() {
        return List.of(ROCKSDB, LEVELDB);
    }

    /** Where content lies while it is closed. */
    interface Place {
        Storage open();
    }

    abstract Place place(Path directory);
}
