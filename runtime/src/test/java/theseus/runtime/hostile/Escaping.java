package theseus.runtime.hostile;

import static theseus.runtime.hostile.Hostile.refused;

import java.util.List;

/** Code that reaches for what lies outside. */
final class Escaping {
    private Escaping() {}

    private static String go(String body) {
        return "public static void go(Context c, long n) { " + body + " } ";
    }

    private static Hostile one(String name, String attack, String problem, String twin) {
        return refused(name, go(attack), problem, go(twin));
    }

    private static String tried(String body) {
        return "try { " + body + " } catch (Exception e) { throw new IllegalStateException(); }";
    }

    static List<Hostile> modules() {
        return List.of(
                one(
                        "reads a file",
                        tried("new java.io.FileReader(\"x\").read();"),
                        "FileReader",
                        tried("c.height();")),
                one(
                        "opens a connection",
                        tried("new java.net.Socket(\"localhost\", 1);"),
                        "Socket",
                        tried("c.instance();")),
                one(
                        "starts a program",
                        tried("Runtime.getRuntime().exec(\"x\");"),
                        "Runtime",
                        tried("c.height();")),
                one("ends the node", "System.exit(1);", "System.exit", "if (n > 5) return;"),
                one("prints", "System.out.println(n);", "System.out", "String s = \"\" + n;"),
                one(
                        "looks up a class by name",
                        tried("Class.forName(\"theseus.node.Node\");"),
                        "Class.forName",
                        "Class<?> own = Attack.class;"),
                one(
                        "looks into a class",
                        "Attack.class.getDeclaredFields();",
                        "getDeclaredFields",
                        "boolean same = (Object) Attack.class == c.getClass();"),
                refused(
                        "loads classes of its own",
                        "static class L extends ClassLoader {} ",
                        "Attack$L.<init>",
                        "ClassLoader",
                        "static class L {} "),
                one(
                        "asks for a method handle",
                        "java.lang.invoke.MethodHandles.lookup();",
                        "MethodHandles",
                        "Runnable r = c::height;"),
                one(
                        "takes memory by address",
                        "Object u = sun.misc.Unsafe.class;",
                        "sun.misc.Unsafe",
                        "Object u = Message.class;"),
                refused(
                        "calls native code",
                        "static native void in(); ",
                        "Attack.in",
                        "native",
                        "static void in() {} "),
                refused(
                        "waits for ever",
                        go("") + "static void f(Object o) throws Exception { o.wait(); }",
                        "Attack.f",
                        "wait",
                        go("") + "static void f(Object o) throws Exception { o.equals(o); }"),
                one(
                        "locks what others need",
                        "synchronized (String.class) { c.height(); }",
                        "synchronizes",
                        "{ c.height(); }"),
                one(
                        "shares memory with its caller",
                        "Bytes.wrap(new byte[1]);",
                        "Bytes.wrap",
                        "Bytes.of(new byte[1]);"),
                one(
                        "turns back the meter",
                        "theseus.runtime.guest.Meter.charge(-1);",
                        "Meter",
                        "c.height();"),
                one(
                        "catches the trap",
                        "try { c.height(); } catch (theseus.runtime.Trap t) {}",
                        "Trap",
                        "try { c.height(); } catch (IllegalStateException t) {}"),
                one(
                        "links what the runtime links",
                        "Required.linking((a, b) -> null, () -> 1);",
                        "Required.linking",
                        "Object o = Required.class;"),
                one(
                        "makes a lambda that can be written out",
                        "Object o = (Runnable & java.io.Serializable) () -> {};",
                        "serializable",
                        "Object o = (Runnable) () -> {};"),
                refused(
                        "calls past its parent",
                        "public String toString() { return super.toString(); } ",
                        "Attack.toString",
                        "super",
                        "public String toString() { return \"x\"; } "));
    }
}
