package theseus.state;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

/**
 * The state after one block, as a link in a chain: storage holds only the newest state, and the
 * undo of each later block leads back. A link is published before its block is written; so whoever
 * reads storage first and walks the chain then sees this version, however far the head has moved
 * meanwhile.
 */
final class Version {
    private final long height;
    private volatile Map<TableId, Integer> tables;
    private volatile Undo undo;
    private volatile Optional<StateTree> tree;
    private volatile Optional<Version> next = Optional.empty();
    private volatile boolean gone;
    private volatile boolean takenBack;

    /**
     * @param tables numbers of the tables under the root
     * @param undo of the block that led here
     */
    Version(long height, Map<TableId, Integer> tables, Undo undo, Optional<StateTree> tree) {
        this.height = height;
        this.tables = tables;
        this.undo = undo;
        this.tree = tree;
    }

    long height() {
        return height;
    }

    /**
     * Numbers of the tables under the root; one that a later block began may be missing or not, it
     * is empty here.
     */
    Map<TableId, Integer> tables() {
        return tables;
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
    void remember(Tables known) {
        tables = known.numbers();
        tree = Optional.of(known.tree());
    }

    /** Said before its undo is removed from storage. */
    void forget() {
        gone = true;
    }

    /** Said when a rewind takes this version's block back. */
    void takeBack() {
        takenBack = true;
        gone = true;
    }

    boolean isTakenBack() {
        return takenBack;
    }

    boolean isGone() {
        return gone;
    }

    /** The first later change of {@code key}; its prior value is what the key held here. */
    Optional<Undo.Entry> changeAfter(int table, Bytes key) {
        for (var later = next; later.isPresent(); later = later.get().next) {
            Optional<Undo.Entry> entry = later.get().undo.find(table, key);
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    /** The same for a range of keys. */
    TreeMap<Bytes, Undo.Entry> changesAfter(int table, Bytes from, Optional<Bytes> to) {
        TreeMap<Bytes, Undo.Entry> first = new TreeMap<>();
        for (var later = next; later.isPresent(); later = later.get().next) {
            later.get()
                    .undo
                    .range(table, from, to)
                    .forEach(entry -> first.putIfAbsent(entry.key(), entry));
        }
        return first;
    }
}
