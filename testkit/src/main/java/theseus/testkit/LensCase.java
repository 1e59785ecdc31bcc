package theseus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question put to a lens, in plain values: what becomes of {@code unit}, and what stood on the
 * other side; or whether two units go to one place.
 */
record LensCase(Kind kind, List<Sample> unit, List<Sample> other) {
    enum Kind {
        /** An old unit; the other is what stood in the new table. */
        UP,
        /** A new unit; the other is what stood in the old table. */
        DOWN,
        /** Two old units. */
        TWO_UP,
        /** Two new units. */
        TWO_DOWN
    }

    /** A record as plain key and value. */
    record Sample(Object key, Object value) {}

    LensCase {
        unit = List.copyOf(unit);
        other = List.copyOf(other);
    }

    boolean isOld() {
        return kind == Kind.UP || kind == Kind.TWO_UP;
    }

    boolean isOtherOld() {
        return kind == Kind.DOWN || kind == Kind.TWO_UP;
    }

    /** What is simpler by one step, the boldest first. */
    Stream<LensCase> smaller(LensSides sides) {
        return Stream.concat(
                smaller(other, sides, isOtherOld()).map(one -> new LensCase(kind, unit, one)),
                smaller(unit, sides, isOld()).map(one -> new LensCase(kind, one, other)));
    }

    private static Stream<List<Sample>> smaller(
            List<Sample> samples, LensSides sides, boolean isOld) {
        Stream<List<Sample>> smaller = Stream.empty();
        for (int size = samples.size(); size > 0; size /= 2) {
            smaller = Stream.concat(smaller, without(samples, size));
        }
        return Stream.concat(
                smaller,
                IntStream.range(0, samples.size())
                        .boxed()
                        .flatMap(at -> simpler(samples, at, sides, isOld)));
    }

    /** Without so many in a row. */
    private static Stream<List<Sample>> without(List<Sample> samples, int size) {
        return IntStream.range(0, samples.size() / size)
                .mapToObj(
                        part -> {
                            List<Sample> rest = new ArrayList<>(samples);
                            rest.subList(part * size, (part + 1) * size).clear();
                            return rest;
                        });
    }

    private static Stream<List<Sample>> simpler(
            List<Sample> samples, int at, LensSides sides, boolean isOld) {
        Sample sample = samples.get(at);
        return Stream.concat(
                        Smaller.than(sides.value(isOld), sample.value()).stream()
                                .map(value -> new Sample(sample.key(), value)),
                        Smaller.than(sides.key(isOld), sample.key()).stream()
                                .map(key -> new Sample(key, sample.value())))
                .map(
                        simpler -> {
                            List<Sample> changed = new ArrayList<>(samples);
                            changed.set(at, simpler);
                            return changed;
                        });
    }
}
