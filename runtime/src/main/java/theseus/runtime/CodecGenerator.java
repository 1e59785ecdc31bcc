package theseus.runtime;

import static theseus.runtime.Emitter.CODEC;
import static theseus.runtime.Emitter.OBJECT;
import static theseus.runtime.Emitter.OBJECTS;
import static theseus.runtime.Emitter.READER;
import static theseus.runtime.Emitter.SUPPORT;
import static theseus.runtime.Emitter.WRITER;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the codec class of one record, enum or sealed interface: straight-line calls of the
 * encoder, nested types through the static {@code write} and {@code read} of their own codecs, a
 * method of its own for each list and optional.
 */
final class CodecGenerator {
    private static final int STATIC = ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC;
    private static final ClassDesc GUEST_LISTS =
            ClassDesc.ofInternalName(GuestClasses.PACKAGE + "Lists");

    private final Class<?> type;
    private final ClassDesc self;
    private final ClassDesc codec;

    /** Lists and optionals whose methods are still to be written; their position is their name. */
    private final List<Shape> nested = new ArrayList<>();

    private CodecGenerator(Class<?> type) {
        this.type = type;
        self = Emitter.of(type);
        codec = codecOf(type);
    }

    static byte[] generate(Class<?> type) {
        return new CodecGenerator(type).generate();
    }

    /** The {@link ListMaker} of a loader. */
    static byte[] listMaker() {
        MethodTypeDesc of = MethodTypeDesc.of(Shape.LIST, OBJECTS);
        return Emitter.build(
                ClassDesc.of(Generated.lists()),
                Emitter.of(ListMaker.class),
                builder -> {
                    Emitter.constructor(builder);
                    builder.withMethodBody(
                            "of",
                            of,
                            ClassFile.ACC_PUBLIC,
                            code -> code.aload(1).invokestatic(GUEST_LISTS, "adopt", of).areturn());
                });
    }

    private byte[] generate() {
        return Emitter.build(
                codec,
                CODEC,
                builder -> {
                    Emitter.constructor(builder);
                    bridges(builder);
                    if (type.isEnum()) {
                        constants(builder);
                    } else if (type.isRecord()) {
                        record(builder);
                    } else {
                        union(builder);
                    }
                    for (int i = 0; i < nested.size(); i++) {
                        nested(builder, i);
                    }
                });
    }

    private static ClassDesc codecOf(Class<?> type) {
        return ClassDesc.of(Generated.codec(type));
    }

    private static MethodTypeDesc writes(ClassDesc value) {
        return MethodTypeDesc.of(ConstantDescs.CD_void, WRITER, value);
    }

    private static MethodTypeDesc reads(ClassDesc value) {
        return MethodTypeDesc.of(value, READER);
    }

    /** The methods of {@link Codec}. */
    private void bridges(ClassBuilder builder) {
        builder.withMethodBody(
                "write",
                writes(OBJECT),
                ClassFile.ACC_PUBLIC,
                code ->
                        code.aload(1)
                                .aload(2)
                                .checkcast(self)
                                .invokestatic(codec, "encode", writes(self))
                                .return_());
        builder.withMethodBody(
                "read",
                reads(OBJECT),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(1).invokestatic(codec, "decode", reads(self)).areturn());
    }

    private void record(ClassBuilder builder) {
        RecordComponent[] fields = type.getRecordComponents();
        builder.withMethodBody(
                "encode",
                writes(self),
                STATIC,
                code -> {
                    EncoderCalls.arrayHeader(code.aload(0), fields.length);
                    for (RecordComponent field : fields) {
                        Shape shape = Shape.of(field.getGenericType());
                        code.aload(0).aload(1);
                        code.invokevirtual(self, field.getName(), MethodTypeDesc.of(shape.desc()));
                        write(code, shape);
                    }
                    code.return_();
                });
        builder.withMethodBody(
                "decode",
                reads(self),
                STATIC,
                code -> {
                    EncoderCalls.expectArray(code, fields.length);
                    code.new_(self).dup();
                    List<ClassDesc> parameters = new ArrayList<>();
                    for (RecordComponent field : fields) {
                        Shape shape = Shape.of(field.getGenericType());
                        parameters.add(shape.desc());
                        code.aload(0);
                        read(code, shape);
                    }
                    code.invokespecial(
                            self,
                            ConstantDescs.INIT_NAME,
                            MethodTypeDesc.of(ConstantDescs.CD_void, parameters));
                    code.areturn();
                });
    }

    private void constants(ClassBuilder builder) {
        ClassDesc array = self.arrayType();
        int flags = ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL;
        builder.withField("CONSTANTS", array, flags);
        builder.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME,
                Emitter.NO_ARGUMENTS,
                ClassFile.ACC_STATIC,
                code ->
                        code.invokestatic(self, "values", MethodTypeDesc.of(array))
                                .putstatic(codec, "CONSTANTS", array)
                                .return_());
        builder.withMethodBody(
                "encode",
                writes(self),
                STATIC,
                code -> {
                    code.aload(0).aload(1);
                    code.invokevirtual(self, "ordinal", MethodTypeDesc.of(ConstantDescs.CD_int));
                    EncoderCalls.integer(code);
                    code.return_();
                });
        builder.withMethodBody(
                "decode",
                reads(self),
                STATIC,
                code -> {
                    code.getstatic(codec, "CONSTANTS", array).aload(0);
                    code.getstatic(codec, "CONSTANTS", array).arraylength();
                    EncoderCalls.position(code);
                    code.aaload().areturn();
                });
    }

    private void union(ClassBuilder builder) {
        Class<?>[] cases = type.getPermittedSubclasses();
        builder.withMethodBody(
                "encode",
                writes(self),
                STATIC,
                code -> {
                    EncoderCalls.arrayHeader(code.aload(0), 2);
                    for (int i = 0; i < cases.length; i++) {
                        encodeCase(code, i, cases[i]);
                    }
                    code.aload(1);
                    code.invokestatic(
                            SUPPORT,
                            "noCase",
                            MethodTypeDesc.of(
                                    Emitter.of(theseus.protocol.MalformedException.class), OBJECT));
                    code.athrow();
                });
        builder.withMethodBody(
                "decode",
                reads(self),
                STATIC,
                code -> {
                    EncoderCalls.expectArray(code, 2);
                    code.aload(0).loadConstant(cases.length);
                    EncoderCalls.position(code);
                    Label never = code.newLabel();
                    List<SwitchCase> jumps = new ArrayList<>();
                    for (int i = 0; i < cases.length; i++) {
                        jumps.add(SwitchCase.of(i, code.newLabel()));
                    }
                    code.tableswitch(0, cases.length - 1, never, jumps);
                    for (int i = 0; i < cases.length; i++) {
                        code.labelBinding(jumps.get(i).target()).aload(0);
                        code.invokestatic(codecOf(cases[i]), "decode", reads(Emitter.of(cases[i])));
                        code.areturn();
                    }
                    code.labelBinding(never).aconst_null().areturn();
                });
    }

    private void encodeCase(CodeBuilder code, int position, Class<?> each) {
        ClassDesc desc = Emitter.of(each);
        Label next = code.newLabel();
        code.aload(1).instanceOf(desc).ifeq(next);
        code.aload(0).loadConstant(position);
        EncoderCalls.integer(code);
        code.aload(0).aload(1).checkcast(desc);
        code.invokestatic(codecOf(each), "encode", writes(desc));
        code.return_();
        code.labelBinding(next);
    }

    /** Writer and value on the stack → nothing. */
    private void write(CodeBuilder code, Shape shape) {
        switch (shape) {
            case Shape.Plain(Scalar scalar, boolean primitive) -> {
                if (!primitive) {
                    Emitter.unbox(code, new Shape.Plain(scalar, scalar.isPrimitive()));
                }
                EncoderCalls.write(code, scalar);
            }
            case Shape.Named(Class<?> named) ->
                    code.invokestatic(codecOf(named), "encode", writes(shape.desc()));
            case Shape.ListOf _, Shape.OptionalOf _ ->
                    code.invokestatic(codec, "encode" + number(shape), writes(shape.desc()));
        }
    }

    /** Reader on the stack → value. */
    private void read(CodeBuilder code, Shape shape) {
        switch (shape) {
            case Shape.Plain(Scalar scalar, boolean primitive) -> {
                EncoderCalls.read(code, scalar);
                if (!primitive) {
                    Emitter.box(code, new Shape.Plain(scalar, scalar.isPrimitive()));
                }
            }
            case Shape.Named(Class<?> named) ->
                    code.invokestatic(codecOf(named), "decode", reads(shape.desc()));
            case Shape.ListOf _, Shape.OptionalOf _ ->
                    code.invokestatic(codec, "decode" + number(shape), reads(shape.desc()));
        }
    }

    /** The number of the method for a list or an optional. */
    private int number(Shape shape) {
        int known = nested.indexOf(shape);
        if (known >= 0) {
            return known;
        }
        nested.add(shape);
        return nested.size() - 1;
    }

    private void nested(ClassBuilder builder, int number) {
        Shape shape = nested.get(number);
        if (shape instanceof Shape.ListOf(Shape element)) {
            method(builder, "encode" + number, writes(shape.desc()), c -> writeList(c, element));
            method(builder, "decode" + number, reads(shape.desc()), c -> readList(c, element));
        } else if (shape instanceof Shape.OptionalOf(Shape element)) {
            method(builder, "encode" + number, writes(shape.desc()), c -> writeMaybe(c, element));
            method(builder, "decode" + number, reads(shape.desc()), c -> readMaybe(c, element));
        }
    }

    private static void method(
            ClassBuilder builder,
            String name,
            MethodTypeDesc desc,
            java.util.function.Consumer<CodeBuilder> body) {
        builder.withMethodBody(name, desc, ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE, body);
    }

    private void writeList(CodeBuilder code, Shape element) {
        code.aload(0).aload(1);
        code.invokestatic(SUPPORT, "items", MethodTypeDesc.of(OBJECTS, WRITER, Shape.LIST));
        code.astore(2);
        loop(
                code,
                () -> {
                    code.aload(0).aload(2).iload(3).aaload().checkcast(element.boxed());
                    write(code, element);
                });
        code.return_();
    }

    private void readList(CodeBuilder code, Shape element) {
        code.aload(0).invokestatic(SUPPORT, "room", MethodTypeDesc.of(OBJECTS, READER)).astore(2);
        loop(
                code,
                () -> {
                    code.aload(2).iload(3).aload(0);
                    read(code, element);
                    code.aastore();
                });
        code.aload(2).invokestatic(GUEST_LISTS, "adopt", MethodTypeDesc.of(Shape.LIST, OBJECTS));
        code.areturn();
    }

    /** For int 3 from 0 to the length of the array in 2. */
    private static void loop(CodeBuilder code, Runnable body) {
        Label again = code.newLabel();
        Label done = code.newLabel();
        code.iconst_0().istore(3);
        code.labelBinding(again).iload(3).aload(2).arraylength().if_icmpge(done);
        body.run();
        code.iinc(3, 1).goto_(again).labelBinding(done);
    }

    private void writeMaybe(CodeBuilder code, Shape element) {
        Label absent = code.newLabel();
        code.aload(1);
        code.invokevirtual(
                Shape.OPTIONAL, "isPresent", MethodTypeDesc.of(ConstantDescs.CD_boolean));
        code.ifeq(absent);
        code.aload(0).aload(1).invokevirtual(Shape.OPTIONAL, "get", MethodTypeDesc.of(OBJECT));
        code.checkcast(element.boxed());
        write(code, element);
        code.return_().labelBinding(absent);
        code.aload(0).invokevirtual(WRITER, "nil", MethodTypeDesc.of(WRITER)).pop().return_();
    }

    private void readMaybe(CodeBuilder code, Shape element) {
        Label present = code.newLabel();
        code.aload(0).invokevirtual(READER, "nil", MethodTypeDesc.of(ConstantDescs.CD_boolean));
        code.ifeq(present);
        code.invokestatic(Shape.OPTIONAL, "empty", MethodTypeDesc.of(Shape.OPTIONAL)).areturn();
        code.labelBinding(present).aload(0);
        read(code, element);
        code.invokestatic(Shape.OPTIONAL, "of", MethodTypeDesc.of(Shape.OPTIONAL, OBJECT));
        code.areturn();
    }
}
