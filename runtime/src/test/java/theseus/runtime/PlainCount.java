package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what code costs at the least in the simplest way: each instruction before it runs, arrays
 * by their lengths. No plan, no batches, and none of what the library costs besides. Public since
 * the code that counts calls it from a loader of its own.
 */
public final class PlainCount {
    private static final ClassDesc SELF = ClassDesc.of("theseus.runtime.PlainCount");
    private static final MethodTypeDesc ADD =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc ARRAY =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final int HEADER = 16;

    /** What an exception costs where it is caught, at the least: its trace. */
    private static final int CAUGHT = 1500;

    private static final String THROWABLE = "java/lang/Throwable";

    static long count;
    static long limit;

    /** Ends what has cost more than it may. */
    static final class Over extends Error {
        Over() {
            super("over", null, false, false);
        }
    }

    private PlainCount() {}

    public static void add(int cost) {
        if ((count += cost) > limit) {
            throw new Over();
        }
    }

    public static int array(int length, int bytes) {
        count += HEADER + (long) Math.max(0, length) * bytes;
        add(0);
        return length;
    }

    /** The classes, counting; handlers let go of {@link Over}, as nothing else is an error here. */
    static SortedMap<String, byte[]> counting(SortedMap<String, byte[]> classes) {
        List<ClassModel> models = classes.values().stream().map(ClassFile.of()::parse).toList();
        ClassFile context = new Universe(models, Allowlist.instance()).context();
        SortedMap<String, byte[]> counting = new TreeMap<>();
        for (ClassModel model : models) {
            counting.put(
                    model.thisClass().asInternalName(),
                    context.transformClass(
                            model,
                            ClassTransform.transformingMethodBodies(
                                    CodeTransform.ofStateful(PlainCount::each))));
        }
        return counting;
    }

    private static CodeTransform each() {
        Set<Label> handlers = new HashSet<>();
        return (code, element) -> {
            switch (element) {
                case ExceptionCatch caught -> {
                    handlers.add(caught.handler());
                    handle(code, caught);
                }
                case LabelTarget target when handlers.contains(target.label()) ->
                        code.with(target).loadConstant(CAUGHT).invokestatic(SELF, "add", ADD);
                case Instruction instruction -> {
                    count(code, instruction);
                    code.with(instruction);
                }
                default -> code.with(element);
            }
        };
    }

    private static void handle(CodeBuilder code, ExceptionCatch caught) {
        boolean isWide =
                caught.catchType().map(it -> it.asInternalName().equals(THROWABLE)).orElse(true);
        ClassDesc type =
                isWide
                        ? ClassDesc.of("java.lang.Exception")
                        : caught.catchType().orElseThrow().asSymbol();
        code.exceptionCatch(caught.tryStart(), caught.tryEnd(), caught.handler(), type);
    }

    private static void count(CodeBuilder code, Instruction instruction) {
        code.loadConstant(InstructionGas.of(instruction)).invokestatic(SELF, "add", ADD);
        switch (instruction) {
            case NewObjectInstruction _ -> code.bipush(HEADER).invokestatic(SELF, "add", ADD);
            case NewPrimitiveArrayInstruction creation -> {
                code.loadConstant(creation.typeKind() == TypeKind.LONG ? Long.BYTES : 1);
                code.invokestatic(SELF, "array", ARRAY);
            }
            default -> {}
        }
    }
}
