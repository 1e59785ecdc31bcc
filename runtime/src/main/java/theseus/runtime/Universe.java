package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All classes of an artifact, and what their members resolve to, there and in the allowlist. */
final class Universe {
    /** What a call names. */
    sealed interface Target {
        record OfModule(ClassModel owner, MethodModel method) implements Target {}

        record OfLibrary(AllowedMember member) implements Target {}
    }

    private static final String OBJECT = "java/lang/Object";

    /** What every interface declares as well, by JLS 9.2: calls of these end at the object. */
    private static final Set<String> OF_OBJECT =
            Set.of(
                    "equals(Ljava/lang/Object;)Z",
                    "hashCode()I",
                    "toString()Ljava/lang/String;",
                    "getClass()Ljava/lang/Class;",
                    "notify()V",
                    "notifyAll()V",
                    "wait()V",
                    "wait(J)V",
                    "wait(JI)V");

    private final SortedMap<String, ClassModel> classes = new TreeMap<>();
    private final Allowlist allowlist;

    /** Methods by class and signature, and answers, since hierarchies may be wide and deep. */
    private final Map<String, Map<String, MethodModel>> methods = new HashMap<>();

    private final Map<Reference, Optional<Target>> resolved = new HashMap<>();

    private record Reference(String owner, String signature) {}

    Universe(Collection<ClassModel> models, Allowlist allowlist) {
        for (ClassModel model : models) {
            String name = model.thisClass().asInternalName();
            classes.put(name, model);
            Map<String, MethodModel> own = methods.computeIfAbsent(name, key -> new HashMap<>());
            for (MethodModel method : model.methods()) {
                own.putIfAbsent(signature(method), method);
            }
        }
        this.allowlist = allowlist;
    }

    SortedMap<String, ClassModel> classes() {
        return classes;
    }

    Allowlist allowlist() {
        return allowlist;
    }

    Optional<ClassModel> module(String internalName) {
        return Optional.ofNullable(classes.get(internalName));
    }

    /** The method that a call to {@code owner} means; empty when there is none to be called. */
    Optional<Target> resolve(String owner, String name, String descriptor) {
        var reference = new Reference(owner, name + descriptor);
        Optional<Target> known = resolved.get(reference);
        if (known == null) {
            known = find(owner, name, descriptor);
            resolved.put(reference, known);
        }
        return known;
    }

    private Optional<Target> find(String owner, String name, String descriptor) {
        ClassModel model = classes.get(owner);
        if (model == null) {
            String listed = owner.startsWith("[") ? OBJECT : owner;
            return allowlist.member(listed, name, descriptor).map(Target.OfLibrary::new);
        }
        if (isOfObject(name + descriptor) && model.flags().has(AccessFlag.INTERFACE)) {
            return allowlist.member(OBJECT, name, descriptor).map(Target.OfLibrary::new);
        }
        Optional<MethodModel> declared = declared(owner, name, descriptor);
        if (declared.isPresent()) {
            return Optional.of(new Target.OfModule(model, declared.get()));
        }
        if (name.startsWith("<")) {
            return Optional.empty();
        }
        Optional<Target> inherited = Optional.empty();
        for (String supertype : supertypes(model)) {
            Optional<Target> found = resolve(supertype, name, descriptor);
            if (found.isPresent() && (inherited.isEmpty() || isMoreSpecific(found.get()))) {
                inherited = found;
            }
        }
        return inherited;
    }

    /** A default method of the module wins over what the library lists for Object. */
    private static boolean isMoreSpecific(Target target) {
        return target instanceof Target.OfModule(var owner, var method)
                && owner.flags().has(AccessFlag.INTERFACE)
                && !method.flags().has(AccessFlag.ABSTRACT);
    }

    /** The method that the class of the module itself declares. */
    Optional<MethodModel> declared(String owner, String name, String descriptor) {
        return Optional.ofNullable(methods.getOrDefault(owner, Map.of()).get(name + descriptor));
    }

    static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    /** Whether all objects have the method, so that declaring it in an interface adds nothing. */
    static boolean isOfObject(String signature) {
        return OF_OBJECT.contains(signature);
    }

    /** All supertypes, of the module and of the library, nearest first. */
    Set<String> allSupertypes(ClassModel model) {
        Set<String> all = new LinkedHashSet<>();
        Deque<ClassModel> open = new ArrayDeque<>(List.of(model));
        while (!open.isEmpty()) {
            for (String supertype : supertypes(open.remove())) {
                if (all.add(supertype)) {
                    module(supertype).ifPresent(open::add);
                }
            }
        }
        return all;
    }

    /** Superclass first, then interfaces. */
    static Collection<String> supertypes(ClassModel model) {
        List<String> supertypes = new ArrayList<>();
        model.superclass().map(ClassEntry::asInternalName).ifPresent(supertypes::add);
        model.interfaces().forEach(type -> supertypes.add(type.asInternalName()));
        return supertypes;
    }

    boolean isThrowable(String internalName) {
        ClassModel model = classes.get(internalName);
        if (model == null) {
            return allowlist.type(internalName).map(AllowedType::throwable).orElse(false);
        }
        return model.superclass().map(s -> isThrowable(s.asInternalName())).orElse(false);
    }

    /** The field, as a class of the module declares it. */
    Optional<FieldModel> field(String owner, String name, String descriptor) {
        ClassModel model = classes.get(owner);
        if (model == null) {
            return Optional.empty();
        }
        for (FieldModel field : model.fields()) {
            if (field.fieldName().equalsString(name)
                    && field.fieldType().equalsString(descriptor)) {
                return Optional.of(field);
            }
        }
        return supertypes(model).stream()
                .flatMap(supertype -> field(supertype, name, descriptor).stream())
                .findFirst();
    }

    /** Instance fields, inherited ones included. */
    int fields(String internalName) {
        ClassModel model = classes.get(internalName);
        if (model == null) {
            return 0;
        }
        int own =
                (int)
                        model.fields().stream()
                                .filter(field -> !field.flags().has(AccessFlag.STATIC))
                                .count();
        return own + model.superclass().map(s -> fields(s.asInternalName())).orElse(0);
    }

    /** For stack maps: classes of this artifact first, then those that the outside has. */
    ClassHierarchyResolver hierarchy() {
        ClassHierarchyResolver outside =
                ClassHierarchyResolver.ofClassLoading(Universe.class.getClassLoader());
        ClassHierarchyResolver own =
                type -> {
                    ClassModel model = classes.get(ClassNames.internal(type));
                    return model == null ? null : info(model);
                };
        return own.orElse(outside).cached();
    }

    private static ClassHierarchyResolver.ClassHierarchyInfo info(ClassModel model) {
        if (model.flags().has(AccessFlag.INTERFACE)) {
            return ClassHierarchyResolver.ClassHierarchyInfo.ofInterface();
        }
        ClassDesc superclass =
                model.superclass().map(ClassEntry::asSymbol).orElse(ConstantDescs.CD_Object);
        return ClassHierarchyResolver.ClassHierarchyInfo.ofClass(superclass);
    }

    /** Keeps line numbers, which explanations show, and nothing else of what debuggers want. */
    ClassFile context() {
        return ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(hierarchy()),
                ClassFile.DebugElementsOption.DROP_DEBUG,
                ClassFile.AttributesProcessingOption.DROP_UNKNOWN_ATTRIBUTES);
    }
}
