package theseus.state;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import theseus.sdk.Bytes;
import theseus.state.spi.Storage;

/**
 * Which tables joined and left the root, by block, as far back as undo reaches. Few blocks move
 * tables; so the log is kept in memory, beside storage.
 */
final class LinkLog {
    private final ConcurrentNavigableMap<Long, BlockLinks> blocks = new ConcurrentSkipListMap<>();

    /** The trees that tables had while they were not under the root, by the block they left in. */
    private final Map<Left, Node> trees = new ConcurrentHashMap<>();

    private record Left(long height, int number) {}

    static LinkLog read(Storage storage) {
        LinkLog log = new LinkLog();
        for (Storage.Row row :
                storage.scan(
                        Storage.Space.META,
                        Keys.LINKS,
                        Keys.after(Keys.LINKS),
                        Integer.MAX_VALUE)) {
            log.add(Keys.heightOfLinks(row.key()), BlockLinks.decode(Bytes.wrap(row.value())));
        }
        return log;
    }

    BlockLinks at(long height) {
        return blocks.getOrDefault(height, BlockLinks.NONE);
    }

    void add(long height, BlockLinks links) {
        blocks.put(height, links);
    }

    /** Takes back what block {@code height} added. */
    void remove(long height) {
        blocks.remove(height);
        trees.keySet().removeIf(left -> left.height() == height);
    }

    static Storage.Write write(long height, BlockLinks links) {
        return new Storage.Write(
                Storage.Space.META, Keys.links(height), Optional.of(links.encode().unsafeArray()));
    }

    static Storage.Write removal(long height) {
        return new Storage.Write(Storage.Space.META, Keys.links(height), Optional.empty());
    }

    /** Whether a state that is still read, {@code oldest} or later, has this table under it. */
    boolean pins(int number, long oldest) {
        return blocks.tailMap(oldest, false).values().stream()
                .anyMatch(links -> links.released(number));
    }

    /** Whether the table moved in a block after {@code height}. */
    boolean movedAfter(long height, int number) {
        return blocks.tailMap(height, false).values().stream()
                .anyMatch(links -> links.moved(number));
    }

    /** Remembers the tree of a table that is not under the root, or joins it again. */
    void remember(int number, Node tree) {
        blocks.descendingMap().entrySet().stream()
                .filter(block -> block.getValue().released(number))
                .findFirst()
                .ifPresent(block -> trees.put(new Left(block.getKey(), number), tree));
    }

    /** The tree of a table after it left in block {@code height}, if it is remembered. */
    Optional<Node> tree(long height, int number) {
        return Optional.ofNullable(trees.get(new Left(height, number)));
    }

    /** No state before {@code oldest} is read any more; undo below {@code kept} is removed. */
    void prune(long oldest, long kept) {
        trees.keySet().removeIf(left -> left.height() <= oldest);
        blocks.headMap(kept, false).clear();
    }
}
