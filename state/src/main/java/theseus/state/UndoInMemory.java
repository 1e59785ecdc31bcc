package theseus.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.sdk.Bytes;

/** The undo of a block that was committed a moment ago: per table number, sorted by key. */
record UndoInMemory(Map<Integer, List<Entry>> tables) implements Undo {
    static final UndoInMemory EMPTY = new UndoInMemory(Map.of());

    @Override
    public Optional<Entry> find(int table, Bytes key) {
        List<Entry> entries = tables.getOrDefault(table, List.of());
        int at = firstFrom(entries, key);
        return at < entries.size() && entries.get(at).key().equals(key)
                ? Optional.of(entries.get(at))
                : Optional.empty();
    }

    @Override
    public List<Entry> range(int table, Bytes from, Optional<Bytes> to) {
        List<Entry> entries = tables.getOrDefault(table, List.of());
        int end = to.isPresent() ? firstFrom(entries, to.get()) : entries.size();
        return entries.subList(Math.min(firstFrom(entries, from), end), end);
    }

    @Override
    public void forEach(Consumer<Part> action) {
        tables.forEach((table, entries) -> action.accept(new Part(table, entries)));
    }

    int size() {
        return tables.values().stream().mapToInt(List::size).sum();
    }

    /** Position of the first entry whose key is not below {@code key}. */
    private static int firstFrom(List<Entry> entries, Bytes key) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).key().compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
