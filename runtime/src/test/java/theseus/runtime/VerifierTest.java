package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.kernel.spi.ModuleRuntime.Finding;

/** What may not run on chain, each beside a twin that may. */
@Timeout(120)
final class VerifierTest {
    /** Name, what is refused, what the problem says, what the advice says, the twin that passes. */
    static Stream<Arguments> refused() {
        return Stream.of(
                of(
                        "time",
                        "long f() { return System.currentTimeMillis(); }",
                        "java.lang.System.currentTimeMillis",
                        "timeMillis",
                        "long f(View v) { return v.timeMillis(); }"),
                of(
                        "nano time",
                        "long f() { return System.nanoTime(); }",
                        "java.lang.System.nanoTime",
                        "timeMillis",
                        "long f(View v) { return v.height(); }"),
                of(
                        "randomness",
                        "int f() { return new Random().nextInt(); }",
                        "java.util.Random",
                        "transaction id",
                        "Hash f(Context c) { return c.transactionId(); }"),
                of(
                        "threads",
                        "void f() { new Thread(() -> {}).start(); }",
                        "java.lang.Thread",
                        "one thread",
                        "void f() { Runnable r = () -> {}; r.run(); }"),
                of(
                        "files",
                        "void f() throws Exception { new java.io.FileReader(\"x\").read(); }",
                        "java.io.FileReader",
                        "tables",
                        "void f() {}"),
                of(
                        "standard output",
                        "void f() { System.out.println(); }",
                        "java.lang.System.out",
                        "event",
                        "void f(Context c, Event e) { c.emit(e); }"),
                of(
                        "reflection",
                        "Object f(Class<?> c) { return c.getDeclaredMethods(); }",
                        "java.lang.Class.getDeclaredMethods",
                        "reflect",
                        "Object f() { return Main.class; }"),
                of(
                        "a class by its name",
                        "Object f() throws Exception { return Class.forName(\"x\"); }",
                        "java.lang.Class.forName",
                        "reflect",
                        "Object f() { return String.class; }"),
                of(
                        "class loaders",
                        "static class L extends ClassLoader {}",
                        "java.lang.ClassLoader",
                        "artifact",
                        "static class L {}"),
                of("native code", "native void f();", "is native", "Java", "void f() {}"),
                of(
                        "mutable static state",
                        "static int counter; int f() { return counter++; }",
                        "static field 'counter' can change",
                        "table",
                        "static final int START = 1; int f() { return START; }"),
                of(
                        "a static array",
                        "static final int[] TABLE = {1}; int f() { return TABLE[0]++; }",
                        "static field 'TABLE'",
                        "List.of",
                        "static final List<Integer> T = List.of(1); int f() { return T.get(0); }"),
                of(
                        "a static list",
                        "static final ArrayList<String> L = new ArrayList<>();",
                        "static field 'L'",
                        "List.of",
                        "static final List<String> L = List.of();"),
                of(
                        "double",
                        "double f(int x) { return x * 0.5; }",
                        "double",
                        "fixed-point",
                        "long f(int x) { return x * 5L; }"),
                of(
                        "float in passing",
                        "int f(long x) { return (int) (float) x; }",
                        "floating point",
                        "fixed-point",
                        "int f(long x) { return (int) x; }"),
                of(
                        "Math.sqrt",
                        "long f(long x) { return (long) Math.sqrt(x); }",
                        "java.lang.Math.sqrt",
                        "exact integer",
                        "long f(long x) { return Math.addExact(x, 1); }"),
                of(
                        "hash maps",
                        "Object f() { return new HashMap<String, String>(); }",
                        "java.util.HashMap",
                        "TreeMap",
                        "Object f() { return new TreeMap<String, String>(); }"),
                of(
                        "hash sets",
                        "Object f() { return Set.of(1, 2); }",
                        "java.util.Set.of",
                        "TreeSet",
                        "Object f() { return new TreeSet<>(List.of(1, 2)); }"),
                of(
                        "immutable maps",
                        "Object f() { return Map.of(1, 2); }",
                        "java.util.Map.of",
                        "TreeMap",
                        "Object f() { return new TreeMap<Integer, Integer>(); }"),
                of(
                        "Object.hashCode",
                        "int f(Object o) { return o.hashCode(); }",
                        "java.lang.Object.hashCode",
                        "hash codes",
                        "int f(String o) { return o.hashCode(); }"),
                of(
                        "Enum.hashCode",
                        "enum E { A } int f() { return E.A.hashCode(); }",
                        "hashCode",
                        "hash codes",
                        "enum E { A } int f() { return E.A.ordinal(); }"),
                of(
                        "a record's hash code",
                        "record R(E e) {} enum E { A } int f() { return new R(E.A).hashCode(); }",
                        "hashCode",
                        "hash codes",
                        "record R(int e) { public int hashCode() { return e; } }"
                                + " int f() { return new R(1).hashCode(); }"),
                of(
                        "List.hashCode",
                        "int f(List<String> l) { return l.hashCode(); }",
                        "hashCode",
                        "hash codes",
                        "int f(List<String> l) { return l.size(); }"),
                of(
                        "Objects.hash",
                        "int f() { return Objects.hash(1, 2); }",
                        "java.util.Objects.hash",
                        "hash codes",
                        "boolean f() { return Objects.equals(1, 2); }"),
                of(
                        "a method reference to hashCode",
                        "ToIntFunction<Object> f() { return Object::hashCode; }",
                        "java.lang.Object.hashCode",
                        "hash codes",
                        "ToIntFunction<String> f() { return String::length; }"),
                of(
                        "a method reference to the clock",
                        "LongSupplier f() { return System::currentTimeMillis; }",
                        "java.lang.System.currentTimeMillis",
                        "timeMillis",
                        "LongSupplier f(View v) { return v::timeMillis; }"),
                of(
                        "identity hash codes",
                        "int f(Object o) { return System.identityHashCode(o); }",
                        "java.lang.System.identityHashCode",
                        "equals",
                        "boolean f(Object o) { return o.equals(o); }"),
                of(
                        "super.toString",
                        "public String toString() { return super.toString(); }",
                        "super",
                        "list of what module code may use",
                        "public String toString() { return \"mine\"; }"),
                of(
                        "streams",
                        "Object f(List<String> l) { return l.stream().toList(); }",
                        "stream",
                        "for loop",
                        "Object f(List<String> l) { return List.copyOf(l); }"),
                of(
                        "streams of numbers",
                        "int f() { return java.util.stream.IntStream.range(0, 9).sum(); }",
                        "java.util.stream.IntStream",
                        "for loop",
                        "int f() { int s = 0; for (int i = 0; i < 9; i++) s += i; return s; }"),
                of(
                        "synchronized methods",
                        "synchronized void f() {}",
                        "synchronized",
                        "one thread",
                        "void f() {}"),
                of(
                        "synchronized blocks",
                        "void f() { synchronized (this) { f(); } }",
                        "synchronizes",
                        "one thread",
                        "void f() { f(); }"),
                of(
                        "finalisers",
                        "protected void finalize() {}",
                        "finaliser",
                        "try-with-resources",
                        "protected void close() {}"),
                of(
                        "wait and notify",
                        "void f(Object o) { o.notify(); }",
                        "java.lang.Object.notify",
                        "one thread",
                        "void f(Object o) {}"),
                of(
                        "classes of the JDK as parents",
                        "static class L extends ArrayList<String> {}",
                        "java.util.ArrayList",
                        "",
                        "static class L { final ArrayList<String> l = new ArrayList<>(); }"),
                of(
                        "collections of one's own",
                        "interface L extends List<String> {}",
                        "java.util.List",
                        "",
                        "interface L extends Iterable<String> {}"),
                of(
                        "numbers of one's own",
                        "static class B extends BigInteger { B() { super(\"1\"); } }",
                        "java.math.BigInteger",
                        "",
                        "static class B { BigInteger b = new BigInteger(\"1\"); }"),
                of(
                        "serializable lambdas",
                        "Object f() { return (Runnable & java.io.Serializable) () -> {}; }",
                        "",
                        "",
                        "Object f() { return (Runnable & Comparable<String>) null; }"),
                of(
                        "Bytes.wrap",
                        "Object f(byte[] b) { return Bytes.wrap(b); }",
                        "theseus.sdk.Bytes.wrap",
                        "Bytes.of",
                        "Object f(byte[] b) { return Bytes.of(b); }"),
                of(
                        "Bytes.unsafeArray",
                        "Object f(Bytes b) { return b.unsafeArray(); }",
                        "theseus.sdk.Bytes.unsafeArray",
                        "toArray",
                        "Object f(Bytes b) { return b.toArray(); }"),
                of(
                        "Required.linking",
                        "Object f() { return Required.linking((a, b) -> null, () -> 1); }",
                        "theseus.sdk.Required.linking",
                        "interfaceOf",
                        "Object f() { return Required.interfaceOf(Runnable.class, \"1\"); }"),
                of(
                        "the meter",
                        "void f() { theseus.runtime.guest.Meter.charge(1); }",
                        "theseus.runtime.guest.Meter",
                        "SDK",
                        "void f() {}"),
                of(
                        "traps",
                        "void f() { try { f(); } catch (theseus.runtime.Trap t) {} }",
                        "theseus.runtime.Trap",
                        "SDK",
                        "void f() { try { f(); } catch (RuntimeException t) {} }"),
                of(
                        "locales",
                        "String f() { return String.format(\"%d\", 1); }",
                        "java.lang.String.format",
                        "StringBuilder",
                        "String f() { return \"\" + 1; }"),
                of(
                        "Unicode tables",
                        "boolean f(char c) { return Character.isLetter(c); }",
                        "java.lang.Character.isLetter",
                        "compare",
                        "boolean f(char c) { return c >= 'a' && c <= 'z'; }"),
                of(
                        "upper case",
                        "String f(String s) { return s.toUpperCase(); }",
                        "java.lang.String.toUpperCase",
                        "Unicode",
                        "String f(String s) { return s.trim(); }"),
                of(
                        "texts of exceptions",
                        "String f(RuntimeException e) { return e.getMessage(); }",
                        "getMessage",
                        "exception",
                        "static final class Mine extends RuntimeException { final int n = 1; }"
                                + " int f(Mine e) { return e.n; }"),
                of(
                        "traces of one's own",
                        "static class E extends RuntimeException {"
                                + " public Throwable fillInStackTrace() { return this; } }",
                        "fillInStackTrace",
                        "leave it out",
                        "static class E extends RuntimeException {}"),
                of(
                        "overriding what the runtime replaces",
                        "interface C extends Comparator<String> {"
                                + " default Comparator<String> reversed() { return this; } }",
                        "reversed",
                        "another name",
                        "interface C extends Comparator<String> {}"),
                of(
                        "concurrency",
                        "Object f() { return new java.util.concurrent.atomic.AtomicLong(); }",
                        "java.util.concurrent",
                        "one thread",
                        "Object f() { return new long[1]; }"),
                of(
                        "libraries",
                        "Object f() { return org.junit.jupiter.api.Test.class; }",
                        "org.junit.jupiter.api.Test",
                        "JAR",
                        "Object f() { return Message.class; }"));
    }

    private static Arguments of(
            String name, String refused, String problem, String advice, String allowed) {
        return Arguments.of(name, refused, problem, advice, allowed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesAndSaysWhatToDo(
            String name, String members, String problem, String advice, String twin) {
        var findings = Guest.of(members).findings();
        assertTrue(
                findings.stream()
                        .anyMatch(
                                finding ->
                                        finding.problem().contains(problem)
                                                && finding.advice().contains(advice)
                                                && finding.className().startsWith("guest.Main")),
                () -> "found only " + findings);
        assertEquals(java.util.List.of(), Guest.of(twin).findings(), "the twin is refused");
    }

    @Test
    void saysWhere() {
        Finding finding =
                Guest.of(
                                "static class Inner { Supplier<Long> f() {"
                                        + " return () -> System.nanoTime(); } }")
                        .findings()
                        .getFirst();
        assertEquals("guest.Main$Inner", finding.className());
        assertEquals("a lambda in f", finding.method());
        assertEquals(
                "calls java.lang.System.nanoTime():"
                        + " it is not on the list of what module code may use",
                finding.problem());
    }

    @Test
    void otherVersionsAreRefused() {
        byte[] content = Guest.of("void f() {}").classes().get("guest/Main");
        byte[] preview = content.clone();
        preview[4] = (byte) 0xff;
        preview[5] = (byte) 0xff;
        byte[] tooOld = content.clone();
        tooOld[7] = (byte) ClassFile.JAVA_8_VERSION;
        byte[] tooNew = content.clone();
        tooNew[7] = (byte) (ClassFile.JAVA_25_VERSION + 1);
        for (byte[] wrong : new byte[][] {preview, tooOld, tooNew}) {
            var findings = Verifier.verify(new TreeMap<>(Map.of("guest/Main", wrong)));
            assertEquals(1, findings.size());
            assertTrue(
                    findings.getFirst().problem().contains("class file")
                            || findings.getFirst().problem().contains("file is no class"),
                    findings.toString());
        }
    }

    @Test
    void longMethodsAreRefused() {
        String body = "x += x * 31 + 7;".repeat(800);
        var findings = Guest.of("long f(long x) { " + body + " return x; }").findings();
        assertTrue(findings.getFirst().problem().contains("bytes of code"), findings.toString());
    }

    @Test
    void whatIsNoClassFileIsRefused() {
        var random = new Random(20_261_121);
        var classes = Guest.of("int f(List<String> l) { return l.size() + 1; }").classes();
        byte[] good = classes.get("guest/Main");
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            var one = new TreeMap<>(Map.of("guest/Main", bad));
            if (Verifier.verify(one).isEmpty()) {
                loads(one); // what passes also loads, or is refused by the JVM
            } else {
                refused++;
            }
        }
        assertTrue(refused > 1500, "refused " + refused);
        assertFalse(Verifier.verify(new TreeMap<>(Map.of("guest/Main", new byte[0]))).isEmpty());
    }

    private static void loads(TreeMap<String, byte[]> classes) {
        try {
            new SandboxLoader(Instrumenter.instrument(classes)).initializeAll();
        } catch (LinkageError e) {
            // The JVM's own checks stand behind the verifier's.
        }
    }
}
