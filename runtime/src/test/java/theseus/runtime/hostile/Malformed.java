package theseus.runtime.hostile;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Class files that the JVM would not take, or would take in another sense. */
final class Malformed {
    private static final String UNREADABLE = "the file is no class file that can be read";
    private static final int OPCODE_JSR = 0xA8;
    private static final int OPCODE_NOP = 0;

    private Malformed() {}

    private static Attempt changed(UnaryOperator<byte[]> change) {
        return new Attempt.Crafted(
                () -> Bytecode.one("m/Attack", change.apply(Frame.classes().get("m/Attack"))));
    }

    private static Hostile file(String name, UnaryOperator<byte[]> change, String problem) {
        return new Hostile(
                name, changed(change), new Stop.Refused("Attack", problem), Bytecode.nothing());
    }

    private static byte[] with(byte[] content, int position, int... bytes) {
        byte[] changed = content.clone();
        for (int i = 0; i < bytes.length; i++) {
            changed[position + i] = (byte) bytes[i];
        }
        return changed;
    }

    /** A class with a marked place in its code, where {@code bytes} are put. */
    private static Attempt coded(int... bytes) {
        return Bytecode.attack(
                Bytecode.CLASS,
                it ->
                        it.withMethodBody(
                                "go",
                                Bytecode.GO,
                                Bytecode.STATIC,
                                code -> {
                                    for (int i = 0; i < 9; i++) {
                                        code.nop();
                                    }
                                    code.return_();
                                }),
                content -> with(content, nops(content), bytes));
    }

    private static int nops(byte[] content) {
        for (int i = 0; ; i++) {
            boolean found = true;
            for (int n = 0; n < 9; n++) {
                found &= content[i + n] == OPCODE_NOP;
            }
            if (found && content[i + 9] == (byte) 0xB1) {
                return i;
            }
        }
    }

    private static Attempt named(String path) {
        return new Attempt.Crafted(
                () -> {
                    SortedMap<String, byte[]> classes = new TreeMap<>();
                    classes.put(path, Frame.classes().get("m/Attack"));
                    return classes;
                });
    }

    private static Attempt twice(String member) {
        return Bytecode.beside(
                it -> {
                    if (member.equals("field")) {
                        it.withField("n", CD_long, ClassFile.ACC_PRIVATE);
                        it.withField("n", CD_long, ClassFile.ACC_PRIVATE);
                    } else {
                        it.withMethodBody("f", MTD_void, Bytecode.STATIC, CodeBuilder::return_);
                        it.withMethodBody("f", MTD_void, Bytecode.STATIC, CodeBuilder::return_);
                    }
                });
    }

    private static Attempt once() {
        return Bytecode.beside(
                it -> {
                    it.withField("n", CD_long, ClassFile.ACC_PRIVATE);
                    it.withMethodBody("f", MTD_void, Bytecode.STATIC, CodeBuilder::return_);
                });
    }

    static List<Hostile> modules() {
        return List.of(
                file(
                        "is compiled for a JVM that had jsr",
                        it -> with(it, 6, 0, 49),
                        "class file version 49.0"),
                file(
                        "is compiled with preview features",
                        it -> with(it, 4, 0xFF, 0xFF),
                        "class file version 69.65535"),
                file(
                        "is compiled for a JVM to come",
                        it -> with(it, 6, 0, ClassFile.JAVA_25_VERSION + 1),
                        "class file version 70"),
                new Hostile(
                        "uses jsr in a class file of today",
                        coded(OPCODE_JSR, 0, 3),
                        new Stop.Refused("Attack.go", "uses jsr or ret"),
                        coded()),
                new Hostile(
                        "uses an instruction that there is not",
                        coded(0xFD),
                        new Stop.Refused("Attack", UNREADABLE),
                        coded()),
                new Hostile(
                        "jumps into the middle of an instruction",
                        coded(0xA7, 0, 1),
                        new Stop.Refused("Attack", "its bytecode is not what the JVM accepts"),
                        coded()),
                file("ends in its middle", it -> Arrays.copyOf(it, it.length / 2), UNREADABLE),
                file("is empty", it -> new byte[0], UNREADABLE),
                file(
                        "is followed by something else",
                        it -> Arrays.copyOf(it, it.length + 1),
                        "bytes follow behind the end"),
                file(
                        "has another magic number",
                        it -> with(it, 0, 0xCA, 0xFE, 0xD0, 0x0D),
                        UNREADABLE),
                file("says that it has no constants", it -> with(it, 8, 0, 0), UNREADABLE),
                file(
                        "points to constants that are not there",
                        it -> with(it, 13, 0xFF, 0xFF),
                        UNREADABLE),
                new Hostile(
                        "holds another class than its path says",
                        named("m/Other"),
                        new Stop.Refused("Other", "not the class that its path says"),
                        named("m/Attack")),
                new Hostile(
                        "declares a method twice",
                        twice("method"),
                        new Stop.Refused("Attack", "its bytecode is not what the JVM accepts"),
                        once()),
                new Hostile(
                        "declares a field twice",
                        twice("field"),
                        new Stop.Refused("Attack", "its bytecode is not what the JVM accepts"),
                        once()),
                new Hostile(
                        "has a method without code",
                        Bytecode.beside(
                                it -> it.withMethod("f", MTD_void, Bytecode.STATIC, m -> {})),
                        new Stop.Refused("Attack", "its bytecode is not what the JVM accepts"),
                        once()),
                new Hostile(
                        "is its own parent",
                        Bytecode.attack(it -> it.withSuperclass(Bytecode.ATTACK)),
                        new Stop.Refused("Attack", "its own supertype"),
                        Bytecode.nothing()),
                new Hostile(
                        "extends a final class",
                        Bytecode.other(
                                "m.B",
                                Bytecode.CLASS,
                                it -> it.withSuperclass(ClassDesc.of("m.Sample"))),
                        new Stop.Refused("", "class m.B cannot inherit from final class"),
                        Bytecode.other(
                                "m.B", Bytecode.CLASS, it -> it.withSuperclass(Bytecode.ATTACK))),
                new Hostile(
                        "extends an interface",
                        Bytecode.other(
                                "m.B",
                                Bytecode.CLASS,
                                it -> it.withSuperclass(ClassDesc.of("java.lang.Runnable"))),
                        new Stop.Refused("", "do not fit together"),
                        Bytecode.other(
                                "m.B",
                                Bytecode.CLASS,
                                it ->
                                        it.withInterfaceSymbols(
                                                ClassDesc.of("java.lang.Comparable")))),
                new Hostile(
                        "joins the nest of another class",
                        Bytecode.other(
                                "m.B",
                                Bytecode.CLASS,
                                it -> {
                                    it.with(
                                            java.lang.classfile.attribute.NestHostAttribute.of(
                                                    ClassDesc.of("java.lang.String")));
                                    it.withMethodBody(
                                            "f",
                                            MTD_void,
                                            Bytecode.STATIC,
                                            code ->
                                                    code.new_(ClassDesc.of("java.lang.String"))
                                                            .dup()
                                                            .iconst_0()
                                                            .iconst_0()
                                                            .invokespecial(
                                                                    ClassDesc.of(
                                                                            "java.lang.String"),
                                                                    "<init>",
                                                                    java.lang.constant
                                                                            .MethodTypeDesc
                                                                            .ofDescriptor("(II)V"))
                                                            .pop()
                                                            .return_());
                                }),
                        new Stop.Refused("B.f", "calls new java.lang.String(int, int)"),
                        Bytecode.other("m.B", Bytecode.CLASS, it -> {})));
    }
}
