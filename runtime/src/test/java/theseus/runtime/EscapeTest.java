package theseus.runtime;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.MTD_void;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.protocol.TrapKind;

/**
 * Ways out of the sandbox that were found by attacking it, many of them no compiler would write.
 */
@Timeout(60)
final class EscapeTest {
    private static final ClassDesc MAIN = ClassDesc.of("guest.Main");
    private static final MethodTypeDesc TO_LONG = MethodTypeDesc.of(CD_long);
    private static final int STATIC = ClassFile.ACC_STATIC;
    private static final int PLAIN_CLASS = ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER;
    private static final int PLAIN_INTERFACE =
            ClassFile.ACC_PUBLIC | ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT;

    private static byte[] type(ClassDesc name, int flags, Consumer<ClassBuilder> body) {
        return ClassFile.of().build(name, builder -> body.accept(builder.withFlags(flags)));
    }

    private static SortedMap<String, byte[]> main(Consumer<ClassBuilder> body) {
        return new TreeMap<>(Map.of("guest/Main", type(MAIN, PLAIN_CLASS, body)));
    }

    private static String problem(Guest guest) {
        var findings = guest.findings();
        assertFalse(findings.isEmpty(), "nothing was found");
        return findings.getFirst().problem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interface H { int hashCode(); } enum E implements H { A }"
                        + " static int f(H h) { return h.hashCode(); }",
                "interface H { int hashCode(); } static class X extends RuntimeException implements H {}"
                        + " static Supplier<Integer> f(H h) { return h::hashCode; }",
                "interface H { String getMessage(); }"
                        + " static class X extends RuntimeException implements H {}",
                "interface H { void printStackTrace(); }"
                        + " static class X extends IllegalStateException implements H {}",
                "interface H { Throwable initCause(Throwable t); }"
                        + " static class X extends Exception implements H {}",
                "interface H { String getLocalizedMessage(); } interface I extends H {}"
                        + " static abstract class X extends Exception implements I {}"
                        + " static final class Y extends X {}",
                "interface H<T> { Class<T> getDeclaringClass(); } enum E implements H<E> { A }"
            })
    void anInterfaceDoesNotLendItsNameToTheLibrary(String members) {
        assertTrue(problem(Guest.of(members)).contains("not on the list"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interface H { int hashCode(); } record R(int n) implements H {"
                        + " public int hashCode() { return n; } }"
                        + " static int f() { return new R(7).hashCode(); }",
                "interface H { String name(); int ordinal(); } enum E implements H { A }"
                        + " static int f() { H h = E.A; return h.name().length() + h.ordinal() + 6; }",
                "interface H { String getMessage(); } static class X extends Exception implements H {"
                        + " public String getMessage() { return \"7 letter\"; } }"
                        + " static int f() { H h = new X(); return h.getMessage().length() - 1; }",
                "interface H { boolean equals(Object o); String toString(); }"
                        + " record R(long n) implements H {}"
                        + " static int f() { H h = new R(3); return h.equals(new R(3))"
                        + " ? h.toString().length() + 1 : 0; }",
                "interface H { default String getMessage() { return \"1234567\"; } }"
                        + " record R() implements H {}"
                        + " static int f() { return new R().getMessage().length(); }"
            })
    void whatAClassWritesItselfPasses(String members) throws Throwable {
        Guest guest = Guest.of(members);
        assertEquals(java.util.List.of(), guest.findings());
        assertEquals(7, guest.run("f").value());
    }

    @Test
    void theTextOfAnExceptionIsNotMadeThroughAnInterface() throws Throwable {
        var ran =
                Guest.of(
                                "interface H { String toString(); }"
                                        + " static class X extends Exception implements H {"
                                        + " X(String s) { super(s); } }"
                                        + " static String f() { H h = new X(\"y\".repeat(100)); return h.toString(); }")
                        .run("f");
        assertEquals("guest.Main$X", ran.value());
    }

    @Test
    void aDefaultOfTheLibraryIsNotReachedThroughASibling() {
        ClassDesc function = ClassDesc.of("java.util.function.Function");
        MethodTypeDesc composing = MethodTypeDesc.of(function, function);
        ClassDesc sibling = ClassDesc.of("guest.Sibling");
        var classes =
                main(
                        builder ->
                                builder.withInterfaceSymbols(function, sibling)
                                        .withMethodBody(
                                                "apply",
                                                MethodTypeDesc.of(CD_Object, CD_Object),
                                                ClassFile.ACC_PUBLIC,
                                                code -> code.aload(1).areturn()));
        classes.put(
                "guest/Sibling",
                type(
                        sibling,
                        PLAIN_INTERFACE,
                        builder ->
                                builder.withMethod(
                                        "andThen",
                                        composing,
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT,
                                        method -> {})));
        assertTrue(problem(Guest.of("guest.Main", classes)).contains("inherits"));
    }

    @Test
    void javacsArraysAreNotHandedToAnythingNamedClone() {
        ClassDesc array = CD_long.arrayType();
        MethodTypeDesc taking = MethodTypeDesc.of(CD_long, array);
        var classes =
                new TreeMap<>(
                        Map.of(
                                "guest/Main",
                                type(
                                        MAIN,
                                        PLAIN_CLASS | ClassFile.ACC_FINAL | ClassFile.ACC_ENUM,
                                        builder -> values(builder, array, taking))));
        assertTrue(problem(Guest.of("guest.Main", classes)).contains("in a way of its own"));
    }

    private static void values(ClassBuilder builder, ClassDesc array, MethodTypeDesc taking) {
        builder.withField("$VALUES", array, STATIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
        builder.withMethodBody(
                "<clinit>",
                MTD_void,
                STATIC,
                code ->
                        code.iconst_1()
                                .newarray(TypeKind.LONG)
                                .putstatic(MAIN, "$VALUES", array)
                                .return_());
        builder.withMethodBody(
                "clone",
                taking,
                STATIC,
                code -> code.aload(0).iconst_0().lconst_1().lastore().lconst_1().lreturn());
        builder.withMethodBody(
                "f",
                TO_LONG,
                STATIC,
                code ->
                        code.getstatic(MAIN, "$VALUES", array)
                                .invokestatic(MAIN, "clone", taking)
                                .lreturn());
    }

    @Test
    void aConstructorWritesNoOtherObjectsFinalFields() {
        MethodTypeDesc taking = MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_void, MAIN);
        Guest guest =
                Guest.of(
                        "guest.Main",
                        main(
                                builder -> {
                                    builder.withField("n", CD_long, ClassFile.ACC_FINAL);
                                    builder.withMethodBody(
                                            "<init>",
                                            MTD_void,
                                            ClassFile.ACC_PUBLIC,
                                            code ->
                                                    code.aload(0)
                                                            .invokespecial(
                                                                    CD_Object, "<init>", MTD_void)
                                                            .return_());
                                    builder.withMethodBody(
                                            "<init>",
                                            taking,
                                            ClassFile.ACC_PUBLIC,
                                            code ->
                                                    code.aload(0)
                                                            .invokespecial(
                                                                    CD_Object, "<init>", MTD_void)
                                                            .aload(1)
                                                            .lconst_1()
                                                            .putfield(MAIN, "n", CD_long)
                                                            .return_());
                                    builder.withMethodBody(
                                            "f",
                                            TO_LONG,
                                            STATIC,
                                            code ->
                                                    code.new_(MAIN)
                                                            .dup()
                                                            .invokespecial(MAIN, "<init>", MTD_void)
                                                            .astore(0)
                                                            .new_(MAIN)
                                                            .dup()
                                                            .aload(0)
                                                            .invokespecial(MAIN, "<init>", taking)
                                                            .pop()
                                                            .aload(0)
                                                            .getfield(MAIN, "n", CD_long)
                                                            .lreturn());
                                }));
        assertEquals(java.util.List.of(), guest.findings());
        assertEquals(TrapKind.EXCEPTION, assertThrows(Trap.class, () -> guest.run("f")).kind());
    }

    @Test
    void finalFieldsAreWrittenByConstructorsOnly() {
        var classes =
                main(
                        builder -> {
                            builder.withField("n", CD_long, ClassFile.ACC_FINAL);
                            builder.withMethodBody(
                                    "f",
                                    MTD_void,
                                    ClassFile.ACC_PUBLIC,
                                    code ->
                                            code.aload(0)
                                                    .lconst_1()
                                                    .putfield(MAIN, "n", CD_long)
                                                    .return_());
                        });
        assertTrue(problem(Guest.of("guest.Main", classes)).contains("final field n"));
    }

    @Test
    void constructorsOfJavacStillConstruct() throws Throwable {
        var guest =
                Guest.of(
                        "record R(long a, int b, String c) { R { b = b > 3 ? 3 : b; } }"
                                + " class Inner { final long n; final String s; Inner(boolean x) {"
                                + " n = x ? f0() : 2; s = switch ((int) n) { case 1 -> \"a\"; default ->"
                                + " { try { yield \"b\" + f0(); } finally { f0(); } } }; } }"
                                + " static long f0() { return 1; }"
                                + " static long f() { return new R(1, 9, \"\").b()"
                                + " + new Main().new Inner(true).n + new Main().new Inner(false).n; }");
        assertEquals(java.util.List.of(), guest.findings());
        assertEquals(6L, guest.run("f").value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static class K implements Comparable<Comparable> { public int compareTo(Comparable o)"
                        + " { return o.compareTo(this); } }"
                        + " static int f() { return new K().compareTo(new K()); }",
                "record N(Object next) {} static Object chain() { Object o = 1;"
                        + " for (int i = 0; i < 100000; i++) o = new N(o); return o; }"
                        + " static boolean f() { return chain().equals(chain()); }",
                "record N(Object next) {} static String f() { Object o = 1;"
                        + " for (int i = 0; i < 100000; i++) o = new N(o); return o.toString(); }",
                "static class K { public boolean equals(Object o) { return Objects.equals(o, this); } }"
                        + " static boolean f() { return new K().equals(new K()); }",
                "static class K { public String toString() { return \"\" + this; } }"
                        + " static String f() { return new K().toString(); }"
            })
    void recursionThroughTheLibraryIsCounted(String members) {
        Guest guest = Guest.of(members);
        assertEquals(java.util.List.of(), guest.findings());
        assertEquals(TrapKind.CALL_DEPTH, assertThrows(Trap.class, () -> guest.run("f")).kind());
    }

    @Test
    void longChainsOfCallsAreFollowed() {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        int perClass = 1000;
        int classCount = 12;
        for (int c = 0; c < classCount; c++) {
            int number = c;
            classes.put(
                    "guest/C" + c,
                    type(
                            ClassDesc.of("guest.C" + c),
                            PLAIN_CLASS,
                            builder -> {
                                for (int m = 0; m < perClass; m++) {
                                    int next = number * perClass + m + 1;
                                    builder.withMethodBody(
                                            "m" + m,
                                            MTD_void,
                                            STATIC,
                                            code -> {
                                                if (next < classCount * perClass) {
                                                    code.invokestatic(
                                                            ClassDesc.of(
                                                                    "guest.C" + next / perClass),
                                                            "m" + next % perClass,
                                                            MTD_void);
                                                }
                                                code.return_();
                                            });
                                }
                            }));
        }
        assertEquals(java.util.List.of(), Guest.of("guest.C0", classes).findings());
        Guest.of("guest.C0", classes).load();
    }

    @ParameterizedTest
    @CsvSource({"8, missing()", "23, ways lead up", "40, supertypes"})
    void hierarchiesAreWalkedOnce(int depth, String expected) {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        for (int i = 0; i < depth; i++) {
            for (String side : new String[] {"a", "b"}) {
                ClassDesc[] above =
                        i == 0
                                ? new ClassDesc[0]
                                : new ClassDesc[] {
                                    ClassDesc.of("guest.I" + (i - 1) + "a"),
                                    ClassDesc.of("guest.I" + (i - 1) + "b")
                                };
                String name = "guest.I" + i + side;
                classes.put(
                        name.replace('.', '/'),
                        type(
                                ClassDesc.of(name),
                                PLAIN_INTERFACE,
                                builder -> builder.withInterfaceSymbols(above)));
            }
        }
        ClassDesc top = ClassDesc.of("guest.I" + (depth - 1) + "a");
        classes.putAll(
                main(
                        builder ->
                                builder.withMethodBody(
                                        "f",
                                        MethodTypeDesc.of(CD_int, top),
                                        STATIC,
                                        code ->
                                                code.aload(0)
                                                        .invokeinterface(
                                                                top,
                                                                "missing",
                                                                MethodTypeDesc.of(CD_int))
                                                        .ireturn())));
        assertTrue(problem(Guest.of("guest.Main", classes)).contains(expected));
    }
}
