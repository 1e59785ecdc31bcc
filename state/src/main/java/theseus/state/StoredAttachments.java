package theseus.state;

import java.util.Optional;
import theseus.kernel.spi.StateStore;
import theseus.sdk.Bytes;
import theseus.state.spi.StorageReader;

/** Attachments in a storage whose state is not opened: to rebuild it, or to copy it. */
public final class StoredAttachments {
    private final StorageReader storage;

    public StoredAttachments(StorageReader storage) {
        this.storage = storage;
    }

    public Optional<Bytes> get(StateStore.Space space, Bytes key) {
        return Attachments.get(storage, space, key);
    }
}
