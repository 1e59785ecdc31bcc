package theseus.runtime;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much stack methods take, in estimated bytes of interpreter frames. A method that calls only
 * what is known and small needs no accounting of its own: its callers' reserve covers it.
 */
final class Frames {
    /** What may lie on top of the frames that are accounted for. */
    static final int RESERVE_BYTES = 1024;

    private static final int FRAME_BYTES = 96;
    private static final int SLOT_BYTES = 8;
    private static final int LIBRARY_BYTES = 192;
    private static final int UNBOUNDED = 1 << 24;

    private final Universe universe;
    private final TypeMapping mapping;
    private final Optional<Frames> guests;
    private final Map<String, Integer> needs = new HashMap<>();

    /**
     * @param guests frames of the guest classes; empty when these are the guest classes
     */
    Frames(Universe universe, Optional<Frames> guests) {
        this.universe = universe;
        this.mapping = new TypeMapping(universe.allowlist());
        this.guests = guests;
    }

    static int frameBytes(CodeAttribute code) {
        return FRAME_BYTES + SLOT_BYTES * (code.maxLocals() + code.maxStack());
    }

    /** Whether the method must take its frame off the stack that is left. */
    boolean isAccounted(ClassModel owner, MethodModel method) {
        return need(owner, method) > RESERVE_BYTES;
    }

    private int need(ClassModel owner, MethodModel method) {
        String key = key(owner.thisClass().asInternalName(), method);
        Integer known = needs.get(key);
        if (known != null) {
            return known;
        }
        needs.put(key, UNBOUNDED); // what calls itself stays unbounded
        int need = method.code().map(code -> compute((CodeAttribute) code)).orElse(UNBOUNDED);
        needs.put(key, need);
        return need;
    }

    private int compute(CodeAttribute code) {
        int deepest = 0;
        for (CodeElement element : code) {
            if (element instanceof InvokeInstruction call) {
                deepest = Math.max(deepest, need(call));
            }
        }
        return Math.min(UNBOUNDED, frameBytes(code) + deepest);
    }

    private int need(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        String descriptor = call.type().stringValue();
        if (owner.startsWith(GuestClasses.PACKAGE) && guests.isPresent()) {
            return guests.get().needOf(owner, name, descriptor);
        }
        return switch (universe.resolve(owner, name, descriptor).orElse(null)) {
            case Universe.Target.OfModule(var target, var method)
                    when isFixed(call, target, method) ->
                    need(target, method);
            case Universe.Target.OfModule _ -> UNBOUNDED;
            case Universe.Target.OfLibrary(var member) -> ofLibrary(call, member);
            case null -> guests.isPresent() || call.isInterface() ? UNBOUNDED : LIBRARY_BYTES;
        };
    }

    private int ofLibrary(InvokeInstruction call, AllowedMember member) {
        return switch (member.treatment()) {
            case Treatment.Constant _ -> LIBRARY_BYTES;
            case Treatment.Own _ -> UNBOUNDED;
            case Treatment.Before _ -> LIBRARY_BYTES;
            case Treatment.Guest _ ->
                    ofGuest(
                            universe.allowlist().guestName(member.owner()),
                            member.name(),
                            member.descriptor());
            case Treatment.Shim shim ->
                    ofGuest(
                            shim.internalName(),
                            shim.method().orElse(member.name()),
                            Shims.descriptor(call.opcode() == Opcode.INVOKESTATIC, member));
        };
    }

    private int ofGuest(String owner, String name, String descriptor) {
        var mapped = mapping.map(MethodTypeDesc.ofDescriptor(descriptor)).descriptorString();
        return guests.map(frames -> frames.needOf(owner, name, mapped)).orElse(LIBRARY_BYTES);
    }

    private int needOf(String owner, String name, String descriptor) {
        return universe.module(owner)
                .flatMap(
                        model ->
                                Universe.declared(model, name, descriptor)
                                        .map(method -> need(model, method)))
                .orElse(UNBOUNDED);
    }

    private static boolean isFixed(InvokeInstruction call, ClassModel owner, MethodModel method) {
        return call.opcode() == Opcode.INVOKESTATIC
                || call.opcode() == Opcode.INVOKESPECIAL
                || method.flags().has(AccessFlag.FINAL)
                || method.flags().has(AccessFlag.PRIVATE)
                || owner.flags().has(AccessFlag.FINAL);
    }

    private static String key(String owner, MethodModel method) {
        return owner + "." + method.methodName() + method.methodType();
    }
}
