package theseus.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;

/**
 * A set of tables that are not under the root. Their records lie among the others, and so does what
 * the set says of itself: in META under {@code 0‖'set'‖name}, height (8) ‖ 1 ‖ root (32) ‖ mark, or
 * height (8) ‖ 0 ‖ mark. A write is one atomic write that is not synced: in the engine's log it
 * comes before the next block's, which is. Trees are for who asks for them: what is written is
 * taken in when they are needed, or when it is much; and those of tables that were stored before
 * the state was opened are built from the records.
 *
 * <p>Two locks: one writer at a time, and no reader while a table moves out; a block that moves
 * tables takes both, always first the one and then the other, and of several sets in order of their
 * names.
 */
final class UnlinkedSet implements UnlinkedTables {
    /** More are taken in at once: a moment's work. */
    private static final int UNHASHED_MAX = 16_384;

    private final Hash name;
    private final Storage storage;
    private final UnlinkedSets sets;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReadWriteLock moving = new ReentrantReadWriteLock();
    private final Unhashed unhashed = new Unhashed();

    /** The tree before what is {@link #unhashed}; empty when it must be built from the records. */
    private Optional<StateTree> hashed;

    private volatile Content content;

    UnlinkedSet(Hash name, Storage storage, UnlinkedSets sets, Content content) {
        this.name = name;
        this.storage = storage;
        this.sets = sets;
        this.content = content;
        this.hashed = content.tree();
    }

    /**
     * What the set is at one moment.
     *
     * @param tree empty while nobody asked for it since the last write, or since the state was
     *     opened
     * @param root empty when it was not known as this was stored
     */
    record Content(
            boolean exists,
            Map<TableId, Integer> numbers,
            Optional<StateTree> tree,
            Optional<Hash> root,
            long height,
            Bytes mark) {
        private static final byte ROOT_UNKNOWN = 0;
        private static final byte ROOT_KNOWN = 1;

        static final Content NONE =
                new Content(
                        false,
                        Map.of(),
                        Optional.of(StateTree.EMPTY),
                        Optional.of(Hash.ZERO),
                        -1,
                        Bytes.EMPTY);

        Content {
            numbers = Collections.unmodifiableMap(numbers);
        }

        Content with(Tables tables, long height, Bytes mark) {
            return new Content(
                    true,
                    tables.numbers(),
                    Optional.of(tables.tree()),
                    Optional.of(tables.tree().root()),
                    height,
                    mark);
        }

        /** With the same records. */
        Content marked(long height, Bytes mark) {
            return new Content(true, numbers, tree, root, height, mark);
        }

        /** With others, which are not hashed yet. */
        Content with(Map<TableId, Integer> numbers, long height, Bytes mark) {
            return new Content(true, numbers, Optional.empty(), Optional.empty(), height, mark);
        }

        static Content decode(byte[] stored, Map<TableId, Integer> numbers) {
            ByteBuffer from = ByteBuffer.wrap(stored);
            long height = from.getLong();
            Optional<Hash> root = Optional.empty();
            if (from.get() == ROOT_KNOWN) {
                byte[] bytes = new byte[Hash.SIZE_BYTES];
                from.get(bytes);
                root = Optional.of(new Hash(Bytes.wrap(bytes)));
            }
            Optional<StateTree> tree =
                    numbers.isEmpty() ? Optional.of(StateTree.EMPTY) : Optional.empty();
            return new Content(
                    true,
                    numbers,
                    tree,
                    root,
                    height,
                    Bytes.of(stored, from.position(), stored.length));
        }

        private Optional<byte[]> encode() {
            if (!exists) {
                return Optional.empty();
            }
            Bytes said =
                    root.map(known -> Bytes.join(flag(ROOT_KNOWN), known.bytes()))
                            .orElse(flag(ROOT_UNKNOWN));
            return Optional.of(Bytes.join(Bytes.ofLong(height), said, mark).unsafeArray());
        }

        private static Bytes flag(byte value) {
            return Bytes.wrap(new byte[] {value});
        }
    }

    Hash name() {
        return name;
    }

    Content content() {
        return content;
    }

    /** The write that stores what a set says of itself. */
    Storage.Write row(Content said) {
        return new Storage.Write(Storage.Space.META, Keys.set(name), said.encode());
    }

    @Override
    public long height() {
        return content.height();
    }

    @Override
    public Bytes mark() {
        return content.mark();
    }

    @Override
    public Hash root() {
        return tables().tree().root();
    }

    @Override
    public Hash root(TableId table) {
        return tables().tree().table(table).hash();
    }

    @Override
    public Optional<Bytes> get(TableId table, Bytes key) {
        moving.readLock().lock();
        try {
            return Optional.ofNullable(content.numbers().get(table))
                    .flatMap(
                            number ->
                                    storage.get(Storage.Space.RECORDS, Keys.record(number, key))
                                            .map(Bytes::wrap));
        } finally {
            moving.readLock().unlock();
        }
    }

    @Override
    public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
        moving.readLock().lock();
        try {
            Optional<Integer> number = Optional.ofNullable(content.numbers().get(table));
            if (number.isEmpty() || limit <= 0) {
                return List.of();
            }
            return VersionView.scan(storage, number.get(), from, to, limit).stream()
                    .map(row -> new Row(Keys.keyOfRecord(row.key()), Bytes.wrap(row.value())))
                    .toList();
        } finally {
            moving.readLock().unlock();
        }
    }

    @Override
    public void write(ChangeSet changes, long height, Bytes mark) {
        Staging.check(changes);
        if (!changes.links().isEmpty()) {
            throw new IllegalArgumentException("only a block moves tables: " + changes.links());
        }
        if (mark.size() > MARK_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a mark of " + mark.size() + " bytes; at most " + MARK_BYTES_MAX);
        }
        writing.lock();
        try {
            Content before = content;
            Map<TableId, Integer> numbers = new HashMap<>(before.numbers());
            List<Storage.Write> writes = new ArrayList<>(changes.size() + 1);
            changes.tables()
                    .forEach(
                            (table, records) -> {
                                if (!records.isEmpty()) {
                                    int number = number(table, numbers, writes);
                                    records.forEach(
                                            (key, value) -> writes.add(record(number, key, value)));
                                }
                            });
            Content next =
                    changes.size() == 0
                            ? before.marked(height, mark)
                            : before.with(numbers, height, mark);
            writes.add(row(next));
            sets.writeLater(writes);
            content = next; // what is stored counts, also when hashing it fails
            hashLater(changes);
        } finally {
            writing.unlock();
        }
    }

    private void hashLater(ChangeSet changes) {
        if (hashed.isPresent()) {
            unhashed.add(changes);
            if (unhashed.count() > UNHASHED_MAX) {
                hashed = Optional.of(unhashed.onto(hashed.get()));
            }
        }
    }

    private int number(TableId table, Map<TableId, Integer> numbers, List<Storage.Write> writes) {
        Integer known = numbers.get(table);
        if (known == null) {
            int fresh = sets.takeNumber(table, name, writes);
            numbers.put(table, fresh);
            return fresh;
        }
        sets.checkNotPinned(name, table, known);
        return known;
    }

    private static Storage.Write record(int number, Bytes key, Optional<Bytes> value) {
        return new Storage.Write(
                Storage.Space.RECORDS, Keys.record(number, key), value.map(Bytes::unsafeArray));
    }

    /** With their trees. */
    Tables tables() {
        Content now = content;
        if (now.tree().isPresent()) {
            return new Tables(now.tree().get(), now.numbers());
        }
        writing.lock();
        try {
            Content stored = content;
            if (stored.tree().isEmpty()) {
                StateTree tree = hashed.map(unhashed::onto).orElseGet(() -> rebuilt(stored));
                hashed = Optional.of(tree);
                content =
                        stored.with(
                                new Tables(tree, stored.numbers()), stored.height(), stored.mark());
            }
            return tables();
        } finally {
            writing.unlock();
        }
    }

    private StateTree rebuilt(Content stored) {
        StateTree tree = Rebuild.run(storage, stored.numbers(), Workers.NONE, records -> {});
        stored.root()
                .filter(root -> !root.equals(tree.root()))
                .ifPresent(
                        root -> {
                            throw new StorageException(
                                    StorageException.Code.STORAGE_CORRUPT,
                                    "The records of the unlinked tables "
                                            + name
                                            + " lead to root "
                                            + tree.root()
                                            + ", but they were written with "
                                            + root
                                            + ". Drop them and fill them anew.");
                        });
        return tree;
    }

    /** Keeps writers and readers away until {@link #release}. */
    void hold() {
        writing.lock();
        moving.writeLock().lock();
    }

    void release() {
        moving.writeLock().unlock();
        writing.unlock();
    }

    /** Only by who holds it. */
    void become(Content next) {
        content = next;
        hashed = next.tree();
        unhashed.clear();
    }
}
