package theseus.runtime.hostile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.MTD_void;
import static theseus.runtime.hostile.Hostile.refused;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Class files that are read or loaded at the price of a node's stack, memory or time. */
final class Oversized {
    private Oversized() {}

    private static Hostile one(
            String name, Attempt attack, String where, String problem, Attempt twin) {
        return new Hostile(name, attack, new Stop.Refused(where, problem), twin);
    }

    /** An annotation whose value is an array in an array, and so on; more than can be built. */
    private static Attempt annotated(int depth) {
        var value = AnnotationElement.of("value", AnnotationValue.ofString("x"));
        var annotation = Annotation.of(ClassDesc.of("m.Some"), value);
        return Bytecode.attack(
                Bytecode.CLASS,
                it ->
                        it.withMethodBody("go", Bytecode.GO, Bytecode.STATIC, CodeBuilder::return_)
                                .with(RuntimeInvisibleAnnotationsAttribute.of(annotation)),
                content -> nested(content, depth));
    }

    /** The attribute is the last of the class: six bytes of head, nine of content, the value. */
    private static byte[] nested(byte[] content, int depth) {
        int value = content.length - 3;
        var changed = ByteBuffer.allocate(content.length + 3 * depth);
        changed.put(content, 0, value);
        for (int i = 0; i < depth; i++) {
            changed.put((byte) '[').putShort((short) 1);
        }
        changed.put(content, value, 3);
        changed.putInt(value - 8 - 4, 8 + 3 + 3 * depth);
        return changed.array();
    }

    private static Attempt generic(int depth) {
        Signature type = Signature.of(CD_Object);
        for (int i = 0; i < depth; i++) {
            type =
                    Signature.ClassTypeSig.of(
                            ClassDesc.of("java.util.List"),
                            Signature.TypeArg.of((Signature.RefTypeSig) type));
        }
        Signature whole = type;
        return Bytecode.beside(
                it ->
                        it.withField(
                                "n",
                                ClassDesc.of("java.util.List"),
                                field -> field.with(SignatureAttribute.of(whole))));
    }

    /** Class files of which only the constants matter, written by hand. */
    private static Attempt constants(int fill, int names, int nameLength, boolean selfContained) {
        return new Attempt.Crafted(
                () -> Bytecode.one("m/B", written(fill, names, nameLength, selfContained)));
    }

    private static byte[] written(int fill, int names, int nameLength, boolean selfContained) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(ClassFile.MAGIC_NUMBER);
            out.writeInt(ClassFile.JAVA_25_VERSION);
            out.writeShort(19 + fill + names);
            for (String text : List.of("m/B", "java/lang/Object", "x".repeat(nameLength), "x")) {
                text(out, text);
            }
            type(out, 1);
            type(out, 2);
            text(out, "Ljava/lang/Object;");
            pair(out, 12, 4, 7);
            text(out, "java/lang/invoke/ConstantBootstraps");
            type(out, 9);
            text(out, "nullConstant");
            text(
                    out,
                    "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
                            + "Ljava/lang/Object;");
            pair(out, 12, 11, 12);
            pair(out, 10, 10, 13);
            out.writeByte(15);
            out.writeByte(6);
            out.writeShort(14);
            pair(out, 17, 0, 8); // 16, a computed constant
            text(out, "BootstrapMethods");
            text(out, "y");
            for (int i = 0; i < fill; i++) {
                out.writeByte(3);
                out.writeInt(i);
            }
            for (int i = 0; i < names; i++) {
                type(out, 3);
            }
            out.writeShort(Bytecode.CLASS);
            out.writeShort(5);
            out.writeShort(6);
            out.writeShort(0);
            out.writeShort(0);
            out.writeShort(0);
            out.writeShort(1);
            out.writeShort(17);
            out.writeInt(selfContained ? 8 : 6);
            out.writeShort(1);
            out.writeShort(15);
            out.writeShort(selfContained ? 1 : 0);
            if (selfContained) {
                out.writeShort(16);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(1);
        out.writeUTF(text);
    }

    private static void type(DataOutputStream out, int name) throws IOException {
        out.writeByte(7);
        out.writeShort(name);
    }

    private static void pair(DataOutputStream out, int kind, int one, int other)
            throws IOException {
        out.writeByte(kind);
        out.writeShort(one);
        out.writeShort(other);
    }

    private static Attempt method(int operations) {
        return Bytecode.go(
                code -> {
                    for (int i = 0; i < operations; i++) {
                        code.iconst_1().pop();
                    }
                    code.return_();
                });
    }

    private static Attempt handlers(int count) {
        return Bytecode.go(
                code -> {
                    var start = code.newLabel();
                    var end = code.newLabel();
                    code.labelBinding(start).nop().labelBinding(end).return_();
                    var handler = code.newBoundLabel();
                    code.pop().return_();
                    for (int i = 0; i < count; i++) {
                        code.exceptionCatchAll(start, end, handler);
                    }
                });
    }

    private static Attempt variables(int slot) {
        return Bytecode.go(code -> code.iconst_1().istore(slot).return_());
    }

    private static Attempt members(int count) {
        return Bytecode.beside(
                it -> {
                    for (int i = 0; i < count; i++) {
                        it.withField("n" + i, CD_long, ClassFile.ACC_PRIVATE);
                    }
                });
    }

    private static Attempt attributes(int count) {
        return Bytecode.beside(
                it ->
                        it.with(
                                RuntimeVisibleAnnotationsAttribute.of(
                                        Collections.nCopies(
                                                count, Annotation.of(ClassDesc.of("m.Some"))))));
    }

    private static Attempt texts(int count, int length) {
        return Bytecode.beside(
                it ->
                        it.withMethodBody(
                                "f",
                                MTD_void,
                                Bytecode.STATIC,
                                code -> {
                                    for (int i = 0; i < count; i++) {
                                        code.ldc("x".repeat(length) + i).pop();
                                    }
                                    code.return_();
                                }));
    }

    private static Attempt named(int length) {
        return Bytecode.beside(
                it ->
                        it.withMethodBody(
                                "x".repeat(length),
                                MTD_void,
                                Bytecode.STATIC,
                                CodeBuilder::return_));
    }

    private static String records(int depth) {
        return "record R0(long n) {} "
                + IntStream.rangeClosed(1, depth)
                        .mapToObj(
                                i ->
                                        "record R"
                                                + i
                                                + "(R"
                                                + (i - 1)
                                                + " a, R"
                                                + (i - 1)
                                                + " b) {} ")
                        .collect(Collectors.joining())
                + "public void define(Definition module) { module.handles(Go.class, (c, m) -> {});"
                + " module.table(Table.of(\"t\", Long.class, R"
                + depth
                + ".class)); } ";
    }

    static List<Hostile> modules() {
        return List.of(
                one(
                        "nests its annotations eighty thousand deep",
                        annotated(80_000),
                        "Attack",
                        "its annotations nest deeper than 32",
                        annotated(3)),
                one(
                        "nests a generic type deep",
                        generic(33),
                        "Attack",
                        "its generic types nest deeper than 32",
                        generic(3)),
                one(
                        "computes a constant of itself",
                        constants(0, 0, 1, true),
                        "B",
                        "its computed constants nest deeper than 4",
                        constants(0, 0, 1, false)),
                one(
                        "uses one long name sixty thousand times",
                        constants(0, 60_000, 60_000, false),
                        "B",
                        "it has 60019 constants",
                        constants(0, 1, 100, false)),
                one(
                        "uses one long name sixteen thousand times",
                        constants(0, 16_000, 60_000, false),
                        "B",
                        "is a name of more than 512",
                        constants(0, 1, 500, false)),
                one(
                        "has more constants than anybody needs",
                        constants(20_000, 0, 1, false),
                        "B",
                        "it has 20019 constants",
                        constants(2000, 0, 1, false)),
                one(
                        "has constant texts of half a megabyte",
                        texts(8, 60_000),
                        "Attack",
                        "the class file has 480",
                        texts(2, 60_000)),
                one(
                        "has a method with a name of a kilobyte",
                        named(1000),
                        "Attack",
                        "a name has 1000 bytes",
                        named(100)),
                one(
                        "has a method that no JIT compiles",
                        method(2100),
                        "Attack.go",
                        "the method has 4201 bytes of code",
                        method(1900)),
                one(
                        "has a method of a thousand handlers",
                        handlers(1000),
                        "Attack.go",
                        "too many variables or handlers",
                        handlers(20)),
                one(
                        "has sixty thousand variables",
                        variables(60_000),
                        "Attack.go",
                        "too many variables or handlers",
                        variables(200)),
                one("has five thousand fields", members(5000), "Attack", "members", members(50)),
                one(
                        "carries a hundred annotations",
                        attributes(100),
                        "Attack",
                        "too many attributes",
                        attributes(5)),
                new Hostile(
                        "has records that contain each other twice, twelve levels deep",
                        new Attempt.Module(records(12)),
                        new Stop.Refused("Sample$R12", "more than 4096 parts"),
                        new Attempt.Module(records(5))),
                refused(
                        "has a record that contains itself",
                        "public record R(List<R> rs) implements Event {} ",
                        "Attack$R",
                        "contains itself",
                        "public record R(List<Long> rs) implements Event {} "));
    }
}
