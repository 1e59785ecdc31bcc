package theseus.runtime;

import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Optional;

/** Which members module code may call and read. */
final class MemberRules {
    private static final String LIST = "it is not on the list of what module code may use";

    private final Universe universe;
    private final TypeRules types;
    private final Findings findings;

    MemberRules(Universe universe, TypeRules types, Findings findings) {
        this.universe = universe;
        this.types = types;
        this.findings = findings;
    }

    void checkField(FieldInstruction access, Place place) {
        String owner = access.owner().asInternalName();
        String name = access.name().stringValue();
        String type = access.type().stringValue();
        types.check(access.typeSymbol(), place.className(), place.method());
        Optional<FieldModel> field = universe.field(owner, name, type);
        if (field.isPresent()) {
            if (field.get().flags().has(AccessFlag.FINAL) && isWrittenLate(access, place)) {
                findings.add(
                        place.className(),
                        place.method(),
                        "writes the final field " + name,
                        "compile with a current javac, and without bytecode tools");
            }
            return;
        }
        boolean isListed =
                access.opcode() == Opcode.GETSTATIC
                        && universe.allowlist().member(owner, name, type).isPresent();
        if (!isListed) {
            refuse(place, "uses the field ", owner, name, "");
        }
    }

    private static boolean isWrittenLate(FieldInstruction access, Place place) {
        return switch (access.opcode()) {
            case PUTFIELD -> !place.isConstructor();
            case PUTSTATIC -> !place.isInitialiser();
            default -> false;
        };
    }

    void checkCall(InvokeInstruction call, Place place) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        String descriptor = call.type().stringValue();
        if (isOfJavac(owner, name, place)) {
            return;
        }
        types.check(call.typeSymbol(), place.className(), place.method());
        if (call.opcode() == Opcode.INVOKESPECIAL && !name.equals("<init>")) {
            checkSuper(owner, name, descriptor, place);
            return;
        }
        check(owner, name, descriptor, place);
    }

    /** What javac writes into enums and for assertions, and the desugarer replaces. */
    private static boolean isOfJavac(String owner, String name, Place place) {
        return switch (owner + "." + name) {
            case "java/lang/Enum.valueOf" -> place.isEnumLookUp();
            case "java/lang/Class.desiredAssertionStatus" -> place.isInitialiser();
            default -> false;
        };
    }

    /** Calls past the receiver's own class must end in the module. */
    private void checkSuper(String owner, String name, String descriptor, Place place) {
        if (!(universe.resolve(owner, name, descriptor).orElse(null)
                instanceof Universe.Target.OfModule)) {
            refuse(place, "calls super's ", owner, name, descriptor);
        }
    }

    /** Whether the call may be made; adds a finding when not. */
    boolean check(String owner, String name, String descriptor, Place place) {
        if (owner.startsWith("[") && (name + descriptor).equals("clone()Ljava/lang/Object;")) {
            return true;
        }
        Optional<Universe.Target> target = universe.resolve(owner, name, descriptor);
        if (target.isEmpty()) {
            refuse(place, "calls ", owner, name, descriptor);
            return false;
        }
        if (name.equals("hashCode")
                && target.get() instanceof Universe.Target.OfModule(var model, var method)
                && isMadeByJavac(method)) {
            refuse(place, "calls ", model.thisClass().asInternalName(), name, descriptor);
            return false;
        }
        return true;
    }

    /** A record's own hash code would depend on the identities of enums. */
    private static boolean isMadeByJavac(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .anyMatch(InvokeDynamicInstruction.class::isInstance);
    }

    private void refuse(Place place, String what, String owner, String name, String descriptor) {
        String type = TypeRules.readable(owner);
        String member = name.equals("<init>") ? "new " + type : type + "." + name;
        findings.add(
                place.className(),
                place.method(),
                what + member + parameters(descriptor) + ": " + LIST,
                Advice.instead(type + "." + name));
    }

    private static String parameters(String descriptor) {
        if (descriptor.isEmpty()) {
            return "";
        }
        var text = new StringBuilder("(");
        for (var parameter : MethodTypeDesc.ofDescriptor(descriptor).parameterList()) {
            text.append(text.length() > 1 ? ", " : "").append(parameter.displayName());
        }
        return text.append(')').toString();
    }
}
