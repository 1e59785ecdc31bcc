package theseus.runtime;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;

/**
 * The two arrays that javac keeps in static fields: an enum's constants, and the table of a switch
 * over an enum. They are read in javac's own way only, so nobody gets hold of the array itself.
 */
final class StaticArrays {
    private static final String VALUES = "$VALUES";
    private static final String SWITCH = "$SwitchMap$";

    /** No selector of a switch is longer. */
    private static final int MAX_SELECTOR = 200;

    private StaticArrays() {}

    static boolean isOfJavac(ClassModel owner, FieldModel field) {
        if (!field.flags().has(AccessFlag.SYNTHETIC)) {
            return false;
        }
        String name = field.fieldName().stringValue();
        return (name.equals(VALUES) && owner.flags().has(AccessFlag.ENUM))
                || (name.startsWith(SWITCH) && field.fieldType().equalsString("[I"));
    }

    static boolean isOne(FieldInstruction access) {
        String name = access.name().stringValue();
        return access.opcode() == Opcode.GETSTATIC
                && (name.equals(VALUES) || name.startsWith(SWITCH))
                && access.type().stringValue().startsWith("[");
    }

    /** Whether the array that is read at {@code index} goes no further than javac lets it. */
    static boolean isReadAsByJavac(List<CodeElement> code, int index) {
        var access = (FieldInstruction) code.get(index);
        List<Instruction> following =
                code.subList(index + 1, code.size()).stream()
                        .takeWhile(element -> !(element instanceof LabelTarget))
                        .filter(Instruction.class::isInstance)
                        .map(Instruction.class::cast)
                        .limit(MAX_SELECTOR)
                        .toList();
        if (access.name().equalsString(VALUES)) {
            return !following.isEmpty()
                    && following.getFirst() instanceof InvokeInstruction call
                    && isClone(call);
        }
        return endsAsIndex(following);
    }

    /** The copying of an array itself; anybody's method may have the name. */
    static boolean isClone(InvokeInstruction call) {
        return call.opcode() == Opcode.INVOKEVIRTUAL
                && call.owner().asInternalName().startsWith("[")
                && call.name().equalsString("clone")
                && call.type().equalsString("()Ljava/lang/Object;");
    }

    /** Follows how deep the array lies on the stack until it is read from, with an index on top. */
    private static boolean endsAsIndex(List<Instruction> following) {
        int above = 0;
        for (Instruction instruction : following) {
            switch (instruction) {
                case LoadInstruction load -> above += load.typeKind().slotSize();
                case ConstantInstruction constant -> above += constant.typeKind().slotSize();
                case TypeCheckInstruction _ -> {
                    if (above == 0) {
                        return false;
                    }
                }
                case FieldInstruction field -> {
                    above += field.opcode() == Opcode.GETSTATIC ? 1 : 0;
                    boolean isRead =
                            field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.GETFIELD;
                    if (above == 0 || !isRead || slots(field.type().stringValue()) != 1) {
                        return false;
                    }
                }
                case InvokeInstruction call -> {
                    above -= taken(call);
                    if (above < 0) {
                        return false;
                    }
                    above += slots(call.typeSymbol().returnType().descriptorString());
                }
                default -> {
                    return instruction.opcode() == Opcode.IALOAD && above == 1;
                }
            }
        }
        return false;
    }

    private static int taken(InvokeInstruction call) {
        MethodTypeDesc type = call.typeSymbol();
        int taken = call.opcode() == Opcode.INVOKESTATIC ? 0 : 1;
        for (var parameter : type.parameterList()) {
            taken += slots(parameter.descriptorString());
        }
        return taken;
    }

    private static int slots(String descriptor) {
        return switch (descriptor) {
            case "V" -> 0;
            case "J", "D" -> 2;
            default -> 1;
        };
    }
}
