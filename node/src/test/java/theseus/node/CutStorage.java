package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import theseus.state.spi.Storage;
import theseus.state.spi.StorageException;
import theseus.storage.memory.MemoryStorage;

/**
 * A disk whose power can be cut. What was synced is there afterwards; of what was written later
 * only the first writes are, as many as chance has it. Until the process ends it may read on.
 */
final class CutStorage implements Storage, Strike.Blow {
    private final MemoryStorage now;
    private final MemoryStorage durable;
    private final List<Consumer<Storage>> later = new ArrayList<>();
    private final Random random;
    private volatile boolean isCut;

    CutStorage(long seed) {
        this(new MemoryStorage(), new Random(seed));
    }

    private CutStorage(MemoryStorage content, Random random) {
        this.durable = content;
        this.now = copy(content);
        this.random = random;
    }

    /** What stands on the disk when the power is back. */
    synchronized CutStorage again() {
        isCut = true;
        int kept = random.nextInt(later.size() + 1);
        later.subList(0, kept).forEach(write -> write.accept(durable));
        return new CutStorage(copy(durable), random);
    }

    /** All that was written, for a look at it. */
    MemoryStorage content() {
        return copy(now);
    }

    @Override
    public synchronized RuntimeException fall(String where) {
        isCut = true;
        return gone();
    }

    @Override
    public synchronized void fallDuring(String where, Intercepted.Call write) throws Throwable {
        if (random.nextBoolean()) {
            write.make();
        }
        throw fall(where);
    }

    @Override
    public Optional<byte[]> get(Space space, byte[] key) {
        return now.get(space, key);
    }

    @Override
    public List<Row> scan(Space space, byte[] from, Optional<byte[]> to, int limit) {
        return now.scan(space, from, to, limit);
    }

    @Override
    public Snapshot snapshot() {
        return now.snapshot();
    }

    @Override
    public synchronized void write(List<Write> writes) {
        check();
        now.write(writes);
        later.forEach(write -> write.accept(durable));
        later.clear();
        durable.write(writes);
    }

    @Override
    public synchronized void writeLater(List<Write> writes) {
        check();
        now.write(writes);
        later.add(storage -> storage.write(writes));
    }

    @Override
    public synchronized void removeRange(Space space, byte[] from, byte[] to) {
        check();
        now.removeRange(space, from, to);
        later.add(storage -> storage.removeRange(space, from, to));
    }

    @Override
    public void close() {}

    private void check() {
        if (isCut) {
            throw gone();
        }
    }

    private static StorageException gone() {
        return new StorageException(StorageException.Code.STORAGE_FAILED, "the power is cut");
    }

    private static MemoryStorage copy(MemoryStorage from) {
        MemoryStorage copy = new MemoryStorage();
        for (Space space : Space.values()) {
            copy.write(
                    from.scan(space, new byte[0], Optional.empty(), Integer.MAX_VALUE).stream()
                            .map(row -> new Write(space, row.key(), Optional.of(row.value())))
                            .toList());
        }
        return copy;
    }
}
