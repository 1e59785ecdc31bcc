package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class IntervalsTest {
    @Test
    void percentilesAreOfTheSortedTimes() {
        Intervals intervals =
                new Intervals(LongStream.rangeClosed(1, 200).mapToObj(i -> 201 - i).toList());
        assertEquals(200, intervals.longest());
        assertEquals(198, intervals.p99());
        assertEquals(100, intervals.median());
    }

    @Test
    void twoStretchesAreOne() {
        Intervals both = new Intervals(List.of(5L, 1L)).and(new Intervals(List.of(3L)));
        assertEquals(List.of(1L, 3L, 5L), both.millis());
        assertEquals(5, both.p99());
    }

    @Test
    void noBlocksTakeNoTime() {
        Intervals none = new Intervals(List.of());
        assertEquals(0, none.longest());
        assertEquals(0, none.p99());
    }
}
