package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Static fields last as long as the module, so what they hold must not change either. */
final class StaticsTest {
    private static final String DEFINE = "public void define(Definition module) {}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static final Object KEPT = new TreeMap<Long, Long>();",
                "static final List<Long> KEPT = new ArrayList<>();",
                "static final List<long[]> KEPT = List.of(new long[1]);",
                "static final Runnable KEPT = keep(new long[1]);"
                        + " static Runnable keep(long[] n) { return () -> n[0]++; }",
                "static final class Box { long n; } static final Box KEPT = new Box();",
                "enum Mode { A; long n; }",
                "record Box(long[] n) {} static final Box KEPT = new Box(new long[1]);",
                "interface Keeper { Object KEPT = new long[1]; }"
            })
    void whatCanChangeIsRefused(String members) {
        String told =
                assertInstanceOf(
                                Packing.Rejected.class,
                                Packager.pack(Compiled.module(members + DEFINE)))
                        .explanation();
        assertTrue(told.contains("can change") || told.contains("is not final"), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static final Object KEPT = \"text\";",
                "static final List<Long> KEPT = List.of(1L, 2L);",
                "static final Comparator<Long> KEPT = Comparator.reverseOrder();",
                "static final Runnable KEPT = keep(1); static Runnable keep(long n) { return () -> { long m = n; }; }",
                "static final class Box { final long n = 1; } static final Box KEPT = new Box();",
                "enum Mode { A, B; final long n = 1; long of(Mode m) {"
                        + " switch (m) { case A: return 1; default: return 2; } } }",
                "record Box(List<Bytes> n) {} static final Box KEPT = new Box(List.of(Bytes.EMPTY));"
            })
    void whatCannotPasses(String members) {
        assertInstanceOf(Packing.Packed.class, Packager.pack(Compiled.module(members + DEFINE)));
    }
}
