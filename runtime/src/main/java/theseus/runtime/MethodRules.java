package theseus.runtime;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Set;

/** What the instructions of a method may do. */
final class MethodRules {
    private final TypeRules types;
    private final MemberRules members;
    private final CallSiteRules callSites;
    private final Findings findings;

    MethodRules(Universe universe, TypeRules types, Findings findings) {
        this.types = types;
        this.findings = findings;
        members = new MemberRules(universe, types, findings);
        callSites = new CallSiteRules(universe, types, members, findings);
    }

    void check(ClassModel model, MethodModel method) {
        if (method.code().isEmpty()) {
            return;
        }
        List<CodeElement> code = method.code().get().elementList();
        var place = new Place(model, method);
        for (int i = 0; i < code.size(); i++) {
            switch (code.get(i)) {
                case ExceptionCatch caught ->
                        caught.catchType().ifPresent(type -> type(type.asSymbol(), place));
                case FieldInstruction access -> {
                    members.checkField(access, place);
                    checkStaticArray(code, i, access, place);
                }
                case Instruction instruction -> check(instruction, place);
                case LineNumber line -> findings.at(line.line());
                default -> {}
            }
        }
        findings.at(0);
    }

    private void check(Instruction instruction, Place place) {
        checkFloating(instruction, place);
        switch (instruction) {
            case InvokeInstruction call -> members.checkCall(call, place);
            case InvokeDynamicInstruction site -> callSites.check(site, place);
            case NewObjectInstruction creation -> type(creation.className().asSymbol(), place);
            case NewReferenceArrayInstruction creation ->
                    type(creation.componentType().asSymbol(), place);
            case NewMultiArrayInstruction creation -> type(creation.arrayType().asSymbol(), place);
            case NewPrimitiveArrayInstruction creation -> {
                if (Set.of("FLOAT", "DOUBLE").contains(creation.typeKind().name())) {
                    refuse(place, "uses floating point", TypeRules.FLOATING);
                }
            }
            case TypeCheckInstruction check -> type(check.type().asSymbol(), place);
            case ConstantInstruction.LoadConstantInstruction constant ->
                    checkConstant(constant, place);
            case MonitorInstruction _ ->
                    refuse(
                            place,
                            "synchronizes",
                            "leave it out: a module runs in one thread, one call at a time");
            case StoreInstruction store when store.slot() == 0 && place.isConstructor() ->
                    refuse(
                            place,
                            "puts something else in place of the object that it constructs",
                            "compile with a current javac, and without bytecode tools");
            case DiscontinuedInstruction _ ->
                    refuse(place, "uses jsr or ret", "compile with a current javac");
            default -> {}
        }
    }

    private void checkConstant(ConstantInstruction.LoadConstantInstruction constant, Place place) {
        switch (constant.constantValue()) {
            case ClassDesc type -> type(type, place);
            case String _, Integer _, Long _ -> {}
            case Float _, Double _ -> refuse(place, "uses floating point", TypeRules.FLOATING);
            default ->
                    refuse(
                            place,
                            "loads a constant that is computed when it is first used",
                            "compile with a current javac");
        }
    }

    private void checkFloating(Instruction instruction, Place place) {
        String name = instruction.opcode().name();
        boolean isFloating =
                switch (instruction.opcode().kind()) {
                    case LOAD,
                            STORE,
                            OPERATOR,
                            CONVERT,
                            RETURN,
                            ARRAY_LOAD,
                            ARRAY_STORE,
                            CONSTANT ->
                            isFloating(name);
                    default -> false;
                };
        if (isFloating) {
            refuse(place, "uses floating point", TypeRules.FLOATING);
        }
    }

    /** All opcodes on floats begin with F or D, or convert to them. */
    private static boolean isFloating(String opcode) {
        return opcode.startsWith("F")
                || opcode.startsWith("D")
                || opcode.endsWith("2F")
                || opcode.endsWith("2D");
    }

    private void checkStaticArray(
            List<CodeElement> code, int index, FieldInstruction access, Place place) {
        if (!StaticArrays.isOne(access) || place.isInitialiserOf(access)) {
            return;
        }
        if (!StaticArrays.isReadAsByJavac(code, index)) {
            refuse(
                    place,
                    "reads " + access.name() + " in a way of its own",
                    "put what you switch over into a variable first");
        }
    }

    private void type(ClassDesc type, Place place) {
        types.check(type, place.className(), place.method());
    }

    private void refuse(Place place, String problem, String advice) {
        findings.add(place.className(), place.method(), problem, advice);
    }
}
