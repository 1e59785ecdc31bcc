package theseus.runtime;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps a module's interfaces from lending their names to what the JDK does: a class that inherits
 * a member from the library could be asked for it through an interface of the module that declares
 * the same signature, past the allowlist, the meter and the runtime's own.
 */
final class InheritedMembers {
    private final Universe universe;
    private final Findings findings;
    private final Map<String, Set<String>> ofLibrary = new HashMap<>();

    InheritedMembers(Universe universe, Findings findings) {
        this.universe = universe;
        this.findings = findings;
    }

    void check(ClassModel model) {
        if (model.flags().has(AccessFlag.INTERFACE)) {
            return;
        }
        Set<String> supertypes = universe.allSupertypes(model);
        for (String supertype : supertypes) {
            universe.module(supertype)
                    .filter(type -> type.flags().has(AccessFlag.INTERFACE))
                    .ifPresent(
                            type ->
                                    type.methods()
                                            .forEach(it -> check(model, supertypes, type, it)));
        }
    }

    private void check(
            ClassModel model, Set<String> supertypes, ClassModel declaring, MethodModel method) {
        String name = method.methodName().stringValue();
        String descriptor = method.methodType().stringValue();
        boolean isOwn =
                method.flags().has(AccessFlag.STATIC)
                        || method.flags().has(AccessFlag.PRIVATE)
                        || Universe.isOfObject(name + descriptor)
                        || isDeclaredByClass(model, name, descriptor);
        if (isOwn) {
            return;
        }
        for (String supertype : supertypes) {
            if (universe.module(supertype).isEmpty()
                    && members(supertype).contains(name + descriptor)
                    && !isCalledAsItIs(supertype, name, descriptor)) {
                findings.add(
                        model.thisClass().asInternalName(),
                        name,
                        "inherits %s.%s, which is not on the list of what module code may use, as %s.%s"
                                .formatted(
                                        TypeRules.readable(supertype),
                                        name,
                                        TypeRules.readable(declaring.thisClass().asInternalName()),
                                        name),
                        "give the interface's method another name, or write it out in the class");
            }
        }
    }

    private boolean isDeclaredByClass(ClassModel model, String name, String descriptor) {
        Optional<ClassModel> type = Optional.of(model);
        while (type.isPresent()) {
            String owner = type.get().thisClass().asInternalName();
            if (universe.declared(owner, name, descriptor).isPresent()) {
                return true;
            }
            type = type.get().superclass().flatMap(it -> universe.module(it.asInternalName()));
        }
        return false;
    }

    private boolean isCalledAsItIs(String owner, String name, String descriptor) {
        return universe.allowlist()
                .member(owner, name, descriptor)
                .map(AllowedMember::treatment)
                .filter(it -> it instanceof Treatment.Constant || it instanceof Treatment.Own)
                .isPresent();
    }

    /** What objects of the library's type can be asked for; it is one that modules may extend. */
    private Set<String> members(String internalName) {
        return ofLibrary.computeIfAbsent(
                internalName,
                name -> {
                    Set<String> signatures = new HashSet<>();
                    for (Method method : type(name).getMethods()) {
                        if (!Modifier.isStatic(method.getModifiers())
                                && !Modifier.isAbstract(method.getModifiers())) {
                            signatures.add(method.getName() + descriptor(method));
                        }
                    }
                    return signatures;
                });
    }

    /** Whether a type of the library leaves the member to those who implement it. */
    static boolean isAbstract(AllowedMember member) {
        return Stream.of(type(member.owner()).getMethods())
                .anyMatch(
                        it ->
                                Modifier.isAbstract(it.getModifiers())
                                        && (it.getName() + descriptor(it))
                                                .equals(member.signature()));
    }

    private static Class<?> type(String internalName) {
        try {
            return Class.forName(
                    internalName.replace('/', '.'), false, InheritedMembers.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(internalName + " is no type of the library", e);
        }
    }

    private static String descriptor(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
    }
}
