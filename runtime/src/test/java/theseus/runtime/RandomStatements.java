package theseus.runtime;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;
import static theseus.runtime.RandomProgram.A;
import static theseus.runtime.RandomProgram.ARRAY;
import static theseus.runtime.RandomProgram.B;
import static theseus.runtime.RandomProgram.C;
import static theseus.runtime.RandomProgram.D;
import static theseus.runtime.RandomProgram.ITEMS;
import static theseus.runtime.RandomProgram.LIST;
import static theseus.runtime.RandomProgram.OBJECT;
import static theseus.runtime.RandomProgram.TEXT;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Random;

/** What the blocks of a {@link RandomProgram} do: each statement leaves the stack as it was. */
final class RandomStatements {
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final ClassDesc FAILURE = ClassDesc.of("java.lang.IllegalStateException");
    private static final ClassDesc FUNCTION = ClassDesc.of("java.util.function.LongUnaryOperator");
    private static final ClassDesc COMPARATOR = ClassDesc.of("java.util.Comparator");
    private static final MethodTypeDesc LONG_TO_LONG = MethodTypeDesc.of(CD_long, CD_long);
    private static final DirectMethodHandleDesc LAMBDA =
            MethodHandleDesc.ofMethod(
                    DirectMethodHandleDesc.Kind.STATIC,
                    ClassDesc.of("java.lang.invoke.LambdaMetafactory"),
                    "metafactory",
                    MethodTypeDesc.ofDescriptor(
                            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;"
                                    + "Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                                    + "Ljava/lang/invoke/CallSite;"));
    private static final List<Opcode> LONGS =
            List.of(
                    Opcode.LADD,
                    Opcode.LSUB,
                    Opcode.LMUL,
                    Opcode.LDIV,
                    Opcode.LREM,
                    Opcode.LAND,
                    Opcode.LOR,
                    Opcode.LXOR);
    private static final List<Opcode> INTS =
            List.of(
                    Opcode.IADD,
                    Opcode.ISUB,
                    Opcode.IMUL,
                    Opcode.IDIV,
                    Opcode.IREM,
                    Opcode.IAND,
                    Opcode.IXOR,
                    Opcode.ISHL,
                    Opcode.ISHR,
                    Opcode.IUSHR);

    private final RandomProgram program;
    private final CodeBuilder code;
    private final Random random;

    RandomStatements(RandomProgram program, CodeBuilder code) {
        this.program = program;
        this.code = code;
        random = program.random();
    }

    void add() {
        switch (random.nextInt(22)) {
            case 0, 1 -> {
                code.lload(A).lload(C);
                code.with(OperatorInstruction.of(LONGS.get(random.nextInt(LONGS.size()))));
                code.lstore(C);
            }
            case 2, 3 -> {
                code.iload(B).iload(D);
                code.with(OperatorInstruction.of(INTS.get(random.nextInt(INTS.size()))));
                code.istore(D);
            }
            case 4 -> code.iinc(D, random.nextInt(9) - 4);
            case 5 -> code.iload(D).bipush(50).irem().newarray(TypeKind.LONG).astore(ARRAY);
            case 6 -> code.aload(ARRAY).iload(D).bipush(15).iand().lload(C).lastore();
            case 7 -> code.lload(C).aload(ARRAY).iload(D).laload().ladd().lstore(C);
            case 8 -> box();
            case 9 ->
                    code.lload(C)
                            .aload(OBJECT)
                            .checkcast(program.boxType())
                            .getfield(program.boxType(), "n", CD_long)
                            .lxor()
                            .lstore(C);
            case 10 -> append();
            case 11 -> cut();
            case 12 -> item();
            case 13 -> itemBack();
            case 14, 15 -> call();
            case 16 -> lambda();
            case 17 -> fail();
            case 18 -> code.aload(anyObject()).astore(OBJECT);
            case 19 -> compare();
            case 20 -> tables();
            default -> exact();
        }
    }

    private int anyObject() {
        return List.of(ARRAY, OBJECT, TEXT, ITEMS).get(random.nextInt(4));
    }

    private void box() {
        MethodTypeDesc taking = MethodTypeDesc.of(CD_void, CD_long, CD_Object);
        code.new_(program.boxType()).dup().lload(C).aload(OBJECT);
        code.invokespecial(program.boxType(), "<init>", taking).astore(OBJECT);
    }

    private void append() {
        code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MTD_void);
        code.aload(TEXT).invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, CD_String));
        code.lload(C).invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, CD_long));
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).astore(TEXT);
    }

    private void cut() {
        code.aload(TEXT).iload(D).bipush(7).irem();
        code.invokevirtual(CD_String, "substring", MethodTypeDesc.of(CD_String, CD_int));
        code.dup().astore(TEXT).invokevirtual(CD_String, "length", MethodTypeDesc.of(CD_int));
        code.istore(D);
    }

    private void item() {
        code.aload(ITEMS).lload(C);
        code.invokestatic(CD_Long, "valueOf", MethodTypeDesc.of(CD_Long, CD_long));
        code.invokevirtual(LIST, "add", MethodTypeDesc.of(CD_boolean, CD_Object)).pop();
        if (random.nextInt(3) == 0) {
            code.aload(ITEMS).aconst_null();
            code.invokevirtual(LIST, "sort", MethodTypeDesc.of(CD_void, COMPARATOR));
        }
    }

    private void itemBack() {
        code.aload(ITEMS).iload(D).invokevirtual(LIST, "get", MethodTypeDesc.of(CD_Object, CD_int));
        code.checkcast(CD_Long).invokevirtual(CD_Long, "longValue", MethodTypeDesc.of(CD_long));
        code.lload(C).ladd().lstore(C);
    }

    /** Most calls end since {@code b} sinks; some do not look at it. */
    private void call() {
        Label past = code.newLabel();
        if (random.nextInt(8) > 0) {
            code.iload(B).ifle(past);
        }
        code.lload(C).iload(B).iconst_1().isub();
        code.invokestatic(
                program.self(), "m" + random.nextInt(program.methods()), RandomProgram.METHOD);
        code.lstore(C).labelBinding(past);
    }

    private void lambda() {
        var target =
                MethodHandleDesc.ofMethod(
                        DirectMethodHandleDesc.Kind.STATIC, program.self(), "twice", LONG_TO_LONG);
        code.invokedynamic(
                DynamicCallSiteDesc.of(
                        LAMBDA,
                        "applyAsLong",
                        MethodTypeDesc.of(FUNCTION),
                        LONG_TO_LONG,
                        target,
                        LONG_TO_LONG));
        code.lload(C).invokeinterface(FUNCTION, "applyAsLong", LONG_TO_LONG).lstore(C);
    }

    private void fail() {
        Label past = code.newLabel();
        code.iload(D).iconst_3().iand().ifne(past);
        code.new_(FAILURE).dup().invokespecial(FAILURE, "<init>", MTD_void).athrow();
        code.labelBinding(past);
    }

    private void compare() {
        code.aload(anyObject()).aload(anyObject());
        code.invokevirtual(CD_Object, "equals", MethodTypeDesc.of(CD_boolean, CD_Object));
        code.istore(D);
    }

    private void tables() {
        ClassDesc type = CD_int.arrayType().arrayType();
        code.iload(D).bipush(9).irem().iconst_3().multianewarray(type, 2).astore(OBJECT);
        code.aload(OBJECT).instanceOf(type).istore(D);
    }

    private void exact() {
        code.lload(C).lload(A);
        code.invokestatic(
                ClassDesc.of("java.lang.Math"),
                "multiplyExact",
                MethodTypeDesc.of(CD_long, CD_long, CD_long));
        code.lstore(C).lload(C).l2i().i2b();
        code.invokestatic(CD_Integer, "bitCount", MethodTypeDesc.of(CD_int, CD_int)).istore(D);
    }
}
