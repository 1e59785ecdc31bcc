package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.protocol.TrapKind;

/** Work and memory are bounded by gas, and running out cannot be kept from ending a call. */
@Timeout(120)
final class MeterTest {
    private static Trap trap(String members) throws Throwable {
        return trap(members, 2_000_000);
    }

    private static Trap trap(String members, long gas) throws Throwable {
        var guest = Guest.of(members);
        assertEquals(List.of(), guest.findings());
        var loader = guest.load();
        long before = allocated();
        Trap trap = assertThrows(Trap.class, () -> guest.run(loader, "f", gas));
        long bytes = allocated() - before;
        assertTrue(bytes < gas * 2 + 20_000_000, "allocated " + bytes + " bytes for " + gas);
        return trap;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /** Attacks that got through a naive meter, and more of their kind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "static void f() { while (true) {} }",
                "static void f() { for (;;) { f1(); } } static void f1() {}",
                "static String f() { String s = \"x\"; while (true) { s = s + s; } }",
                "static void f() { var b = new StringBuilder(\"x\"); while (true) { b.append(b); } }",
                "static void f() { var l = new ArrayList<Object>(List.of(1));"
                        + " while (true) { l.addAll(l); } }",
                "static Object f() { return new ArrayList<Object>(100_000_000); }",
                "static Object f() { return new StringBuilder(100_000_000); }",
                "static Object f() { return new long[100_000_000]; }",
                "static Object f() { return new long[10_000][10_000]; }",
                "static Object f() { return new int[30_000][30_000][30_000][]; }",
                "static Object f() { return \"abcdefgh\".repeat(10_000_000); }",
                "static Object f() { return new ArrayDeque<Object>(100_000_000); }",
                "static Object f() { return BigInteger.TWO.shiftLeft(60_000).pow(1)"
                        + ".modPow(BigInteger.TWO.shiftLeft(60_000), BigInteger.TWO.shiftLeft(60_001)); }",
                "static void f() { BigInteger b = BigInteger.TEN;"
                        + " while (true) { b = b.multiply(b).shiftRight(b.bitLength()); } }",
                "static void f() { String s = \"y\".repeat(1000); int n = 0;"
                        + " while (true) { n += s.indexOf(\"yyyyyz\"); } }",
                "static void f() { String s = \"y\".repeat(100000), t = s + \"\"; int n = 0;"
                        + " while (true) { if (s.equals(t)) n++; } }",
                "static void f() { Object s = \"y\".repeat(100000); Object t = s + \"\"; int n = 0;"
                        + " while (true) { if (s.equals(t)) n++; } }",
                "static void f() { var l = new ArrayList<Integer>();"
                        + " for (int i = 0; i < 100_000; i++) { l.add(-i); l.contains(1); } }",
                "static void f() { var l = new ArrayList<Integer>();"
                        + " for (int i = 0; i < 100_000; i++) { l.add(0, i); } }",
                "static void f() { var l = new ArrayList<Integer>();"
                        + " for (int i = 0; i < 50_000; i++) { l.add(i * 7919 % 50_000); }"
                        + " while (true) { l.sort(null); l.sort(Comparator.reverseOrder()); } }",
                "static void f() { byte[] b = new byte[100_000]; Bytes x = Bytes.of(b);"
                        + " while (true) { x.equals(Bytes.of(b)); } }",
                "static void f() { Object[] o = new Object[1000];"
                        + " while (true) { System.arraycopy(o, 0, o, 1, 999); } }",
                "static void f() { long[] o = new long[100_000]; while (true) { o.clone(); } }",
                "static void f() { while (true) { try { throw new IllegalStateException(); }"
                        + " catch (IllegalStateException e) {} } }",
                "static void f() { int z = 0; while (true) { try { z = 1 / z; }"
                        + " catch (ArithmeticException e) {} } }",
                "static void f() { Runnable r = () -> {}; while (true) { r.run(); } }",
                "static void f() { Iterator<Integer> i = new Iterator<>() {"
                        + " public boolean hasNext() { return true; }"
                        + " public Integer next() { return 1; } };"
                        + " i.forEachRemaining(x -> {}); }",
                "static void f() { Iterable<Integer> i = () -> new Iterator<>() {"
                        + " public boolean hasNext() { return true; }"
                        + " public Integer next() { return 1; } };"
                        + " i.forEach(x -> {}); }",
                "enum E { A } static void f() { while (true) { E.valueOf(\"A\"); } }",
                "static void f() { var m = new TreeMap<Integer, Integer>();"
                        + " for (int i = 0; ; i++) { m.put(i, i); } }",
                "static void f() { var s = new TreeSet<String>();"
                        + " for (String x = \"\"; ; x += \"q\") { s.add(x); } }",
                "static void f() { Object[] held = new Object[1 << 16];"
                        + " for (int i = 0; ; i++) { held[i] = new int[1 << 10]; } }",
                "static void f() { while (true) { new BigInteger(\"9\".repeat(2000)).toString(); } }"
            })
    void attacksRunOutOfGas(String members) throws Throwable {
        assertEquals(TrapKind.OUT_OF_GAS, trap(members).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static void f() { while (true) { try { while (true) {} } catch (Throwable t) {} } }",
                "static void f() { while (true) { try { while (true) {} } finally { continue; } } }",
                "static void f() { try { while (true) {} } catch (Error e) { return; } }",
                "static void f() { try { while (true) {} } finally { return; } }",
                "static int f() { try { while (true) {} } catch (Throwable t) { return 1; }"
                        + " finally { while (true) {} } }",
                "static void f() { try { try { while (true) {} } finally { g(); } }"
                        + " catch (Throwable t) { g(); } } static void g() { while (true) {} }",
                "static final class R implements AutoCloseable { public void close() { while (true) {} } }"
                        + " static void f() { try (R r = new R()) { while (true) {} } catch (Throwable t) {} }",
                "record R(int x) { public int x() { while (true) {} } }"
                        + " static int f() { Object o = new R(1); return switch (o) {"
                        + " case R(int x) when x > 0 -> 1; default -> 2; }; }"
            })
    void runningOutIsNotCaught(String members) throws Throwable {
        assertEquals(TrapKind.OUT_OF_GAS, trap(members).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static void f() { f(); }",
                "static int f() { return g(1); } static int g(int n) { return g(n + 1) + 1; }",
                "static void f() { try { f(); } finally { f(); } }",
                "static void f() { try { f(); } catch (Throwable t) { f(); } }",
                "static void f() { Runnable[] r = new Runnable[1]; r[0] = () -> r[0].run(); r[0].run(); }",
                "static final class K implements Comparable<K> { public int compareTo(K k) {"
                        + " var s = new TreeSet<K>(); s.add(this); s.add(k); return 0; } }"
                        + " static void f() { new K().compareTo(new K()); }",
                "record L(Object next) {} static boolean f() { Object a = null, b = null;"
                        + " for (int i = 0; i < 20_000; i++) { a = new L(a); b = new L(b); }"
                        + " return a.equals(b); }",
                "static String f() { var l = new ArrayList<Object>(); var m = new ArrayList<Object>();"
                        + " l.add(m); m.add(l); return l.toString(); }",
                "static void f() { long a = 1, b = 2, c = 3, d = 4, e = 5; f(); g(a + b + c + d + e); }"
                        + " static void g(long x) {}"
            })
    void deepCallsEnd(String members) throws Throwable {
        assertEquals(TrapKind.CALL_DEPTH, trap(members, Guest.GAS).kind());
    }

    @Test
    void recursionWithinBoundsReturns() throws Throwable {
        var guest =
                Guest.of(
                        "static int f() { return depth(800) + depth(800); }"
                                + " static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }");
        assertEquals(1600, guest.run("f").value());
    }

    @Test
    void depthIsGivenBackByHandlers() throws Throwable {
        var guest =
                Guest.of(
                        "static int f() { int n = 0; for (int i = 0; i < 2000; i++) {"
                                + " try { fall(100); } catch (IllegalStateException e) { n++; } }"
                                + " return n; }"
                                + " static void fall(int n) { if (n == 0) throw new"
                                + " IllegalStateException(); fall(n - 1); }");
        var loader = guest.load();
        assertEquals(2000, guest.run(loader, "f", Guest.GAS).value());
        assertEquals(GasAccount.STACK_BYTES, loader.gas().stackLeft());
    }

    @Test
    void aLoopCostsInProportion() throws Throwable {
        var guest =
                Guest.of(
                        "static long f() { return sum(1000); } static long g() { return sum(2000); }"
                                + " static long h() { return sum(4000); }"
                                + " static long sum(int n) { long s = 0; for (int i = 0; i < n; i++) {"
                                + " if (i % 3 == 0) { s += i; } else { s -= 2; } } return s; }");
        long one = guest.run("f").gas();
        long two = guest.run("g").gas();
        long four = guest.run("h").gas();
        assertEquals(2 * (two - one), four - two);
        assertTrue(two - one >= 1000 * 10, "a round costs at least what its instructions do");
    }

    @Test
    void theSameCodeCostsTheSameColdAndWarm() throws Throwable {
        var guest =
                Guest.of(
                        "record P(int x, String s) implements Comparable<P> {"
                                + " public int compareTo(P o) { return s.compareTo(o.s); } }"
                                + " static String f() { var m = new TreeMap<P, Integer>(); int h = 7;"
                                + " for (int i = 0; i < 50; i++) { h = h * 31 + i;"
                                + " m.merge(new P(h, \"k\" + h % 17), i, Integer::sum);"
                                + " try { if (h % 5 == 0) throw new IllegalStateException();"
                                + " m.get(new P(1, null)); }"
                                + " catch (IllegalStateException | NullPointerException e) { h++; } }"
                                + " return m.toString(); }");
        var first = guest.run("f");
        var loader = guest.load();
        var handle = guest.handle(loader, "f");
        for (int i = 0; i < 3000; i++) {
            assertEquals(first, Guest.run(loader, handle, Guest.GAS), "run " + i);
        }
        assertEquals(first, guest.run("f"));
    }

    @Test
    void whatRunsOutRunsOutAtTheSamePlace() throws Throwable {
        var guest =
                Guest.of(
                        "static int f(int[] seen) { for (int i = 0; ; i++) { seen[0] = i;"
                                + " var b = new StringBuilder(); b.append(i).append(\"x\"); } }");
        var loader = guest.load();
        var handle = guest.handle(loader, "f");
        int[] expected = new int[1];
        for (int i = 0; i < 200; i++) {
            int[] seen = new int[1];
            loader.gas().set(100_000);
            assertThrows(Trap.class, () -> handle.invoke(seen));
            if (i == 0) {
                expected = seen;
            }
            assertEquals(expected[0], seen[0]);
        }
    }

    @Test
    void initialisersAreBounded() {
        var guest = Guest.of("static final int X = x(); static int x() { while (true) {} }");
        assertThrows(Trap.class, guest::load);
    }

    @Test
    void nothingStillFails() throws Throwable {
        var guest =
                Guest.of(
                        "static String f() { Object n = null; String s = null; Comparable<String> c = null;"
                                + " Bytes b = null; Optional<String> o = null; List<String> l = null; String t = \"\";"
                                + " Runnable[] all = { () -> n.equals(n), () -> n.toString(), () -> s.equals(s),"
                                + " () -> s.substring(1), () -> c.compareTo(\"\"), () -> b.hex(), () -> b.equals(b),"
                                + " () -> o.map(x -> x), () -> l.forEach(x -> {}), () -> l.equals(l),"
                                + " () -> new TreeSet<String>().add(null), () -> List.of(s), () -> new ArrayDeque<String>().add(s) };"
                                + " for (Runnable r : all) { try { r.run(); t += \"-\"; }"
                                + " catch (NullPointerException e) { t += \"n\"; } }"
                                + " return t + Objects.equals(n, n) + Objects.toString(n) + n; }");
        assertEquals("n".repeat(13) + "truenullnull", guest.handle(guest.plain(), "f").invoke());
        assertEquals("n".repeat(13) + "truenullnull", guest.run("f").value());
    }

    @Test
    void identitiesDoNotShow() throws Throwable {
        var guest =
                Guest.of(
                        "static class A {} enum E { X } static String f() { Object o = new A();"
                                + " Runnable r = () -> {}; Object[] array = {o}; int[] ints = {1};"
                                + " return o + \" \" + r + array + ints + new A[0] + E.X"
                                + " + new ArrayList<>(List.of(o)).iterator()"
                                + " + new IllegalStateException(\"no\") + String.class"
                                + " + Objects.toString(o) + String.valueOf(r) + List.of(o); }");
        String text = (String) guest.run("f").value();
        assertEquals(text, guest.run("f").value());
        assertTrue(!text.contains("@"), text);
    }
}
