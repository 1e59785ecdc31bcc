package theseus.state;

import java.util.Optional;
import theseus.kernel.spi.StateStore;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/** Attachments in a storage whose state cannot be opened: what there is to rebuild it from. */
public final class StoredAttachments {
    private final Attachments attachments;

    public StoredAttachments(Storage storage) {
        this.attachments = new Attachments(storage);
    }

    public Optional<Bytes> get(StateStore.Space space, Bytes key) {
        return attachments.get(space, key);
    }
}
