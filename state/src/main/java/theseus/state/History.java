package theseus.state;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import theseus.kernel.spi.HistoryUnavailable;
import theseus.protocol.TableId;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;

/**
 * The versions within the horizon, oldest to newest, as a chain. The last {@value #RECENT_BLOCKS}
 * (fewer when they are big) keep their undo and tree in memory.
 */
final class History {
    private static final int RECENT_BLOCKS = 8;
    private static final int RECENT_CHANGES_MAX = 200_000;

    private final Storage storage;
    private final int blocks;
    private final long reach;
    private final ConcurrentNavigableMap<Long, Version> versions = new ConcurrentSkipListMap<>();
    private volatile Version newest;
    private volatile long oldest;

    History(Storage storage, int blocks, Head head, Tables tables, LinkLog log) {
        this.storage = storage;
        this.blocks = blocks;
        this.reach = Math.max(head.reach(), blocks);
        this.oldest = Math.max(head.oldest(), head.height() - blocks);
        newest =
                new Version(
                        head.height(),
                        tables.numbers(),
                        undoOf(head.height()),
                        Optional.of(tables.tree()));
        versions.put(newest.height(), newest);
        Version later = newest;
        Map<TableId, Integer> numbers = tables.numbers();
        for (long height = head.height() - 1; height >= oldest; height--) {
            numbers = log.at(height + 1).before(numbers);
            Version version = new Version(height, numbers, undoOf(height), Optional.empty());
            version.link(later);
            versions.put(height, version);
            later = version;
        }
    }

    Version newest() {
        return newest;
    }

    /** Lowest height whose state can be read. */
    long oldest() {
        return oldest;
    }

    Version at(long height) throws HistoryUnavailable {
        Version version = versions.get(height);
        if (version == null || version.height() > newest.height()) {
            throw new HistoryUnavailable(height, oldest, newest.height());
        }
        return version;
    }

    private long oldestAt(long height) {
        return Math.max(oldest, height - blocks);
    }

    /** How the head is marked once {@code height} is it. */
    Head headAt(long height, Hash root) {
        return new Head(height, oldestAt(height), reach, root);
    }

    /** Undo below this height is pointed at by none that is still read. */
    long pruned() {
        return oldest - reach;
    }

    /** Links {@code next} behind the newest; to be called before its block is written. */
    void announce(Version next) {
        newest.link(next);
    }

    /** After its block is written. */
    void advance(Version next) {
        versions.put(next.height(), next);
        newest = next;
        long limit = oldestAt(next.height());
        for (var first = versions.firstEntry();
                first.getKey() < limit;
                first = versions.firstEntry()) {
            first.getValue().forget();
            versions.remove(first.getKey());
        }
        oldest = limit;
        age();
    }

    /** Makes the version before the newest the newest, with {@code tables}. */
    void stepBack(Tables tables) throws HistoryUnavailable {
        Version gone = newest;
        Version before = at(gone.height() - 1);
        gone.takeBack();
        versions.remove(gone.height());
        before.remember(tables);
        before.unlink();
        newest = before;
    }

    /** The tree at {@code height}: kept, or computed back from the next kept one. */
    StateTree tree(Version version, Function<StateTree, Replay> replay) throws HistoryUnavailable {
        Version with = version;
        Optional<StateTree> kept = with.tree();
        while (kept.isEmpty()) {
            with = with.next().orElseThrow(this::chainBroken);
            kept = with.tree();
        }
        Replay back = replay.apply(kept.get());
        for (long height = with.height(); height > version.height(); height--) {
            back.back(height, at(height).undo());
        }
        if (version.isGone()) {
            throw new HistoryUnavailable(version.height(), oldest, newest.height());
        }
        return back.tree();
    }

    private IllegalStateException chainBroken() {
        return new IllegalStateException("no tree is kept at head " + newest.height());
    }

    private void age() {
        int recent = 0;
        int changes = 0;
        for (Version version : versions.descendingMap().values()) {
            if (version.undo() instanceof UndoInMemory undo) {
                changes += undo.size();
                if (recent > 0 && (recent >= RECENT_BLOCKS || changes > RECENT_CHANGES_MAX)) {
                    version.age(undoOf(version.height()));
                }
            } else if (recent > 0) {
                version.age(version.undo());
            }
            if (recent++ > 2 * RECENT_BLOCKS) {
                return;
            }
        }
    }

    private Undo undoOf(long height) {
        return height < 0 ? UndoInMemory.EMPTY : new UndoInStorage(storage, height);
    }
}
