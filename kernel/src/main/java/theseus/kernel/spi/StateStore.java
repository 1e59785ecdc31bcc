package theseus.kernel.spi;

import java.util.List;
import java.util.Optional;
import theseus.protocol.StateProof;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Versioned, provable state. One writer; views may be read from any thread. The root is a function
 * of the content alone.
 */
public interface StateStore extends AutoCloseable {
    /** Changes with the root they lead to; nothing is stored before {@link #commit}. */
    interface Staged {
        long height();

        Hash root();
    }

    /** A record that is stored in the same atomic write beside the state: a block, a receipt. */
    record Attachment(Space space, Bytes key, Bytes value) {}

    /**
     * A change to an attachment beside the blocks.
     *
     * @param onlyIf what must stand there for it to count; empty for anything
     * @param value what stands there afterwards; empty for nothing
     */
    record Amendment(Space space, Bytes key, Optional<Bytes> onlyIf, Optional<Bytes> value) {}

    /** Where attachments lie. */
    enum Space {
        BLOCKS,
        RECEIPTS,
        LOOKUP,
        META
    }

    /** Height of the last commit; 0 after genesis, -1 when empty. */
    long height();

    Hash root();

    /** The state of the last commit; stays what it is while later blocks are committed. */
    StateView head();

    /**
     * Takes hold of the state of the last commit, and of what stands in unlinked tables now. By the
     * writer.
     */
    HeldState hold();

    /**
     * The state after block {@code height}.
     *
     * @throws HistoryUnavailable when it lies beyond the undo horizon or the head
     */
    StateView at(long height) throws HistoryUnavailable;

    /**
     * What block {@code height} ran on: the state of the block before, and the tables that joined
     * with it as they were then.
     *
     * @throws HistoryUnavailable when one of both lies beyond the undo horizon or the head
     */
    StateView before(long height) throws HistoryUnavailable;

    /**
     * Computes the root after {@code changes}; at most one staged block at a time. A table that is
     * not in its set joins as an empty one, and an empty table that leaves is none: both change
     * nothing.
     *
     * @throws IllegalArgumentException when a table would join where one has records under the
     *     root, or leave to where the set has records
     */
    Staged stage(long height, ChangeSet changes);

    /**
     * Makes the staged changes durable with one synced, atomic write, and with them all that was
     * written to unlinked tables before.
     *
     * @throws IllegalStateException when a table that joins was written to since it was staged;
     *     then nothing is stored, and the block may be staged again
     */
    void commit(Staged staged, List<Attachment> attachments);

    /** The net changes of block {@code height}, while within the horizon. */
    ChangeSet changes(long height) throws HistoryUnavailable;

    /** Proves the presence or absence of {@code key} in the state after block {@code height}. */
    StateProof prove(long height, TableId table, Bytes key) throws HistoryUnavailable;

    /**
     * Takes back all blocks above {@code height}, attachments of those blocks included. A table
     * that joined with one of them is in its set again, as it was; the set has the mark that it had
     * then, and the height of the block before. What was written to unlinked tables is not taken
     * back: a set whose height is above {@code height} afterwards is to be dropped by its writer.
     */
    void rewind(long height) throws HistoryUnavailable;

    /**
     * The unlinked tables of that name (the plan's id); empty ones when there are none. Always the
     * same object while the store is open.
     */
    UnlinkedTables unlinked(Hash set);

    /** The names of all sets of unlinked tables that were written to or that a table left to. */
    List<Hash> unlinkedSets();

    /**
     * Forgets a set of unlinked tables and begins to delete its records, in the background and
     * again after a restart until done; those of a table that left the root once no state within
     * the undo horizon has it. A set of that name may be begun anew at once. Without effect when
     * there is none.
     */
    void dropUnlinked(Hash set);

    Optional<Bytes> attachment(Space space, Bytes key);

    /** Attachments from {@code from} on, in key order, at most {@code limit}. */
    List<StateView.Row> attachments(Space space, Bytes from, int limit);

    /**
     * Changes attachments beside the blocks, from any thread: those that count all or none, durable
     * with the next commit, and in their order with what was amended before. For what is not
     * rewound: no amended attachment may have been written by a block within the undo horizon.
     */
    void amend(List<Amendment> amendments);

    /** Gives back the room of attachments that were amended away in {@code [from, to)}; slow. */
    void giveBack(Space space, Bytes from, Bytes to);

    @Override
    void close();
}
