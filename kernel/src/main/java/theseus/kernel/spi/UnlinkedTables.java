package theseus.kernel.spi;

import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Tables that are stored beside the state and are not under its root: those that a follower fills
 * for a plan, and those that left the root and are still kept. One writer; reads see what was
 * written last, from any thread. A table that joins the root is no longer here.
 */
public interface UnlinkedTables extends StateView {
    int MARK_BYTES_MAX = 64 * 1024;

    /** The block up to which the writer followed, as it said with its last write; -1 at first. */
    long height();

    /** The writer's own mark, as it said with its last write; empty at first. */
    Bytes mark();

    /** The root that a state of these tables alone would have. A function of the content alone. */
    Hash root();

    /** The root of one of them; of an empty table when it is not here. */
    Hash root(TableId table);

    /**
     * Writes atomically, together with height and mark. Durable with the next block that is
     * committed: after a crash the last writes may be missing, whole writes each, the later ones
     * first. Thousands of records at once are cheapest; a block that is committed meanwhile may
     * wait for the write.
     *
     * @throws IllegalArgumentException when {@code changes} has links, or the mark is longer than
     *     {@link #MARK_BYTES_MAX}
     * @throws IllegalStateException when a table is touched that left the root within the undo
     *     horizon: older states still have it
     */
    void write(ChangeSet changes, long height, Bytes mark);
}
