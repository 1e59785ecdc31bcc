package theseus.state;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateStore;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * A block whose root is known and which is not stored yet.
 *
 * @param tables those under the root after it
 * @param writes of its records
 */
record StagedBlock(
        long height,
        Hash root,
        Tables tables,
        Linking linking,
        UndoInMemory undo,
        List<Storage.Write> writes)
        implements StateStore.Staged {
    /** The writes that keep what was before, by a root of {@code before}. */
    void writeUndo(Hash before, List<Storage.Write> into) {
        undo.forEach(
                part ->
                        UndoRow.write(
                                part.entries(),
                                last -> Keys.undoRecords(height, part.table(), last),
                                into));
        into.add(
                new Storage.Write(
                        Storage.Space.UNDO,
                        Keys.undoRoot(height),
                        Optional.of(before.bytes().unsafeArray())));
    }
}
