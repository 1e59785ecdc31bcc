package theseus.runtime.hostile;

import static theseus.runtime.hostile.Hostile.refused;
import static theseus.runtime.hostile.Hostile.trapped;

import java.util.List;
import theseus.protocol.TrapKind;

/** Code whose result would depend on the machine, the moment, or the JVM. */
final class Differing {
    private Differing() {}

    private static String go(String body) {
        return "public static void go(Context c, long n) { " + body + " } ";
    }

    private static Hostile one(String name, String attack, String problem, String twin) {
        return refused(name, go(attack), problem, go(twin));
    }

    static List<Hostile> modules() {
        return List.of(
                one(
                        "reads the clock",
                        "long t = System.currentTimeMillis();",
                        "currentTimeMillis",
                        "long t = c.timeMillis();"),
                one(
                        "reads the clock through a method reference",
                        "LongSupplier s = System::nanoTime;",
                        "nanoTime",
                        "LongSupplier s = c::timeMillis;"),
                one(
                        "asks for randomness",
                        "new Random().nextInt();",
                        "Random",
                        "c.transactionId();"),
                one(
                        "asks what the machine has",
                        "Runtime.getRuntime().availableProcessors();",
                        "Runtime",
                        "c.height();"),
                one(
                        "reads a system property",
                        "System.getProperty(\"user.name\");",
                        "getProperty",
                        "c.instance();"),
                one(
                        "orders by identity",
                        "System.identityHashCode(c);",
                        "identityHashCode",
                        "boolean b = Objects.equals(n, 1L);"),
                one(
                        "takes an enum's hash code",
                        "PlanKind.UPGRADE.hashCode();",
                        "hashCode",
                        "PlanKind.UPGRADE.ordinal();"),
                refused(
                        "takes a record's hash code, with an enum inside",
                        "record R(PlanKind k) {} " + go("new R(PlanKind.UPGRADE).hashCode();"),
                        "hashCode",
                        "record R(PlanKind k) {} "
                                + go("new R(PlanKind.UPGRADE).equals(new R(null));")),
                one(
                        "takes a list's hash code",
                        "List.of(new Object()).hashCode();",
                        "hashCode",
                        "List.of(1L).equals(List.of(n));"),
                one("hashes objects", "Objects.hash(n, c);", "hash", "Objects.equals(n, 1L);"),
                one(
                        "takes an array's hash code",
                        "new int[1].hashCode();",
                        "hashCode",
                        "new int[1].clone();"),
                refused(
                        "takes a hash code through an interface of its own",
                        "interface H { int hashCode(); } enum E implements H { A } "
                                + go("H h = E.A; h.hashCode();"),
                        "hashCode",
                        "interface H { int ordinal(); } enum E implements H { A } "
                                + go("H h = E.A; h.ordinal();")),
                one(
                        "orders by hashes",
                        "new HashMap<Object, Object>();",
                        "HashMap",
                        "new TreeMap<Long, Long>();"),
                one(
                        "walks a map whose order the JVM salts",
                        "Map.of(1, 2, 3, 4);",
                        "Map.of",
                        "new TreeMap<Long, Long>().put(n, n);"),
                one("walks such a set", "Set.of(1, 2);", "Set.of", "new TreeSet<Long>().add(n);"),
                one(
                        "has the JDK make such a set",
                        "List.of(1).stream().collect(java.util.stream.Collectors.toUnmodifiableSet());",
                        "stream",
                        "List.copyOf(List.of(1));"),
                one(
                        "groups by hashes",
                        "List.of(1).stream().collect(java.util.stream.Collectors.groupingBy(x -> x));",
                        "stream",
                        "new TreeMap<Long, Long>().merge(n, n, Long::sum);"),
                one(
                        "works in parallel",
                        "List.of(1).parallelStream().forEach(x -> {});",
                        "parallelStream",
                        "List.of(1).forEach(x -> {});"),
                one(
                        "asks for the locale",
                        "String.format(\"%d\", n);",
                        "String.format",
                        "String s = \"\" + n;"),
                one(
                        "asks for Unicode tables",
                        "Character.isLetter('x');",
                        "isLetter",
                        "boolean b = n >= 'a';"),
                one(
                        "changes case by Unicode tables",
                        "\"x\".toUpperCase();",
                        "toUpperCase",
                        "\"x\".trim();"),
                trapped(
                        "reads digits that are not ASCII",
                        go("Integer.parseInt(\"\\u0663\");"),
                        TrapKind.EXCEPTION,
                        go("Integer.parseInt(\"3\");")),
                one(
                        "shows an exception's text",
                        "try { throw new IllegalStateException(); }"
                                + " catch (RuntimeException e) { e.getMessage(); }",
                        "getMessage",
                        "try { throw new IllegalStateException(); } catch (RuntimeException e) {}"),
                one(
                        "shows where an exception came from",
                        "new IllegalStateException().getStackTrace();",
                        "getStackTrace",
                        "new IllegalStateException();"),
                one(
                        "computes with floating point",
                        "double d = n * 0.1;",
                        "floating point",
                        "long d = n / 10;"),
                one(
                        "starts a thread",
                        "new Thread(() -> {}).start();",
                        "Thread",
                        "Runnable r = () -> {}; r.run();"),
                one(
                        "keeps what the collector may take",
                        "new java.lang.ref.WeakReference<>(c).get();",
                        "WeakReference",
                        "Optional.of(c).get();"),
                refused(
                        "runs when the collector comes",
                        "protected void finalize() {} ",
                        "Attack.finalize",
                        "finaliser",
                        "public void close() {} "));
    }
}
