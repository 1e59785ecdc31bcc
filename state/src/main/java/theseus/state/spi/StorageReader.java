package theseus.state.spi;

import java.util.List;
import java.util.Optional;

/** What can be read of a {@link Storage}: now, or as it was at one moment. */
public interface StorageReader {
    Optional<byte[]> get(Storage.Space space, byte[] key);

    /** From {@code from} (inclusive) to {@code to} (exclusive; to the end when absent). */
    List<Storage.Row> scan(Storage.Space space, byte[] from, Optional<byte[]> to, int limit);
}
