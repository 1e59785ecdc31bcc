package theseus.storage.rocksdb;

import java.nio.file.Path;
import theseus.state.spi.Storage;
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
    };

    /** Where content lies while it is closed. */
    interface Place {
        Storage open();
    }

    abstract Place place(Path directory);
}
