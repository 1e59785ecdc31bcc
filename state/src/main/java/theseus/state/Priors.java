package theseus.state;

import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/** Finds the values that undo entries speak of. */
record Priors(Storage storage) {
    /** What the key of {@code entry} held before. */
    Optional<Bytes> value(int table, Undo.Entry entry) {
        return switch (entry.prior()) {
            case Undo.Absent _ -> Optional.empty();
            case Undo.Was was -> Optional.of(was.value());
            case Undo.PutAt at -> Optional.of(put(at.height(), table, entry.key()));
        };
    }

    private Bytes put(long height, int table, Bytes key) {
        return new UndoInStorage(storage, height)
                .find(table, key)
                .flatMap(Undo.Entry::value)
                .orElseThrow(
                        () ->
                                new StorageException(
                                        StorageException.Code.STORAGE_CORRUPT,
                                        "Block " + height + " should have put " + key + "."));
    }
}
