package theseus.state;

import java.util.List;
import java.util.Map;
import theseus.kernel.spi.StateStore;
import theseus.protocol.TableId;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * A block whose root is known and which is not stored yet.
 *
 * @param newTables tables that get a number with this block
 * @param writes of its records
 */
record StagedBlock(
        long height,
        Hash root,
        StateTree tree,
        Map<TableId, Integer> newTables,
        UndoInMemory undo,
        List<Storage.Write> writes)
        implements StateStore.Staged {}
