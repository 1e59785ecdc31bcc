package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a module may not be: each is told with class, reason and what to do. */
final class HostileModuleTest {
    private static final String RECORDS =
            """
            record V(long n) {}
            public record Say(long n) implements Message {}
            public record Ask(long n) implements Query<Long> {}
            private final Table<Long, V> table = Table.of("table", Long.class, V.class);
            private final Sum<Long, V> sum = Sum.of("sum", table, V::n);
            """;

    private static Arguments defining(String expected, String body) {
        return Arguments.of(
                expected, RECORDS + "public void define(Definition module) {" + body + "}");
    }

    private static Arguments beside(String expected, String body) {
        return Arguments.of(expected, RECORDS + body + "public void define(Definition module) {}");
    }

    static Stream<Arguments> modules() {
        return Stream.of(
                defining("declared twice", "module.table(table).table(table);"),
                defining(
                        "declared twice",
                        "module.table(table).index("
                                + "Index.of(\"table\", table, Long.class, (k, v) -> v.n()));"),
                defining("was given null", "module.table(null);"),
                defining("was given null", "module.handles(Say.class, null);"),
                defining("does not declare", "module.sum(sum);"),
                defining(
                        "does not declare",
                        "module.recordInvariant(\"i\", table, (k, v) -> true);"),
                defining(
                        "does not declare",
                        "module.table(table)" + ".sumInvariant(\"i\", sum, (v, n) -> true);"),
                defining(
                        "scans 5000 records",
                        "module.table(table)"
                                + ".scanInvariant(\"i\", table, 5000, (v, k, x) -> true);"),
                defining("is no name", "module.table(Table.of(\"a b\", Long.class, V.class));"),
                defining(
                        "is no name",
                        "module.table(Table.of(\"x\".repeat(65), Long.class, V.class));"),
                defining("is 0", "module.table(table.schema(0));"),
                defining("handles no such message", "module.canaryKey(Say.class, m -> null);"),
                defining(
                        "ends with java.lang.IllegalStateException",
                        "throw new IllegalStateException();"),
                defining(
                        "which can change",
                        "List<Long> hidden = new ArrayList<>();"
                                + "module.handles(Say.class, (c, m) -> hidden.add(m.n()));"),
                defining(
                        "which can change",
                        "module.handles(Say.class, (c, m) -> module.table(table));"),
                beside("which can change", "private final List<Long> kept = new ArrayList<>();"),
                beside(
                        "which can change",
                        "private final Object kept = new TreeMap<Long, Long>();"),
                beside("which can change", "private final long[] kept = new long[3];"),
                beside("is not final", "private long counter;"),
                beside(
                        "is not final",
                        "static final class Box { long n; }"
                                + "private final Box box = new Box();"),
                beside(
                        "which can change",
                        "private final Optional<List<Long>> kept ="
                                + " Optional.of(new ArrayList<>());"),
                beside("no public constructor", "public Sample(int x) {}"),
                beside(
                        "ends with java.lang.ArithmeticException",
                        "private final long n = 1 / Math.max(0, 0);"),
                defining(
                        "is private",
                        "module.table(Table.of(\"p\", Long.class, P.class)); }"
                                + "private record P(long n) {} void x() {"),
                defining(
                        "contains itself",
                        "module.table(Table.of(\"p\", Long.class, P.class)); }"
                                + "record P(List<P> parts) {} void x() {"),
                defining(
                        "must say what it contains",
                        "module.table((Table) Table.of(\"p\", Long.class, (Class) List.class));"),
                beside(
                        "Interface",
                        "interface I { Result<Long> x(View v); }"
                                + "private final I i = Required.interfaceOf(I.class, \"1\");"),
                beside(
                        "does not take a View",
                        "@Interface(name = \"i\", version = \"1.0\")"
                                + "interface I { Result<Long> x(long v); }"
                                + "private final I i = Required.interfaceOf(I.class, \"1\");"),
                beside(
                        "does not return a Result",
                        "@Interface(name = \"i\", version = \"1.0\")"
                                + "interface I { long x(View v); }"
                                + "private final I i = Required.interfaceOf(I.class, \"1\");"),
                beside(
                        "is there twice",
                        "@Interface(name = \"i\", version = \"1.0\")"
                                + "interface I { Result<Long> x(View v); Result<Long> x(View v, long n); }"
                                + "private final I i = Required.interfaceOf(I.class, \"1\");"),
                beside(
                        "is no version range",
                        "@Interface(name = \"i\", version = \"1.0\")"
                                + "interface I { Result<Long> x(View v); }"
                                + "private final I i = Required.interfaceOf(I.class, \"one\");"),
                beside(
                        "is no version",
                        "@Interface(name = \"i\", version = \"1\")"
                                + "interface I { Result<Long> x(View v); }"
                                + "private final I i = Required.interfaceOf(I.class, \"1\");"),
                beside(
                        "required twice",
                        "@Interface(name = \"i\", version = \"1.0\")"
                                + "interface I { Result<Long> x(View v); }"
                                + "private final I i = Required.interfaceOf(I.class, \"1\");"
                                + "private final I j = Required.interfaceOf(I.class, \"1\");"),
                defining("does not end well: the gas ran out", "while (true) {}"),
                defining(
                        "does not end well: the gas ran out",
                        "try { while (true) {} }"
                                + " catch (Throwable e) { } finally { module.table(table); }"),
                defining("does not end well: the calls nest too deep", "define(module);"),
                beside("does not end well: the gas ran out", "{ for (long i = 0; i >= 0;) i++; }"),
                beside(
                        "static initialisers do not end well",
                        "static final long N = count();"
                                + "static long count() { long i = 0; while (i >= 0) i++; return i; }"),
                beside(
                        "two kinds of the event Told",
                        "public record Told() implements Event {}"
                                + "public static class In { public record Told(long n) implements Event {} }"),
                beside("is an event but no record", "public enum Told implements Event { A }"),
                beside("is no code", "public enum No implements Refusal { Ä }"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isToldWhatItMayNotBe(String expected, String body) {
        Packing packing = Packager.pack(Compiled.module(body));
        String told = assertInstanceOf(Packing.Rejected.class, packing).explanation();
        assertTrue(told.contains(expected), told);
    }
}
