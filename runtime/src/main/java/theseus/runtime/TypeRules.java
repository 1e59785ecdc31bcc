package theseus.runtime;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/** Which types module code may name: its own, and those of the allowlist. No floating point. */
final class TypeRules {
    static final String FLOATING =
            "use long, BigInteger or a fixed-point amount: floating point is refused on chain";

    private final Universe universe;
    private final Findings findings;

    TypeRules(Universe universe, Findings findings) {
        this.universe = universe;
        this.findings = findings;
    }

    /** Whether it may be named; adds a finding when not. */
    boolean check(ClassDesc type, String className, String method) {
        ClassDesc element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        if (element.isPrimitive()) {
            return checkPrimitive(element, className, method);
        }
        String name = ClassNames.internal(element);
        if (universe.module(name).isPresent() || universe.allowlist().type(name).isPresent()) {
            return true;
        }
        String readable = readable(name);
        findings.add(className, method, "uses " + readable, Advice.instead(readable));
        return false;
    }

    private boolean checkPrimitive(ClassDesc type, String className, String method) {
        if (type.descriptorString().equals("F") || type.descriptorString().equals("D")) {
            findings.add(className, method, "uses " + type.displayName(), FLOATING);
            return false;
        }
        return true;
    }

    boolean check(MethodTypeDesc type, String className, String method) {
        boolean ok = check(type.returnType(), className, method);
        for (ClassDesc parameter : type.parameterList()) {
            ok &= check(parameter, className, method);
        }
        return ok;
    }

    /** Why module code may not extend or implement {@code internalName}; empty when it may. */
    Optional<String> whyClosed(String internalName) {
        if (universe.module(internalName).isPresent()) {
            return Optional.empty();
        }
        return universe.allowlist().type(internalName).map(AllowedType::open).orElse(false)
                ? Optional.empty()
                : Optional.of("extends or implements " + readable(internalName));
    }

    /** {@code java/util/Map$Entry} as an author writes it. */
    static String readable(String internalName) {
        return internalName.replace('/', '.').replace('$', '.');
    }
}
