package theseus.state;

import java.nio.ByteBuffer;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * Where the state stands, in META: height (8) ‖ oldest height kept (8) ‖ root (32). It is written
 * in the same write as the block, so it is the block's commit mark.
 */
record Head(long height, long oldest, Hash root) {
    static final Head EMPTY = new Head(-1, 0, Hash.ZERO);

    private static final int SIZE = 2 * Long.BYTES + Hash.SIZE_BYTES;

    static Head read(Storage storage) {
        Optional<byte[]> stored = storage.get(Storage.Space.META, Keys.HEAD);
        if (stored.isEmpty()) {
            return EMPTY;
        }
        if (stored.get().length != SIZE) {
            throw new StorageException(
                    StorageException.Code.STORAGE_CORRUPT,
                    "The state's head has " + stored.get().length + " bytes, not " + SIZE + ".");
        }
        ByteBuffer from = ByteBuffer.wrap(stored.get());
        return new Head(
                from.getLong(),
                from.getLong(),
                new Hash(Bytes.of(stored.get(), 2 * Long.BYTES, SIZE)));
    }

    Storage.Write write() {
        byte[] stored =
                ByteBuffer.allocate(SIZE)
                        .putLong(height)
                        .putLong(oldest)
                        .put(root.bytes().unsafeArray())
                        .array();
        return new Storage.Write(Storage.Space.META, Keys.HEAD, Optional.of(stored));
    }
}
