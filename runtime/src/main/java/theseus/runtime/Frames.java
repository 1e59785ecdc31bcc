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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
        if (needs.isEmpty()) {
            computeAll();
        }
        return needs.getOrDefault(key(owner.thisClass().asInternalName(), method), UNBOUNDED);
    }

    /** A method's own frame, what else it calls needs at most, and which of these it calls. */
    private record Body(int frameBytes, int otherNeed, Set<String> calls) {}

    /**
     * From the leaves up, round by round: who calls what has grown grows too, until it is more than
     * the reserve. So what calls itself ends there, and no chain of calls is too long to follow.
     */
    private void computeAll() {
        SortedMap<String, Body> bodies = new TreeMap<>();
        for (ClassModel owner : universe.classes().values()) {
            for (MethodModel method : owner.methods()) {
                String key = key(owner.thisClass().asInternalName(), method);
                method.code().ifPresent(code -> bodies.put(key, body((CodeAttribute) code)));
            }
        }
        bodies.forEach((key, body) -> needs.put(key, body.frameBytes()));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (var entry : bodies.entrySet()) {
                int need = need(entry.getValue());
                grew |= need != Objects.requireNonNull(needs.put(entry.getKey(), need));
            }
        }
    }

    private int need(Body body) {
        int deepest = body.otherNeed();
        for (String callee : body.calls()) {
            deepest = Math.max(deepest, needs.getOrDefault(callee, UNBOUNDED));
        }
        int need = body.frameBytes() + deepest;
        return need > RESERVE_BYTES ? UNBOUNDED : need;
    }

    private Body body(CodeAttribute code) {
        int otherNeed = 0;
        Set<String> calls = new TreeSet<>();
        for (CodeElement element : code) {
            if (element instanceof InvokeInstruction call) {
                Optional<String> fixed = fixedTarget(call);
                if (fixed.isPresent()) {
                    calls.add(fixed.get());
                } else {
                    otherNeed = Math.max(otherNeed, need(call));
                }
            }
        }
        return new Body(frameBytes(code), otherNeed, calls);
    }

    /** The method of these classes that the call runs and no other. */
    private Optional<String> fixedTarget(InvokeInstruction call) {
        return universe.resolve(
                                                call.owner().asInternalName(),
                                                call.name().stringValue(),
                                                call.type().stringValue())
                                        .orElse(null)
                                instanceof Universe.Target.OfModule(var owner, var method)
                        && isFixed(call, owner, method)
                ? Optional.of(key(owner.thisClass().asInternalName(), method))
                : Optional.empty();
    }

    private int need(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        String descriptor = call.type().stringValue();
        if (owner.startsWith(GuestClasses.PACKAGE) && guests.isPresent()) {
            return guests.get().needOf(owner, name, descriptor);
        }
        return switch (universe.resolve(owner, name, descriptor).orElse(null)) {
            case Universe.Target.OfModule _ -> UNBOUNDED;
            case Universe.Target.OfLibrary(var member) when guests.isPresent() ->
                    ofLibrary(call, member);
            case Universe.Target.OfLibrary _ -> ofJdk(call);
            case null -> guests.isPresent() ? UNBOUNDED : ofJdk(call);
        };
    }

    /** What guest code calls as it is may be a method of the module. */
    private static int ofJdk(InvokeInstruction call) {
        boolean isOfAnyObject =
                call.opcode() == Opcode.INVOKEVIRTUAL
                        && call.owner().asInternalName().equals("java/lang/Object");
        return isOfAnyObject || call.opcode() == Opcode.INVOKEINTERFACE ? UNBOUNDED : LIBRARY_BYTES;
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
                                universe.declared(owner, name, descriptor)
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
