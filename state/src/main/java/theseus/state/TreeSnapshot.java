package theseus.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import theseus.state.spi.Storage;

/**
 * The trees of one height as they lie in storage: only a cache, so that opening need not read and
 * hash every record. TREE holds pages under height (8) ‖ table number (4) ‖ page (4): leaves in
 * order of their paths, path ‖ value hash each. It counts once META names its height under {@code
 * 0‖'tree'}.
 */
final class TreeSnapshot {
    private static final int PAGE_LEAVES = 256;
    private static final int PAGES_AT_ONCE = 128;
    private static final int LEAVES_AT_ONCE = PAGE_LEAVES * PAGES_AT_ONCE / 2;

    private final Storage storage;

    TreeSnapshot(Storage storage) {
        this.storage = storage;
    }

    /** Height of the snapshot that counts. */
    Optional<Long> height() {
        return storage.get(Storage.Space.META, Keys.TREE)
                .map(stored -> ByteBuffer.wrap(stored).getLong());
    }

    static Storage.Write mark(Optional<Long> height) {
        return new Storage.Write(
                Storage.Space.META,
                Keys.TREE,
                height.map(number -> ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }

    /** Writes pages; how many leaves there are, or empty when it was told to stop. */
    Optional<Long> write(long height, Tables tables, BooleanSupplier stopped) {
        long leaves = 0;
        for (var table : tables.tree().tables().entrySet()) {
            int number = tables.number(table.getKey()).orElseThrow();
            Pages pages = new Pages(height, number, stopped);
            if (!pages.write(table.getValue())) {
                return Optional.empty();
            }
            leaves += pages.leaves;
        }
        return Optional.of(leaves);
    }

    /** Removes the pages of every height but {@code kept}. */
    void sweep(Optional<Long> kept) {
        long height = kept.orElse(0L);
        storage.removeRange(Storage.Space.TREE, Keys.height(0), Keys.height(height));
        storage.removeRange(
                Storage.Space.TREE,
                Keys.height(kept.isPresent() ? height + 1 : 0),
                Keys.height(Long.MAX_VALUE));
    }

    /** The trees by the numbers of their tables. */
    Map<Integer, Node> read(long height, Workers workers, LongConsumer progress) {
        Map<Integer, Node> trees = new TreeMap<>();
        byte[] from = Keys.height(height);
        Optional<byte[]> end = Optional.of(Keys.height(height + 1));
        long leaves = 0;
        while (true) {
            List<Storage.Row> pages = storage.scan(Storage.Space.TREE, from, end, PAGES_AT_ONCE);
            for (Storage.Row page : pages) {
                leaves += page.value().length / Bucket.HASHED_BYTES;
            }
            // Leaves in order of their paths lie in one subtree, so no update would share them out.
            List<Storage.Row> first = pages.subList(0, pages.size() / 2);
            List<Storage.Row> second = pages.subList(pages.size() / 2, pages.size());
            workers.run(
                            List.<Supplier<Map<Integer, Node>>>of(
                                    () -> built(first), () -> built(second)))
                    .forEach(
                            built ->
                                    built.forEach(
                                            (table, tree) ->
                                                    trees.merge(table, tree, TrieUpdate::merged)));
            progress.accept(leaves);
            if (pages.size() < PAGES_AT_ONCE) {
                return trees;
            }
            from = Keys.next(pages.getLast().key());
        }
    }

    /** The leaves of some pages, as trees of their own. */
    private static Map<Integer, Node> built(List<Storage.Row> pages) {
        Map<Integer, LeafChanges> changes = new TreeMap<>();
        for (Storage.Row page : pages) {
            int table = ByteBuffer.wrap(page.key()).getInt(Long.BYTES);
            changes.computeIfAbsent(table, number -> new LeafChanges(LEAVES_AT_ONCE))
                    .setAll(page.value());
        }
        Map<Integer, Node> trees = new TreeMap<>();
        Replay.apply(changes, trees, Workers.NONE);
        return trees;
    }

    /** Collects the leaves of one table into pages. */
    private final class Pages {
        private final long height;
        private final int table;
        private final BooleanSupplier stopped;
        private final List<Storage.Write> pages = new ArrayList<>();
        private final ByteBuffer page = ByteBuffer.allocate(PAGE_LEAVES * Bucket.HASHED_BYTES);
        private int written;
        private long leaves;

        private Pages(long height, int table, BooleanSupplier stopped) {
            this.height = height;
            this.table = table;
            this.stopped = stopped;
        }

        private boolean write(Node tree) {
            boolean whole = add(tree);
            cut();
            flush();
            return whole;
        }

        private boolean add(Node node) {
            return switch (node) {
                case Inner inner -> add(inner.left()) && add(inner.right());
                case Bucket bucket -> {
                    leaves += bucket.count();
                    for (int leaf = 0; leaf < bucket.leaves().length; leaf += Bucket.LEAF_BYTES) {
                        page.put(bucket.leaves(), leaf, Bucket.HASHED_BYTES);
                        if (!page.hasRemaining()) {
                            cut();
                        }
                    }
                    yield !stopped.getAsBoolean();
                }
            };
        }

        private void cut() {
            if (page.position() > 0) {
                byte[] key =
                        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                                .putLong(height)
                                .putInt(table)
                                .putInt(written++)
                                .array();
                byte[] leaves = new byte[page.position()];
                page.flip().get(leaves).clear();
                pages.add(new Storage.Write(Storage.Space.TREE, key, Optional.of(leaves)));
            }
            if (pages.size() >= PAGES_AT_ONCE) {
                flush();
            }
        }

        private void flush() {
            storage.write(List.copyOf(pages));
            pages.clear();
        }
    }
}
