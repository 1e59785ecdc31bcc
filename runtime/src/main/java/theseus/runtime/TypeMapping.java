package theseus.runtime;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.TreeMap;

/** Puts the runtime's own classes in place of those of the JDK that the allowlist replaces. */
final class TypeMapping {
    private final Allowlist allowlist;

    TypeMapping(Allowlist allowlist) {
        this.allowlist = allowlist;
    }

    /** Leaves all types as they are: for the guest classes themselves. */
    static TypeMapping none() {
        return new TypeMapping(new Allowlist(new TreeMap<>(), new TreeMap<>()));
    }

    ClassDesc map(ClassDesc type) {
        if (type.isArray()) {
            return map(type.componentType()).arrayType();
        }
        if (type.isPrimitive()) {
            return type;
        }
        String name = ClassNames.internal(type);
        String mapped = allowlist.guestName(name);
        return mapped.equals(name) ? type : ClassNames.desc(mapped);
    }

    MethodTypeDesc map(MethodTypeDesc type) {
        MethodTypeDesc mapped = type.changeReturnType(map(type.returnType()));
        for (int i = 0; i < type.parameterCount(); i++) {
            mapped = mapped.changeParameterType(i, map(type.parameterType(i)));
        }
        return mapped;
    }

    boolean changes(String descriptor) {
        return allowlist.types().values().stream()
                .anyMatch(
                        type ->
                                type.guest().isPresent()
                                        && descriptor.contains("L" + type.name() + ";"));
    }
}
