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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All classes of an artifact, and what their members resolve to, there and in the allowlist. */
final class Universe {
    /** What a call names. */
    sealed interface Target {
        record OfModule(ClassModel owner, MethodModel method) implements Target {}

        record OfLibrary(AllowedMember member) implements Target {}
    }

    private final SortedMap<String, ClassModel> classes = new TreeMap<>();
    private final Allowlist allowlist;

    Universe(Collection<ClassModel> models, Allowlist allowlist) {
        for (ClassModel model : models) {
            classes.put(model.thisClass().asInternalName(), model);
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
        ClassModel model = classes.get(owner);
        if (model == null) {
            String listed = owner.startsWith("[") ? "java/lang/Object" : owner;
            return allowlist.member(listed, name, descriptor).map(Target.OfLibrary::new);
        }
        Optional<MethodModel> declared = declared(model, name, descriptor);
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

    static Optional<MethodModel> declared(ClassModel model, String name, String descriptor) {
        return model.methods().stream()
                .filter(
                        method ->
                                method.methodName().equalsString(name)
                                        && method.methodType().equalsString(descriptor))
                .findFirst();
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
