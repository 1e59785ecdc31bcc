package theseus.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/** Makes chains of tests out of {@link java.lang.runtime.SwitchBootstraps}' call sites. */
final class SwitchDesugar {
    /** An enum constant as a label. */
    record Constant(ClassDesc type, String name) {}

    private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.invoke.ConstantBootstraps");
    private static final ClassDesc NUMBER = ClassDesc.of("java.lang.Number");
    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);

    private SwitchDesugar() {}

    static void replace(InvokeDynamicInstruction site, CodeBuilder code, Additions additions) {
        boolean isEnum = site.bootstrapMethod().methodName().equals("enumSwitch");
        ClassDesc target = site.typeSymbol().parameterType(0);
        List<ConstantDesc> labels = site.bootstrapArgs();
        additions.callHelper(code, site.typeSymbol(), body -> chain(body, labels, target, isEnum));
    }

    /** The enum constant that a label names, where it names one. */
    static Optional<Constant> constant(ConstantDesc label, ClassDesc target, boolean isEnum) {
        if (isEnum && label instanceof String name) {
            return Optional.of(new Constant(target, name));
        }
        if (label instanceof Enum.EnumDesc<?> constant) {
            return Optional.of(new Constant(constant.constantType(), constant.constantName()));
        }
        if (label instanceof DynamicConstantDesc<?> dynamic
                && isInvocationOf(dynamic, "of")
                && dynamic.bootstrapArgsList().size() == 3
                && dynamic.bootstrapArgsList().get(1) instanceof DynamicConstantDesc<?> type
                && isInvocationOf(type, "of")
                && type.bootstrapArgsList().size() == 2
                && type.bootstrapArgsList().get(1) instanceof String typeName
                && dynamic.bootstrapArgsList().get(2) instanceof String name) {
            return Optional.of(new Constant(ClassDesc.of(typeName), name));
        }
        return Optional.empty();
    }

    /** Whether a label stands for every value of a primitive component of a record. */
    static boolean isWhole(ConstantDesc label, ClassDesc target) {
        return target.isPrimitive()
                && (label.equals(target)
                        || (label instanceof DynamicConstantDesc<?> dynamic
                                && dynamic.bootstrapMethod().owner().equals(BOOTSTRAPS)
                                && dynamic.bootstrapMethod().methodName().equals("primitiveClass")
                                && dynamic.constantName().equals(target.descriptorString())));
    }

    private static boolean isInvocationOf(DynamicConstantDesc<?> dynamic, String method) {
        return dynamic.bootstrapMethod().owner().equals(BOOTSTRAPS)
                && !dynamic.bootstrapArgsList().isEmpty()
                && dynamic.bootstrapArgsList().getFirst() instanceof DirectMethodHandleDesc handle
                && handle.methodName().equals(method);
    }

    private static void chain(
            CodeBuilder code, List<ConstantDesc> labels, ClassDesc target, boolean isEnum) {
        if (!target.isPrimitive()) {
            Label present = code.newLabel();
            code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
        }
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(code.parameterSlot(1)).loadConstant(i).if_icmpgt(next);
            test(code, labels.get(i), target, isEnum, next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    private static void test(
            CodeBuilder code, ConstantDesc label, ClassDesc target, boolean isEnum, Label next) {
        Optional<Constant> constant = constant(label, target, isEnum);
        if (constant.isPresent()) {
            ClassDesc type = constant.get().type();
            code.aload(0).getstatic(type, constant.get().name(), type).if_acmpne(next);
        } else if (isWhole(label, target)) {
            return;
        } else if (label instanceof ClassDesc type) {
            code.aload(0).instanceOf(type).ifeq(next);
        } else if (label instanceof String text) {
            code.loadConstant(text).aload(0);
            code.invokevirtual(ConstantDescs.CD_String, "equals", EQUALS).ifeq(next);
        } else if (label instanceof Integer number) {
            testNumber(code, number, next);
        } else {
            throw new IllegalArgumentException("no such label of a switch: " + label);
        }
    }

    /** An integer label matches a box of any integer type, or a character. */
    private static void testNumber(CodeBuilder code, int number, Label next) {
        Label isCharacter = code.newLabel();
        Label matches = code.newLabel();
        code.aload(0).instanceOf(NUMBER).ifeq(isCharacter);
        code.aload(0).checkcast(NUMBER);
        code.invokevirtual(NUMBER, "intValue", MethodTypeDesc.of(ConstantDescs.CD_int));
        code.loadConstant(number).if_icmpeq(matches).goto_(next);
        code.labelBinding(isCharacter);
        code.aload(0).instanceOf(ConstantDescs.CD_Character).ifeq(next);
        code.aload(0).checkcast(ConstantDescs.CD_Character);
        code.invokevirtual(
                ConstantDescs.CD_Character, "charValue", MethodTypeDesc.of(ConstantDescs.CD_char));
        code.loadConstant(number).if_icmpne(next);
        code.labelBinding(matches);
    }
}
