package theseus.runtime.hostile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.MTD_void;
import static theseus.runtime.hostile.Hostile.refused;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Classes and members that pass for others, and hierarchies that lend a name to what is barred. */
final class Naming {
    private static final ClassDesc FUNCTION = ClassDesc.of("java.util.function.Function");

    private Naming() {}

    private static Hostile named(String name, String type, String where, String problem) {
        return new Hostile(
                name,
                Bytecode.other(type, Bytecode.CLASS, it -> {}),
                new Stop.Refused(where, problem),
                Bytecode.other("m.Other", Bytecode.CLASS, it -> {}));
    }

    /** Interfaces two by two, each pair extending both of the pair before. */
    private static Attempt diamonds(int pairs) {
        return new Attempt.Crafted(
                () -> {
                    SortedMap<String, byte[]> classes = new TreeMap<>();
                    for (int i = 0; i < pairs; i++) {
                        ClassDesc[] above =
                                i == 0
                                        ? new ClassDesc[0]
                                        : new ClassDesc[] {
                                            ClassDesc.of("m.A" + (i - 1)),
                                            ClassDesc.of("m.B" + (i - 1))
                                        };
                        for (String side : List.of("A", "B")) {
                            classes.put(
                                    "m/" + side + i,
                                    Bytecode.type(
                                            "m." + side + i,
                                            Bytecode.INTERFACE,
                                            it -> it.withInterfaceSymbols(above)));
                        }
                    }
                    return classes;
                });
    }

    /** A class that is a function, and by a sibling something with one of its methods. */
    private static Attempt sibling(String method) {
        return new Attempt.Crafted(
                () -> {
                    SortedMap<String, byte[]> classes = new TreeMap<>();
                    ClassDesc other = ClassDesc.of("m.Sibling");
                    classes.put(
                            "m/Sibling",
                            Bytecode.type(
                                    "m.Sibling",
                                    Bytecode.INTERFACE,
                                    it ->
                                            it.withMethod(
                                                    method,
                                                    MethodTypeDesc.of(FUNCTION, FUNCTION),
                                                    Bytecode.INTERFACE & ~ClassFile.ACC_INTERFACE,
                                                    m -> {})));
                    classes.put(
                            "m/Both",
                            Bytecode.type(
                                    "m.Both",
                                    Bytecode.CLASS | ClassFile.ACC_ABSTRACT,
                                    it -> it.withInterfaceSymbols(FUNCTION, other)));
                    return classes;
                });
    }

    private static Attempt constants(String method, MethodTypeDesc type) {
        return Bytecode.attack(
                Bytecode.CLASS | ClassFile.ACC_FINAL | ClassFile.ACC_ENUM,
                it -> {
                    ClassDesc array = CD_int.arrayType();
                    it.withField(
                            "$VALUES",
                            array,
                            ClassFile.ACC_STATIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
                    it.withMethodBody(
                            "<clinit>",
                            MTD_void,
                            ClassFile.ACC_STATIC,
                            code ->
                                    code.iconst_1()
                                            .newarray(java.lang.classfile.TypeKind.INT)
                                            .putstatic(Bytecode.ATTACK, "$VALUES", array)
                                            .return_());
                    it.withMethodBody(
                            "go",
                            Bytecode.GO,
                            Bytecode.STATIC,
                            code -> {
                                code.getstatic(Bytecode.ATTACK, "$VALUES", array);
                                if (method.equals("clone")) {
                                    code.invokevirtual(array, method, type);
                                } else {
                                    code.invokestatic(Bytecode.ATTACK, method, type);
                                }
                                code.pop().return_();
                            });
                    if (!method.equals("clone")) {
                        it.withMethodBody(
                                method, type, Bytecode.STATIC, code -> code.aload(0).areturn());
                    }
                },
                java.util.function.UnaryOperator.identity());
    }

    static List<Hostile> modules() {
        return List.of(
                named("is a class of the JDK", "java.lang.Evil", "Evil", "is the platform's"),
                named("is a class of the SDK", "theseus.sdk.Bytes", "Bytes", "is the platform's"),
                named(
                        "is a neighbour of the meter",
                        "theseus.runtime.guest.Meter",
                        "Meter",
                        "is the platform's"),
                named(
                        "is a neighbour of the runtime",
                        "theseus.runtime.Trap",
                        "Trap",
                        "is the platform's"),
                named(
                        "is in a package of the JDK's own",
                        "sun.misc.Evil",
                        "Evil",
                        "is the platform's"),
                named(
                        "has the name of a lambda that the runtime makes",
                        "m.Sample$$Lambda$0",
                        "Sample$$Lambda$0",
                        "its name is one that the runtime gives"),
                named(
                        "has the name of a codec that the runtime makes",
                        "m.Sample$theseusCodec",
                        "Sample$theseusCodec",
                        "the name is one that the runtime gives"),
                named("has no package", "Evil", "Evil", "a class without a package"),
                new Hostile(
                        "has the name of a method that the runtime makes",
                        Bytecode.beside(
                                it ->
                                        it.withMethodBody(
                                                "$$theseus$0",
                                                MTD_void,
                                                Bytecode.STATIC,
                                                CodeBuilder::return_)),
                        new Stop.Refused("Attack.$$theseus$0", "has a name that the runtime gives"),
                        Bytecode.beside(
                                it ->
                                        it.withMethodBody(
                                                "theseus$0",
                                                MTD_void,
                                                Bytecode.STATIC,
                                                CodeBuilder::return_))),
                refused(
                        "smuggles a call in through an interface's default method",
                        "interface I { default long f() { return System.nanoTime(); } } ",
                        "Attack$I.f",
                        "nanoTime",
                        "interface I { default long f() { return 1; } } "),
                refused(
                        "smuggles a call in through a bridge method",
                        "static class S implements Supplier<Long> { public Long get() {"
                                + " return System.nanoTime(); } } ",
                        "Attack$S.get",
                        "nanoTime",
                        "static class S implements Supplier<Long> { public Long get() { return 1L; } } "),
                refused(
                        "lends the name of an interface's method to an exception's text",
                        "interface H { String getMessage(); }"
                                + " static class X extends RuntimeException implements H {} ",
                        "Attack$X.getMessage",
                        "not on the list",
                        "interface H { String getMessage(); } static class X extends RuntimeException"
                                + " implements H { public String getMessage() { return \"\"; } } "),
                new Hostile(
                        "reaches a default method of the JDK through a sibling",
                        sibling("andThen"),
                        new Stop.Refused(
                                "Both.andThen", "inherits java.util.function.Function.andThen"),
                        sibling("andAlso")),
                refused(
                        "overrides what the runtime calls its own of",
                        "interface C extends Comparator<Long> {"
                                + " default Comparator<Long> reversed() { return this; } } ",
                        "Attack$C.reversed",
                        "which the runtime replaces",
                        "interface C extends Comparator<Long> {"
                                + " default Comparator<Long> back() { return this; } } "),
                refused(
                        "leaves out the trace of an exception",
                        "static class E extends RuntimeException {"
                                + " public Throwable fillInStackTrace() { return this; } } ",
                        "Attack$E.fillInStackTrace",
                        "overrides fillInStackTrace",
                        "static class E extends RuntimeException {} "),
                refused(
                        "implements a list of its own",
                        "interface L extends List<Long> {} ",
                        "Attack$L",
                        "extends or implements java.util.List",
                        "interface L extends Iterable<Long> {} "),
                refused(
                        "extends a big number",
                        "static class B extends BigInteger { B() { super(\"1\"); } } ",
                        "Attack$B",
                        "extends or implements java.math.BigInteger",
                        "static class B { final BigInteger b = new BigInteger(\"1\"); } "),
                new Hostile(
                        "hands on the array that keeps an enum's constants",
                        constants("leak", MethodTypeDesc.of(CD_Object, CD_int.arrayType())),
                        new Stop.Refused("Attack.go", "in a way of its own"),
                        constants("clone", MethodTypeDesc.of(CD_Object))),
                new Hostile(
                        "has a supertype along four million ways",
                        diamonds(22),
                        new Stop.Refused("A10", "ways lead up"),
                        diamonds(8)),
                new Hostile(
                        "has a hundred supertypes",
                        diamonds(50),
                        new Stop.Refused("A24", "it has 49 supertypes"),
                        diamonds(7)));
    }
}
