package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lenses that a module may not have; each finding says what to do. */
final class LensRulesTest {
    private static final String MODULE =
            """
            record Pair(long a, long b) {}
            record Other(String a, long b) {}
            record Nested(Pair pair, long c) {}
            record Value(long v) {}
            static final class OneByOne<K, L> implements Lens.OfRecord<K, Value, L, Value> {
                public Entry<L, Value> up(Entry<K, Value> old, Optional<Entry<L, Value>> prev) {
                    throw new IllegalStateException();
                }
                public Down<Entry<K, Value>> down(Entry<L, Value> n, Optional<Entry<K, Value>> o) {
                    return new Down.Absent<>();
                }
            }
            static class Family<K, L> implements Lens.OfFamily<K, Value, L, Value> {
                public List<Entry<L, Value>> up(List<Entry<K, Value>> o, List<Entry<L, Value>> p) {
                    return List.of();
                }
                public Down<List<Entry<K, Value>>> down(
                        List<Entry<L, Value>> n, List<Entry<K, Value>> o) {
                    return new Down.Absent<>();
                }
            }
            static final class Both extends Family<Long, Long>
                    implements Lens.OfRecord<Long, Value, Long, Value> {
                public Entry<Long, Value> up(
                        Entry<Long, Value> old, Optional<Entry<Long, Value>> prev) {
                    return old;
                }
                public Down<Entry<Long, Value>> down(
                        Entry<Long, Value> n, Optional<Entry<Long, Value>> o) {
                    return new Down.Absent<>();
                }
            }
            static final class Counting implements Lens.OfRecord<Long, Value, Long, Value> {
                private final List<Long> seen = new ArrayList<>();
                public Entry<Long, Value> up(
                        Entry<Long, Value> old, Optional<Entry<Long, Value>> prev) {
                    seen.add(old.key());
                    return old;
                }
                public Down<Entry<Long, Value>> down(
                        Entry<Long, Value> n, Optional<Entry<Long, Value>> o) {
                    return new Down.Absent<>();
                }
            }
            static <K> Table<K, Value> table(String name, int schema, Class<K> key) {
                return Table.of(name, key, Value.class).schema(schema);
            }
            private final Table<Long, Value> a2 = table("a", 2, Long.class);
            private final Table<Pair, Value> p = table("p", 1, Pair.class);
            private final Table<Other, Value> o = table("o", 1, Other.class);
            private final Table<Nested, Value> n = table("n", 1, Nested.class);
            public void define(Definition module) {
                module.table(a2).table(p).table(o).table(n);
                %s
            }
            """;

    private static Packing pack(String lenses) {
        return Packager.pack(Compiled.module(MODULE.formatted(lenses)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "module.lens(table(\"a\", 1, Long.class), table(\"a\", 3, Long.class), new"
                        + " OneByOne<>());|goes to 'a' schema 3, which define() does not declare",
                "module.lens(table(\"a\", 1, Long.class), null, new OneByOne<>());|goes to null",
                "module.lens(a2, a2, new OneByOne<>());|does not go to a higher schema",
                "module.lens(table(\"a\", 3, Long.class), a2, new OneByOne<>());|does not go to a"
                        + " higher schema",
                "module.lens(table(\"a\", 0, Long.class), a2, new OneByOne<>());|counts schemas"
                        + " from 0",
                "module.lens(table(\"p\", 1, Long.class), a2, new OneByOne<>());|comes from a table"
                        + " that define() declares",
                "module.lens(table(\"8\", 1, Long.class), a2, new OneByOne<>());|is no name",
                "module.lens(table(\"a\", 1, Long.class), a2, new Both());|of records and of"
                        + " families",
                "module.lens(table(\"a\", 1, Long.class), a2, new Counting());|which can change",
                "module.lens(table(\"a\", 1, Long.class), a2, null);|was given null",
                "module.lens(table(\"a\", 1, Long.class), a2, new OneByOne<>()).lens(table(\"a\", 1,"
                        + " String.class), o, new OneByOne<>());|two lenses from 'a' schema 1",
                "module.lens(table(\"x\", 1, String.class), a2, new Family<>());|do not begin alike:"
                        + " a key without fields there, a key without fields here",
                "module.lens(table(\"x\", 1, Pair.class), o, new Family<>());|do not begin alike:"
                        + " Pair.a there, Other.a here",
                "module.lens(table(\"x\", 1, Pair.class), n, new Family<>());|do not begin alike:"
                        + " Pair.a there, Nested.pair here",
                "module.lens(table(\"x\", 1, Object.class), n, new OneByOne<>());|Object is not"
                        + " supported"
            })
    void anImpossibleLensIsNotAdmitted(String lenses, String problem) {
        var rejected = assertInstanceOf(Packing.Rejected.class, pack(lenses));
        assertTrue(rejected.explanation().contains(problem), rejected.explanation());
        rejected.findings()
                .forEach(
                        finding ->
                                assertTrue(
                                        !finding.advice().isEmpty()
                                                || finding.problem().contains("use "),
                                        finding.toString()));
    }

    @Test
    void familiesMayChangeTheirKeysBehindTheFirstField() {
        var descriptor =
                pack("""
                        module.lens(table("x", 1, Pair.class), a2, new Family<>())
                            .lens(table("x", 2, Long.class), p, new Family<>())
                            .lens(table("a", 1, Long.class), a2, new OneByOne<>());""")
                        .orThrow()
                        .descriptor();
        assertEquals(
                List.of("a 1", "x 1", "x 2"),
                descriptor.lenses().stream()
                        .map(lens -> lens.table() + " " + lens.fromSchema())
                        .toList());
        assertEquals(descriptor, theseus.protocol.Descriptor.decode(descriptor.encode()));
    }

    @Test
    void lensesAreSortedByNumberNotByText() {
        StringBuilder lenses = new StringBuilder();
        for (int schema : List.of(10, 9, 1)) {
            lenses.append(
                    "module.lens(table(\"x\", %d, Long.class), a2, new OneByOne<>());"
                            .formatted(schema));
        }
        assertEquals(
                List.of(1, 9, 10),
                pack(lenses.toString()).orThrow().descriptor().lenses().stream()
                        .map(lens -> lens.fromSchema())
                        .toList());
    }
}
