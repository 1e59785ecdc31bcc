package theseus.runtime;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;

/** What an instruction costs, in units of about the simplest one. Consensus-critical. */
final class InstructionGas {
    static final int SIMPLE = 1;
    static final int MEMORY = 2;
    static final int CALL = 4;
    static final int INTERFACE_CALL = 6;
    static final int SWITCH = 3;
    static final int TYPE_CHECK = 3;
    static final int MULTIPLY = 3;
    static final int DIVIDE = 12;
    static final int THROW = 50;

    private InstructionGas() {}

    /** Without what a call, an allocation or an array costs by its size. */
    static int of(Instruction instruction) {
        return switch (instruction.opcode().kind()) {
            case ARRAY_LOAD, ARRAY_STORE, FIELD_ACCESS -> MEMORY;
            case INVOKE -> isInterface(instruction) ? INTERFACE_CALL : CALL;
            case TABLE_SWITCH, LOOKUP_SWITCH -> SWITCH;
            case TYPE_CHECK -> TYPE_CHECK;
            case THROW_EXCEPTION -> THROW;
            case OPERATOR -> ofOperator((OperatorInstruction) instruction);
            default -> SIMPLE;
        };
    }

    private static boolean isInterface(Instruction instruction) {
        return instruction instanceof InvokeInstruction call && call.isInterface();
    }

    private static int ofOperator(OperatorInstruction operator) {
        return switch (operator.opcode()) {
            case IMUL, LMUL -> MULTIPLY;
            case IDIV, LDIV, IREM, LREM -> DIVIDE;
            default -> SIMPLE;
        };
    }
}
