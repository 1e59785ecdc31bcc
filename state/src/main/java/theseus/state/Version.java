package theseus.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import theseus.sdk.Bytes;

/**
 * The state after one block, as a link in a chain: storage holds only the newest state, and the
 * undo of each later block leads back. A link is published before its block is written; so whoever
 * reads storage first and walks the chain then sees this version, however far the head has moved
 * meanwhile.
 */
final class Version {
    private final long height;
    private volatile Undo undo;
    private volatile Optional<StateTree> tree;
    private volatile Optional<Version> next = Optional.empty();
    private volatile boolean gone;

    /**
     * @param undo of the block that led here
     */
    Version(long height, Undo undo, Optional<StateTree> tree) {
        this.height = height;
        this.undo = undo;
        this.tree = tree;
    }

    long height() {
        return height;
    }

    Undo undo() {
        return undo;
    }

    /** Kept for the head and a few blocks before it. */
    Optional<StateTree> tree() {
        return tree;
    }

    Optional<Version> next() {
        return next;
    }

    void link(Version later) {
        next = Optional.of(later);
    }

    /** After a rewind this version is the newest again. */
    void unlink() {
        next = Optional.empty();
    }

    /** Lets go of what takes memory; the undo is read from storage from now on. */
    void age(Undo stored) {
        undo = stored;
        tree = Optional.empty();
    }

    /** After a rewind to this version. */
    void remember(StateTree known) {
        tree = Optional.of(known);
    }

    /** Said before its undo is removed from storage. */
    void forget() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** What {@code key} held here if a later block changed it. */
    Optional<Undo.Old> before(int table, Bytes key) {
        for (var later = next; later.isPresent(); later = later.get().next) {
            Optional<Undo.Old> old = later.get().undo.find(table, key);
            if (old.isPresent()) {
                return old;
            }
        }
        return Optional.empty();
    }

    /** What later blocks changed in a range, with what it was here. */
    TreeMap<Bytes, Optional<Bytes>> before(int table, Bytes from, Optional<Bytes> to) {
        TreeMap<Bytes, Optional<Bytes>> olds = new TreeMap<>();
        for (var later = next; later.isPresent(); later = later.get().next) {
            List<Undo.Old> changed = later.get().undo.range(table, from, to);
            changed.forEach(old -> olds.putIfAbsent(old.key(), old.value()));
        }
        return olds;
    }
}
