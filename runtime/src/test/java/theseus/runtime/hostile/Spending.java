package theseus.runtime.hostile;

import static theseus.runtime.hostile.Hostile.trapped;

import java.util.List;
import theseus.protocol.TrapKind;

/** Code that would work, allocate or recurse without end. */
final class Spending {
    private Spending() {}

    private static String go(String body) {
        return "public static void go(Context c, long n) { " + body + " } ";
    }

    private static Hostile gas(String name, String attack, String twin) {
        return trapped(name, go(attack), TrapKind.OUT_OF_GAS, go(twin));
    }

    private static Hostile depth(String name, String attack, String twin) {
        return trapped(name, attack, TrapKind.CALL_DEPTH, twin);
    }

    static List<Hostile> modules() {
        return List.of(
                gas("loops", "while (true) {}", "for (int i = 0; i < 9; i++) {}"),
                gas(
                        "doubles a text",
                        "String s = \"x\"; while (true) s = s + s;",
                        "String s = \"x\"; s = s + s;"),
                gas(
                        "appends a builder to itself",
                        "var b = new StringBuilder(\"x\"); while (true) b.append(b);",
                        "var b = new StringBuilder(\"x\"); b.append(b);"),
                gas(
                        "adds a list to itself",
                        "var l = new ArrayList<Object>(List.of(1)); while (true) l.addAll(l);",
                        "var l = new ArrayList<Object>(List.of(1)); l.addAll(l);"),
                gas(
                        "asks for a hundred million places",
                        "new ArrayList<Object>(100_000_000);",
                        "new ArrayList<Object>(100);"),
                gas(
                        "asks for many dimensions",
                        "Object o = new int[30_000][30_000][30_000][];",
                        "Object o = new int[3][3][3][];"),
                gas(
                        "fills the heap",
                        "Object[] held = new Object[1 << 14];"
                                + " for (int i = 0; ; i++) held[i] = new long[1 << 12];",
                        "Object[] held = new Object[4]; held[0] = new long[9];"),
                gas(
                        "sorts for ever",
                        "var l = new ArrayList<Long>(); for (long i = 0; i < 9000; i++) l.add(-i);"
                                + " while (true) { l.sort(null); l.sort(Comparator.reverseOrder()); }",
                        "var l = new ArrayList<>(List.of(2L, n)); l.sort(null);"),
                gas(
                        "lets a comparator loop",
                        "new ArrayList<>(List.of(1, 2)).sort((a, b) -> { while (true) {} });",
                        "new ArrayList<>(List.of(1, 2)).sort((a, b) -> a - b);"),
                gas(
                        "lets an iterator never end",
                        "Iterator<Long> i = new Iterator<>() { public boolean hasNext() { return true; }"
                                + " public Long next() { return 1L; } }; i.forEachRemaining(x -> {});",
                        "List.of(1L).iterator().forEachRemaining(x -> {});"),
                gas(
                        "multiplies big numbers",
                        "var b = BigInteger.TEN; while (true) b = b.multiply(b).shiftRight(b.bitLength());",
                        "var b = BigInteger.TEN; b = b.multiply(b);"),
                gas(
                        "raises to a big power",
                        "BigInteger.TWO.shiftLeft(60_000).modPow(BigInteger.TWO.shiftLeft(60_000),"
                                + " BigInteger.TWO.shiftLeft(60_001));",
                        "BigInteger.TWO.modPow(BigInteger.TEN, BigInteger.valueOf(7));"),
                gas(
                        "uses exceptions as values",
                        "while (true) { try { throw new IllegalStateException(); }"
                                + " catch (IllegalStateException e) {} }",
                        "try { throw new IllegalStateException(); } catch (IllegalStateException e) {}"),
                gas(
                        "has the JVM make exceptions",
                        "long z = n - n; while (true) { try { z = 1 / z; }"
                                + " catch (ArithmeticException e) {} }",
                        "long z = n - n; try { z = 1 / z; } catch (ArithmeticException e) {}"),
                gas(
                        "hangs exceptions onto an exception",
                        "var e = new IllegalStateException();"
                                + " while (true) e.addSuppressed(new IllegalStateException());",
                        "new IllegalStateException().addSuppressed(new IllegalStateException());"),
                gas(
                        "swallows running out of gas",
                        "while (true) { try { while (true) {} } catch (Throwable t) {} }",
                        "try { n++; } catch (Throwable t) {}"),
                gas(
                        "goes on in a finally block",
                        "while (true) { try { while (true) {} } finally { continue; } }",
                        "try { n++; } finally { n--; }"),
                depth("recurses", go("go(c, n + 1);"), go("if (n < 9) go(c, n + 1);")),
                depth(
                        "recurses in a finally block",
                        go("try { go(c, n); } finally { go(c, n); }"),
                        go(
                                "try { if (n < 3) go(c, n + 1); } finally { if (n < 3) go(c, n + 1); }")),
                depth(
                        "recurses through a comparison of the library's",
                        "static class K implements Comparable<K> { public int compareTo(K k) {"
                                + " new TreeSet<K>().add(this); return 0; } } "
                                + go("new K().compareTo(new K());"),
                        "static class K implements Comparable<K> { public int compareTo(K k) {"
                                + " return 0; } } "
                                + go("new TreeSet<K>().add(new K());")),
                depth(
                        "compares what is nested deep",
                        go(
                                "Object a = 1L, b = 1L; for (int i = 0; i < 20_000; i++) {"
                                        + " a = Optional.of(a); b = Optional.of(b); } a.equals(b);"),
                        go("Object a = Optional.of(Optional.of(n)); a.equals(a);")),
                depth(
                        "writes out what contains itself",
                        go(
                                "var l = new ArrayList<Object>(); var m = new ArrayList<Object>();"
                                        + " l.add(m); m.add(l); l.toString();"),
                        go("new ArrayList<Object>(List.of(n)).toString();")),
                initialiser(
                        "loops in a static initialiser",
                        "static final long N = f(); static long f() { while (true) {} } ",
                        "the gas ran out"),
                initialiser(
                        "recurses in a static initialiser",
                        "static final long N = f(); static long f() { return f() + 1; } ",
                        "the calls nest too deep"),
                initialiser(
                        "fills the heap in a static initialiser",
                        "static final long N = f(); static long f() { var l = new ArrayList<long[]>();"
                                + " while (true) l.add(new long[1000]); } ",
                        "the gas ran out"),
                initialiser(
                        "throws in a static initialiser",
                        "static final long N = f(); static long f() { throw new IllegalStateException(); } ",
                        "end with java.lang.IllegalStateException"),
                new Hostile(
                        "loops while it defines itself",
                        new Attempt.Module(
                                "public void define(Definition module) { while (true) {} }"),
                        new Stop.Refused("Sample.define", "the gas ran out"),
                        new Attempt.Module("")),
                new Hostile(
                        "loops in its constructor",
                        new Attempt.Module("public Sample() { while (true) {} } "),
                        new Stop.Refused("Sample.<init>", "the gas ran out"),
                        new Attempt.Module("public Sample() {} ")));
    }

    private static Hostile initialiser(String name, String attack, String problem) {
        return Hostile.refused(
                name,
                attack,
                "Attack.<clinit>",
                problem,
                "static final long N = f(); static long f() { return 1; } ");
    }
}
