package theseus.runtime.hostile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Builds class files as no compiler would. */
final class Bytecode {
    static final ClassDesc ATTACK = ClassDesc.of("m.Attack");
    static final ClassDesc CONTEXT = ClassDesc.of("theseus.sdk.Context");
    static final MethodTypeDesc GO = MethodTypeDesc.of(CD_void, CONTEXT, CD_long);
    static final int STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;
    static final int CLASS = ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER;
    static final int INTERFACE =
            ClassFile.ACC_PUBLIC | ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT;

    /** As given, without the library's help: it would not write what is wrong. */
    private static final ClassFile AS_GIVEN =
            ClassFile.of(
                    ClassFile.StackMapsOption.DROP_STACK_MAPS,
                    ClassFile.DeadCodeOption.KEEP_DEAD_CODE);

    private Bytecode() {}

    static byte[] type(String name, int flags, Consumer<ClassBuilder> body) {
        return ClassFile.of().build(ClassDesc.of(name), it -> body.accept(it.withFlags(flags)));
    }

    /** The class {@code m/Attack} with this {@code go}. */
    static Attempt go(Consumer<CodeBuilder> body) {
        return attack(it -> it.withMethodBody("go", GO, STATIC, body));
    }

    static Attempt attack(Consumer<ClassBuilder> body) {
        return attack(CLASS, body, UnaryOperator.identity());
    }

    static Attempt attack(int flags, Consumer<ClassBuilder> body, UnaryOperator<byte[]> change) {
        return new Attempt.Crafted(
                () -> one("m/Attack", change.apply(type("m.Attack", flags, body))));
    }

    /** Without stack maps, and with dead code. */
    static Attempt unchecked(Consumer<ClassBuilder> body) {
        return new Attempt.Crafted(
                () ->
                        one(
                                "m/Attack",
                                AS_GIVEN.build(ATTACK, it -> body.accept(it.withFlags(CLASS)))));
    }

    /** A {@code go} that does nothing, and whatever else. */
    static Attempt beside(Consumer<ClassBuilder> body) {
        return attack(
                it -> {
                    it.withMethodBody("go", GO, STATIC, CodeBuilder::return_);
                    body.accept(it);
                });
    }

    /** Another class beside the frame's. */
    static Attempt other(String name, int flags, Consumer<ClassBuilder> body) {
        return new Attempt.Crafted(() -> one(name.replace('.', '/'), type(name, flags, body)));
    }

    /** The frame's own, untouched. */
    static Attempt nothing() {
        return new Attempt.Crafted(TreeMap::new);
    }

    static void constructor(ClassBuilder builder) {
        builder.withMethodBody(
                "<init>",
                MTD_void,
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0).invokespecial(CD_Object, "<init>", MTD_void).return_());
    }

    static SortedMap<String, byte[]> one(String name, byte[] content) {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        classes.put(name, content);
        return classes;
    }
}
