package theseus.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/** The conversions that {@code LambdaMetafactory} makes between a function and what it calls. */
final class Boxing {
    private Boxing() {}

    /** Turns the {@code from} on top of the stack into a {@code to}. */
    static void convert(CodeBuilder code, ClassDesc from, ClassDesc to) {
        if (from.equals(to)) {
            return;
        }
        if (to.descriptorString().equals("V")) {
            if (TypeKind.from(from) == TypeKind.LONG) {
                code.pop2();
            } else {
                code.pop();
            }
        } else if (from.isPrimitive() && to.isPrimitive()) {
            widen(code, from, to);
        } else if (from.isPrimitive()) {
            ClassDesc box = box(from);
            code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, from));
        } else if (to.isPrimitive()) {
            unbox(code, from, to);
        } else if (!to.equals(ConstantDescs.CD_Object)) {
            code.checkcast(to);
        }
    }

    private static void widen(CodeBuilder code, ClassDesc from, ClassDesc to) {
        if (TypeKind.from(to) == TypeKind.LONG && TypeKind.from(from) != TypeKind.LONG) {
            code.i2l();
        }
    }

    private static void unbox(CodeBuilder code, ClassDesc from, ClassDesc to) {
        ClassDesc value = unboxed(from).orElse(to);
        ClassDesc box = box(value);
        if (!from.equals(box)) {
            code.checkcast(box);
        }
        code.invokevirtual(box, value.displayName() + "Value", MethodTypeDesc.of(value));
        widen(code, value, to);
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (primitive.descriptorString()) {
            case "Z" -> ConstantDescs.CD_Boolean;
            case "B" -> ConstantDescs.CD_Byte;
            case "C" -> ConstantDescs.CD_Character;
            case "S" -> ConstantDescs.CD_Short;
            case "I" -> ConstantDescs.CD_Integer;
            case "J" -> ConstantDescs.CD_Long;
            default -> throw new IllegalArgumentException("no box for " + primitive.displayName());
        };
    }

    /** The primitive in a box; empty for any other type. */
    private static Optional<ClassDesc> unboxed(ClassDesc box) {
        return switch (box.descriptorString()) {
            case "Ljava/lang/Boolean;" -> Optional.of(ConstantDescs.CD_boolean);
            case "Ljava/lang/Byte;" -> Optional.of(ConstantDescs.CD_byte);
            case "Ljava/lang/Character;" -> Optional.of(ConstantDescs.CD_char);
            case "Ljava/lang/Short;" -> Optional.of(ConstantDescs.CD_short);
            case "Ljava/lang/Integer;" -> Optional.of(ConstantDescs.CD_int);
            case "Ljava/lang/Long;" -> Optional.of(ConstantDescs.CD_long);
            default -> Optional.empty();
        };
    }
}
