package theseus.runtime;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;

/** What the generators of codecs, stubs and skeletons share: names of types and small idioms. */
final class Emitter {
    static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    static final ClassDesc OBJECTS = OBJECT.arrayType();
    static final ClassDesc WRITER = of(CborWriter.class);
    static final ClassDesc READER = of(CborReader.class);
    static final ClassDesc CODEC = of(Codec.class);
    static final ClassDesc SUPPORT = of(Support.class);
    static final MethodTypeDesc NO_ARGUMENTS = ConstantDescs.MTD_void;

    /**
     * Generated code merges no references of different types, so nothing about the module's
     * hierarchy is needed to compute its stack maps.
     */
    private static final ClassFile CLASS_FILE =
            ClassFile.of(
                    ClassFile.ClassHierarchyResolverOption.of(
                            _ -> ClassHierarchyResolver.ClassHierarchyInfo.ofClass(OBJECT)));

    private Emitter() {}

    static ClassDesc of(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** A public final class with a public constructor without arguments. */
    static byte[] build(ClassDesc name, ClassDesc implemented, Consumer<ClassBuilder> content) {
        return CLASS_FILE.build(
                name,
                type -> {
                    type.withFlags(
                            ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                    type.withInterfaceSymbols(implemented);
                    content.accept(type);
                });
    }

    static void constructor(ClassBuilder type) {
        type.withMethodBody(
                ConstantDescs.INIT_NAME,
                NO_ARGUMENTS,
                ClassFile.ACC_PUBLIC,
                code ->
                        code.aload(0)
                                .invokespecial(OBJECT, ConstantDescs.INIT_NAME, NO_ARGUMENTS)
                                .return_());
    }

    /** Object on the stack → a value of {@code shape} as fields and parameters hold it. */
    static void unbox(CodeBuilder code, Shape shape) {
        code.checkcast(shape.boxed());
        if (shape instanceof Shape.Plain(Scalar scalar, boolean primitive) && primitive) {
            String name = scalar.desc().displayName() + "Value";
            code.invokevirtual(shape.boxed(), name, MethodTypeDesc.of(scalar.desc()));
        }
    }

    /** The reverse of {@link #unbox}. */
    static void box(CodeBuilder code, Shape shape) {
        if (shape instanceof Shape.Plain(Scalar scalar, boolean primitive) && primitive) {
            code.invokestatic(
                    shape.boxed(), "valueOf", MethodTypeDesc.of(shape.boxed(), scalar.desc()));
        }
    }
}
