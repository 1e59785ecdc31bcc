package theseus.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Makes calls of a builder out of {@link java.lang.invoke.StringConcatFactory}'s call sites. */
final class ConcatDesugar {
    static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

    private static final char ARGUMENT = '\1';
    private static final char CONSTANT = '\2';

    private ConcatDesugar() {}

    static void replace(InvokeDynamicInstruction site, CodeBuilder code, Additions additions) {
        MethodTypeDesc type = site.typeSymbol();
        List<ConstantDesc> arguments = site.bootstrapArgs();
        boolean hasRecipe = site.bootstrapMethod().methodName().equals("makeConcatWithConstants");
        String recipe =
                hasRecipe
                        ? (String) arguments.getFirst()
                        : String.valueOf(ARGUMENT).repeat(type.parameterCount());
        additions.callHelper(code, type, body -> join(body, type, recipe, arguments));
    }

    private static void join(
            CodeBuilder code, MethodTypeDesc type, String recipe, List<ConstantDesc> constants) {
        start(code);
        int argument = 0;
        int constant = 1;
        var text = new StringBuilder();
        for (int i = 0; i < recipe.length(); i++) {
            char next = recipe.charAt(i);
            if (next == CONSTANT) {
                text.append(constants.get(constant++));
            } else if (next == ARGUMENT) {
                append(code, text);
                ClassDesc parameter = type.parameterType(argument);
                code.loadLocal(TypeKind.from(parameter), code.parameterSlot(argument++));
                append(code, parameter);
            } else {
                text.append(next);
            }
        }
        append(code, text);
        finish(code);
        code.areturn();
    }

    static void start(CodeBuilder code) {
        code.new_(BUILDER)
                .dup()
                .invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    }

    static void finish(CodeBuilder code) {
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String));
    }

    private static void append(CodeBuilder code, StringBuilder text) {
        if (!text.isEmpty()) {
            code.loadConstant(text.toString());
            append(code, ConstantDescs.CD_String);
            text.setLength(0);
        }
    }

    /** Appends the value of type {@code type} on top of the stack to the builder beneath it. */
    static void append(CodeBuilder code, ClassDesc type) {
        ClassDesc taken =
                switch (type.descriptorString()) {
                    case "B", "S", "I" -> ConstantDescs.CD_int;
                    case "J", "C", "Z", "Ljava/lang/String;" -> type;
                    default -> ConstantDescs.CD_Object;
                };
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
    }
}
