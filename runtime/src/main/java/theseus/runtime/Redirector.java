package theseus.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Optional;

/**
 * Writes instructions as the sandbox runs them: calls go to what the allowlist says, types to what
 * stands in for them, and what is allocated by a size is charged for first.
 */
final class Redirector {
    private static final ClassDesc METER = ClassNames.guest("Meter");
    private static final ClassDesc GUARD = ClassNames.guest("Guard");
    private static final ClassDesc ARRAYS = ClassNames.guest("Arrays");
    private static final MethodTypeDesc ARRAY =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc DIMENSION =
            MethodTypeDesc.of(
                    ConstantDescs.CD_long,
                    ConstantDescs.CD_long,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int);
    private static final int REFERENCE_BYTES = 8;
    private static final int OBJECT_GAS = 16;
    private static final int LIBRARY_OBJECT_GAS = 40;

    private final Universe universe;
    private final TypeMapping mapping;
    private final boolean isGuest;

    /**
     * @param isGuest whether these are the runtime's own classes, which call the JDK as they are
     */
    Redirector(Universe universe, boolean isGuest) {
        this.universe = universe;
        this.isGuest = isGuest;
        mapping = isGuest ? TypeMapping.none() : new TypeMapping(universe.allowlist());
    }

    TypeMapping mapping() {
        return mapping;
    }

    /** What an instruction costs before sizes are known. */
    int gas(Instruction instruction) {
        int gas = InstructionGas.of(instruction);
        return switch (instruction) {
            case InvokeInstruction call ->
                    gas
                            + member(call)
                                    .map(
                                            member ->
                                                    member.treatment()
                                                                    instanceof
                                                                    Treatment.Constant(int own)
                                                            ? own
                                                            : 0)
                                    .orElse(0);
            case NewObjectInstruction creation ->
                    gas + ofObject(creation.className().asInternalName());
            default -> gas;
        };
    }

    private int ofObject(String type) {
        return universe.module(type).isPresent()
                ? OBJECT_GAS + REFERENCE_BYTES * universe.fields(type)
                : LIBRARY_OBJECT_GAS;
    }

    /** Writes {@code element}; {@code freeLocal} is the first local that the method leaves free. */
    void write(CodeBuilder code, CodeElement element, int freeLocal) {
        switch (element) {
            case NewPrimitiveArrayInstruction creation -> {
                array(code, bytes(creation.typeKind()));
                code.with(creation);
            }
            case NewReferenceArrayInstruction creation -> {
                array(code, REFERENCE_BYTES);
                code.anewarray(type(creation.componentType().asSymbol()));
            }
            case NewMultiArrayInstruction creation -> {
                arrays(code, creation, freeLocal);
                code.multianewarray(type(creation.arrayType().asSymbol()), creation.dimensions());
            }
            case NewObjectInstruction creation -> create(code, creation);
            case TypeCheckInstruction check -> {
                ClassDesc type = type(check.type().asSymbol());
                if (check.opcode() == Opcode.INSTANCEOF) {
                    code.instanceOf(type);
                } else {
                    code.checkcast(type);
                }
            }
            case FieldInstruction field -> {
                if (writesFinal(field)) {
                    ofItsOwn(code, field, freeLocal);
                }
                code.fieldAccess(
                        field.opcode(),
                        field.owner().asSymbol(),
                        field.name().stringValue(),
                        type(field.typeSymbol()));
            }
            case ConstantInstruction.LoadConstantInstruction constant
                    when constant.constantValue() instanceof ClassDesc type ->
                    code.loadConstant(type(type));
            case InvokeInstruction call -> call(code, call);
            default -> code.with(element);
        }
    }

    private boolean writesFinal(FieldInstruction field) {
        return !isGuest
                && field.opcode() == Opcode.PUTFIELD
                && universe.field(
                                field.owner().asInternalName(),
                                field.name().stringValue(),
                                field.type().stringValue())
                        .filter(it -> it.flags().has(AccessFlag.FINAL))
                        .isPresent();
    }

    /**
     * The JVM lets a constructor write final fields of any object of its class, and its compilers
     * take such fields for constant. So it must be the object under construction, in variable 0.
     */
    private void ofItsOwn(CodeBuilder code, FieldInstruction field, int freeLocal) {
        TypeKind kind = TypeKind.from(type(field.typeSymbol()));
        Label own = code.newLabel();
        code.storeLocal(kind, freeLocal).dup().aload(0).if_acmpeq(own);
        code.invokestatic(GUARD, "foreignField", ConstantDescs.MTD_void);
        code.labelBinding(own).loadLocal(kind, freeLocal);
    }

    private ClassDesc type(ClassDesc type) {
        return mapping.map(type);
    }

    private MethodTypeDesc type(MethodTypeDesc type) {
        return mapping.map(type);
    }

    private Optional<AllowedMember> member(InvokeInstruction call) {
        if (isGuest) {
            return Optional.empty();
        }
        return universe.resolve(
                        call.owner().asInternalName(),
                        call.name().stringValue(),
                        call.type().stringValue())
                .flatMap(
                        target ->
                                target instanceof Universe.Target.OfLibrary(var member)
                                        ? Optional.of(member)
                                        : Optional.empty());
    }

    private void call(CodeBuilder code, InvokeInstruction call) {
        ClassDesc owner = call.owner().asSymbol();
        if (!isGuest && StaticArrays.isClone(call)) {
            code.invokestatic(
                            ARRAYS,
                            "clone",
                            MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                    .checkcast(type(owner));
            return;
        }
        Optional<AllowedMember> member = member(call);
        switch (member.map(AllowedMember::treatment).orElse(new Treatment.Own())) {
            case Treatment.Shim shim -> shim(code, call, member.orElseThrow(), shim);
            case Treatment.Before before -> {
                ClassDesc last = call.typeSymbol().parameterList().getLast();
                code.invokestatic(
                        ClassNames.desc(before.internalName()),
                        "before",
                        MethodTypeDesc.of(last, last));
                plain(code, call);
            }
            case Treatment.Constant _, Treatment.Own _, Treatment.Guest _ -> plain(code, call);
        }
    }

    private void shim(
            CodeBuilder code, InvokeInstruction call, AllowedMember member, Treatment.Shim shim) {
        String descriptor = Shims.descriptor(call.opcode() == Opcode.INVOKESTATIC, member);
        code.invokestatic(
                ClassNames.desc(shim.internalName()),
                shim.method().orElse(member.name()),
                type(MethodTypeDesc.ofDescriptor(descriptor)));
    }

    private void plain(CodeBuilder code, InvokeInstruction call) {
        code.invoke(
                call.opcode(),
                type(call.owner().asSymbol()),
                call.name().stringValue(),
                type(call.typeSymbol()),
                call.isInterface());
    }

    private void create(CodeBuilder code, NewObjectInstruction creation) {
        String name = creation.className().asInternalName();
        if (universe.module(name).isEmpty() && universe.isThrowable(name)) {
            code.invokestatic(METER, "throwable", ConstantDescs.MTD_void);
        }
        code.new_(type(creation.className().asSymbol()));
    }

    private static void array(CodeBuilder code, int elementBytes) {
        code.loadConstant(elementBytes).invokestatic(METER, "array", ARRAY);
    }

    private static void arrays(CodeBuilder code, NewMultiArrayInstruction creation, int free) {
        int dimensions = creation.dimensions();
        for (int i = dimensions - 1; i >= 0; i--) {
            code.istore(free + i);
        }
        code.lconst_1();
        for (int i = 0; i < dimensions; i++) {
            code.iload(free + i).loadConstant(REFERENCE_BYTES);
            code.invokestatic(METER, "arrays", DIMENSION);
        }
        code.pop2();
        for (int i = 0; i < dimensions; i++) {
            code.iload(free + i);
        }
    }

    private static int bytes(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN, BYTE -> 1;
            case CHAR, SHORT -> 2;
            case INT -> Integer.BYTES;
            default -> Long.BYTES;
        };
    }
}
