package theseus.storage.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.kernel.spi.StateStore;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A chain on which one plan follows the other: its tables are filled beside the state, join it,
 * leave it and are dropped, always under the same ids and in a set of the same name. Each block
 * says beside itself what it moved; everything else follows from the seed.
 */
final class Voyage {
    static final Hash SET = Hash.fromHex("5e".repeat(Hash.SIZE_BYTES));
    static final List<TableId> NEW =
            List.of(new TableId("consent", "grants", 2), new TableId("consent", "index", 2));

    /** Writes that fill the tables of a plan. */
    static final int WRITES = 12;

    private static final int LINKED_BLOCKS = 4;
    private static final int MOST_CHANGES = 60;

    private final long seed;
    private final List<Model> models = new ArrayList<>();
    private long plan;
    private boolean linked;
    private long movedAt = -1;
    private Model left = Model.EMPTY;

    Voyage(long seed) {
        this.seed = seed;
    }

    /** What stands beside the blocks of {@code state}, sailed again. */
    static Voyage replay(StateStore state, long seed) {
        Voyage voyage = new Voyage(seed);
        for (long height = 0; height <= state.height(); height++) {
            voyage.next(
                    state.attachment(StateStore.Space.BLOCKS, Bytes.ofLong(height))
                                    .orElseThrow()
                                    .at(0)
                            != 0);
        }
        return voyage;
    }

    Model at(long height) {
        return models.get((int) height);
    }

    long plan() {
        return plan;
    }

    boolean linked() {
        return linked;
    }

    /** What the tables of the plan before were when they left. */
    Model left() {
        return left;
    }

    boolean leavesNext() {
        return linked && models.size() - movedAt >= LINKED_BLOCKS;
    }

    StateStore.Attachment attachment(long height, boolean moves) {
        return new StateStore.Attachment(
                StateStore.Space.BLOCKS,
                Bytes.ofLong(height),
                Bytes.wrap(new byte[] {(byte) (moves ? 1 : 0)}));
    }

    /** The next block; when it moves tables they join, or leave when they are linked. */
    ChangeSet next(boolean moves) {
        long height = models.size();
        Model before = models.isEmpty() ? Model.EMPTY : models.getLast();
        Random random = new Random(seed + height);
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes =
                new TreeMap<>(before.randomChanges(random, MOST_CHANGES).tables());
        SortedMap<TableId, Link> links = new TreeMap<>();
        Model joined = before;
        if (moves && !linked) {
            NEW.forEach(table -> links.put(table, new Link.Join(SET)));
            joined = filled(plan, WRITES - 1);
            joined = merged(before, joined);
        }
        if (linked || moves) {
            NEW.forEach(table -> changes.put(table, records(random)));
        }
        ChangeSet block = new ChangeSet(changes, links);
        Model after = joined.with(block);
        if (moves && linked) {
            NEW.forEach(table -> links.put(table, new Link.Leave(SET)));
            left = only(after);
            after = without(after);
        }
        models.add(after);
        if (moves) {
            plan += linked ? 1 : 0;
            linked = !linked;
            movedAt = height;
        }
        return new ChangeSet(changes, links);
    }

    private static Model merged(Model one, Model other) {
        SortedMap<TableId, SortedMap<Bytes, Bytes>> tables = new TreeMap<>(one.tables());
        tables.putAll(other.tables());
        return new Model(tables);
    }

    private static Model only(Model state) {
        SortedMap<TableId, SortedMap<Bytes, Bytes>> tables = new TreeMap<>(state.tables());
        tables.keySet().retainAll(NEW);
        return new Model(tables);
    }

    private static Model without(Model state) {
        SortedMap<TableId, SortedMap<Bytes, Bytes>> tables = new TreeMap<>(state.tables());
        NEW.forEach(tables::remove);
        return new Model(tables);
    }

    /** A plan's tables after its write {@code number}. */
    Model filled(long plan, int number) {
        Model tables = Model.EMPTY;
        for (int i = 0; i <= number; i++) {
            tables = tables.with(write(plan, i));
        }
        return tables;
    }

    ChangeSet write(long plan, int number) {
        Random random = new Random(seed ^ (plan * 1_000_003 + number + 1));
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> changes = new TreeMap<>();
        NEW.forEach(table -> changes.put(table, records(random)));
        return new ChangeSet(changes);
    }

    private static SortedMap<Bytes, Optional<Bytes>> records(Random random) {
        SortedMap<Bytes, Optional<Bytes>> records = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            records.put(
                    Model.key(random),
                    random.nextInt(4) == 0
                            ? Optional.empty()
                            : Optional.of(Bytes.ofLong(random.nextLong())));
        }
        return records;
    }

    static Bytes mark(long plan, int number) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(plan)
                        .putInt(number)
                        .array());
    }

    static long planOf(Bytes mark) {
        return mark.isEmpty() ? -1 : ByteBuffer.wrap(mark.toArray()).getLong();
    }

    static int numberOf(Bytes mark) {
        return ByteBuffer.wrap(mark.toArray()).getInt(Long.BYTES);
    }
}
