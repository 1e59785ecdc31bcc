package theseus.state;

import java.nio.ByteBuffer;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;
import theseus.state.spi.StorageReader;

/**
 * Where the state stands, in META: height (8) ‖ oldest (8) ‖ reach (8) ‖ root (32). It is written
 * in the same write as the block, so it is the block's commit mark.
 *
 * @param oldest lowest height that can be read
 * @param reach how many blocks further back undo may point; the longest history ever asked for
 */
record Head(long height, long oldest, long reach, Hash root) {
    static final Head EMPTY = new Head(-1, 0, 0, Hash.ZERO);

    private static final int SIZE = 3 * Long.BYTES + Hash.SIZE_BYTES;

    static Head read(StorageReader storage) {
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
                from.getLong(),
                new Hash(Bytes.of(stored.get(), 3 * Long.BYTES, SIZE)));
    }

    Storage.Write write() {
        byte[] stored =
                ByteBuffer.allocate(SIZE)
                        .putLong(height)
                        .putLong(oldest)
                        .putLong(reach)
                        .put(root.bytes().unsafeArray())
                        .array();
        return new Storage.Write(Storage.Space.META, Keys.HEAD, Optional.of(stored));
    }
}
