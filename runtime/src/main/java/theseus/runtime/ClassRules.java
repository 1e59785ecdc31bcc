package theseus.runtime;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a class may extend, be named, and hold in its fields. */
final class ClassRules {
    private static final List<String> RESERVED =
            List.of(
                    "java/",
                    "javax/",
                    "jdk/",
                    "sun/",
                    "com/sun/",
                    "theseus/sdk/",
                    "theseus/protocol/",
                    "theseus/kernel/",
                    GuestClasses.PACKAGE);

    /** The JVM answers instanceof for more only by looking through them one by one. */
    static final int MAX_SUPERTYPES = 48;

    /** The JVM looks for a field along every way up through the interfaces. */
    static final int MAX_WAYS_UP = 1000;

    private final Universe universe;
    private final TypeRules types;
    private final Findings findings;

    ClassRules(Universe universe, TypeRules types, Findings findings) {
        this.universe = universe;
        this.types = types;
        this.findings = findings;
    }

    /** Whether no class is its own supertype or has too many, so that they can be walked. */
    boolean hierarchyEnds() {
        boolean ends = true;
        for (ClassModel model : universe.classes().values()) {
            String name = model.thisClass().asInternalName();
            Set<String> supertypes = universe.allSupertypes(model);
            if (supertypes.contains(name)) {
                findings.add(name, "", "it is its own supertype", "build the JAR again");
                ends = false;
            } else if (supertypes.size() > MAX_SUPERTYPES) {
                findings.add(
                        name,
                        "",
                        "it has " + supertypes.size() + " supertypes",
                        "flatten its hierarchy: " + MAX_SUPERTYPES + " are the most");
                ends = false;
            }
        }
        return ends && hierarchyIsNarrow();
    }

    private boolean hierarchyIsNarrow() {
        Map<String, Integer> ways = new HashMap<>();
        for (String name : universe.classes().keySet()) {
            if (waysUp(name, ways) > MAX_WAYS_UP) {
                findings.add(
                        name,
                        "",
                        "more than " + MAX_WAYS_UP + " ways lead up through its supertypes",
                        "flatten its hierarchy");
                return false;
            }
        }
        return true;
    }

    /** Each counted once: there may be far more of them than can be walked. */
    private int waysUp(String name, Map<String, Integer> known) {
        Integer before = known.get(name);
        if (before != null) {
            return before;
        }
        int ways = 1;
        for (String supertype : universe.module(name).map(Universe::supertypes).orElse(List.of())) {
            ways = Math.min(MAX_WAYS_UP + 1, ways + waysUp(supertype, known));
        }
        known.put(name, ways);
        return ways;
    }

    void check(ClassModel model) {
        String name = model.thisClass().asInternalName();
        checkName(name);
        for (String supertype : Universe.supertypes(model)) {
            types.whyClosed(supertype)
                    .ifPresent(
                            why ->
                                    findings.add(
                                            name,
                                            "",
                                            why,
                                            Advice.instead(TypeRules.readable(supertype))));
        }
        model.fields().forEach(field -> check(model, field));
        model.methods().forEach(method -> check(model, method));
        new InheritedMembers(universe, findings).check(model);
    }

    private void checkName(String name) {
        if (RESERVED.stream().anyMatch(name::startsWith)) {
            findings.add(name, "", "its package is the platform's", "use a package of yours");
        }
        if (name.contains(Additions.LAMBDA)) {
            findings.add(name, "", "its name is one that the runtime gives", "rename the class");
        }
    }

    private void check(ClassModel model, FieldModel field) {
        String name = model.thisClass().asInternalName();
        String fieldName = field.fieldName().stringValue();
        if (!types.check(field.fieldTypeSymbol(), name, fieldName)) {
            return;
        }
        if (!field.flags().has(AccessFlag.STATIC)) {
            return;
        }
        if (!field.flags().has(AccessFlag.FINAL)) {
            findings.add(
                    name,
                    "",
                    "its static field '" + fieldName + "' can change",
                    "make it final; keep what changes in a table");
        }
        String type = field.fieldTypeSymbol().descriptorString();
        boolean isReplaced =
                !field.fieldTypeSymbol().isPrimitive()
                        && !type.startsWith("[")
                        && !universe.allowlist()
                                .guestName(ClassNames.internal(field.fieldTypeSymbol()))
                                .equals(ClassNames.internal(field.fieldTypeSymbol()));
        if (isReplaced || (type.startsWith("[") && !StaticArrays.isOfJavac(model, field))) {
            findings.add(
                    name,
                    "",
                    "its static field '" + fieldName + "' holds what can change",
                    "use List.of, which cannot change, or make it in the method that needs it");
        }
    }

    private void check(ClassModel model, MethodModel method) {
        String name = model.thisClass().asInternalName();
        String methodName = method.methodName().stringValue();
        String descriptor = method.methodType().stringValue();
        if (method.flags().has(AccessFlag.NATIVE)) {
            findings.add(name, methodName, "is native", "write it in Java");
        }
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            findings.add(
                    name,
                    methodName,
                    "is synchronized",
                    "leave it out: a module runs in one thread, one call at a time");
        }
        if (methodName.contains(Additions.HELPER)) {
            findings.add(name, methodName, "has a name that the runtime gives", "rename it");
        }
        if (methodName.equals("finalize") && descriptor.equals("()V")) {
            findings.add(name, methodName, "is a finaliser", "use try-with-resources");
        }
        types.check(method.methodTypeSymbol(), name, methodName);
        if (!method.flags().has(AccessFlag.STATIC) && !methodName.startsWith("<")) {
            checkOverride(model, method);
        }
    }

    /** The runtime calls its own in place of these, so an override would never run. */
    private void checkOverride(ClassModel model, MethodModel method) {
        String methodName = method.methodName().stringValue();
        String descriptor = method.methodType().stringValue();
        String name = model.thisClass().asInternalName();
        if (methodName.equals("fillInStackTrace") && universe.isThrowable(name)) {
            findings.add(name, methodName, "overrides fillInStackTrace", "leave it out");
        }
        for (String supertype : Universe.supertypes(model)) {
            universe.resolve(supertype, methodName, descriptor)
                    .filter(ClassRules::isReplaced)
                    .ifPresent(
                            target ->
                                    findings.add(
                                            name,
                                            methodName,
                                            "overrides "
                                                    + TypeRules.readable(supertype)
                                                    + "."
                                                    + methodName
                                                    + ", which the runtime replaces",
                                            "give the method another name"));
        }
    }

    private static boolean isReplaced(Universe.Target target) {
        return target instanceof Universe.Target.OfLibrary(var member)
                && member.treatment() instanceof Treatment.Shim
                && !Set.of("equals", "toString", "compareTo").contains(member.name());
    }
}
