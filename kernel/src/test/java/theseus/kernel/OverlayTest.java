package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;

final class OverlayTest {
    private static final TableId TABLE = new TableId("a", "t", 1);

    private final MapState base = new MapState();
    private final Overlay overlay = new Overlay(base);

    @Test
    void writingWhatTheBaseHoldsIsNoChange() {
        base.put(TABLE, key(1), key(7));
        overlay.put(TABLE, key(1), key(8));
        overlay.put(TABLE, key(1), key(7));
        assertEquals(ChangeSet.EMPTY, overlay.changes());
    }

    @Test
    void removingWhatIsAbsentIsNoChange() {
        overlay.remove(TABLE, key(1));
        overlay.put(TABLE, key(2), key(7));
        overlay.remove(TABLE, key(2));
        assertEquals(ChangeSet.EMPTY, overlay.changes());
    }

    @Test
    void revertedWritesAreNoChange() {
        overlay.put(TABLE, key(1), key(7));
        int checkpoint = overlay.checkpoint();
        overlay.put(TABLE, key(1), key(8));
        overlay.remove(TABLE, key(1));
        overlay.put(TABLE, key(2), key(9));
        overlay.revert(checkpoint);
        assertEquals(Optional.of(key(7)), overlay.get(TABLE, key(1)));
        assertEquals(1, overlay.changes().size());
    }

    @Test
    void rangeFromAfterItsEndIsEmpty() {
        overlay.put(TABLE, key(1), key(7));
        assertEquals(0, overlay.range(TABLE, key(5), Optional.of(key(2)), 10).size());
        assertEquals(0, overlay.range(TABLE, key(0), Optional.empty(), 0).size());
    }

    /** Two layers with checkpoints behave as a plain map that is copied at each checkpoint. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void behavesLikeAPlainMap(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            base.put(TABLE, key(random.nextInt(100)), key(random.nextInt(4)));
        }
        Overlay upper = new Overlay(overlay);
        MapState model = base.copy();
        Deque<Integer> checkpoints = new ArrayDeque<>();
        Deque<MapState> copies = new ArrayDeque<>();
        for (int step = 0; step < 2000; step++) {
            Bytes key = key(random.nextInt(100));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    Bytes value = key(random.nextInt(4));
                    upper.put(TABLE, key, value);
                    model.put(TABLE, key, value);
                }
                case 3, 4 -> {
                    upper.remove(TABLE, key);
                    model.write(TABLE, key, Optional.empty());
                }
                case 5 -> assertEquals(model.get(TABLE, key), upper.get(TABLE, key), "" + seed);
                case 6 -> {
                    Optional<Bytes> to =
                            random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(key(random.nextInt(100)));
                    int limit = random.nextInt(1, 40);
                    assertEquals(
                            model.range(TABLE, key, to, limit),
                            upper.range(TABLE, key, to, limit),
                            "seed " + seed + " step " + step);
                }
                case 7 -> {
                    checkpoints.push(upper.checkpoint());
                    copies.push(model.copy());
                }
                case 8 -> {
                    if (!checkpoints.isEmpty()) {
                        upper.revert(checkpoints.pop());
                        model = copies.pop();
                    }
                }
                default -> {
                    if (random.nextInt(10) == 0) {
                        overlay.apply(upper.changes());
                        upper = new Overlay(overlay);
                        checkpoints.clear();
                        copies.clear();
                    }
                }
            }
        }
        overlay.apply(upper.changes());
        MapState result = base.copy().apply(overlay.changes());
        assertEquals(model.tables, result.tables, "seed " + seed);
        overlay.changes()
                .tables()
                .get(TABLE)
                .forEach((k, v) -> assertEquals(false, base.get(TABLE, k).equals(v)));
    }

    private static Bytes key(int number) {
        return Script.integer(number);
    }
}
