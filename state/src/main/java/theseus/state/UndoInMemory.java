package theseus.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.sdk.Bytes;

/** The undo of a block that was committed a moment ago: per table number, sorted by key. */
record UndoInMemory(Map<Integer, List<Old>> tables) implements Undo {
    @Override
    public Optional<Old> find(int table, Bytes key) {
        List<Old> records = tables.getOrDefault(table, List.of());
        int at = firstFrom(records, key);
        return at < records.size() && records.get(at).key().equals(key)
                ? Optional.of(records.get(at))
                : Optional.empty();
    }

    @Override
    public List<Old> range(int table, Bytes from, Optional<Bytes> to) {
        List<Old> records = tables.getOrDefault(table, List.of());
        int end = to.isPresent() ? firstFrom(records, to.get()) : records.size();
        return records.subList(Math.min(firstFrom(records, from), end), end);
    }

    @Override
    public void forEach(Consumer<Part> action) {
        tables.forEach((table, records) -> action.accept(new Part(table, records)));
    }

    int size() {
        return tables.values().stream().mapToInt(List::size).sum();
    }

    /** Position of the first record whose key is not below {@code key}. */
    static int firstFrom(List<Old> records, Bytes key) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).key().compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
