package theseus.state;

import java.util.List;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/** Writes, until one fails: then nobody knows what is stored, and only opening again tells. */
final class GuardedStorage {
    private final Storage storage;
    private volatile boolean failed;

    GuardedStorage(Storage storage) {
        this.storage = storage;
    }

    void write(List<Storage.Write> writes) {
        guarded(() -> storage.write(writes));
    }

    void writeLater(List<Storage.Write> writes) {
        guarded(() -> storage.writeLater(writes));
    }

    void checkUsable() {
        if (failed) {
            throw new StorageException(
                    StorageException.Code.STORAGE_FAILED,
                    "An earlier write failed; close the state and open it again.");
        }
    }

    private void guarded(Runnable write) {
        checkUsable();
        boolean done = false;
        try {
            write.run();
            done = true;
        } finally {
            if (!done) {
                failed = true;
            }
        }
    }
}
