package theseus.state;

import java.util.List;
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
        implements StateStore.Staged {}
