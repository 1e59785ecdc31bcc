package theseus.runtime;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attribute;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Writes one class as the sandbox loads it: metered methods, mapped types, and a text and a hash
 * code of its own where Object's would show an identity.
 */
final class ClassMeter {
    /** The attributes of a class that it keeps; annotations and signatures are looked at. */
    private static final Set<String> KEPT =
            Set.of(
                    "SourceFile",
                    "InnerClasses",
                    "EnclosingMethod",
                    "NestHost",
                    "PermittedSubclasses",
                    "Exceptions",
                    "ConstantValue",
                    "MethodParameters",
                    "AnnotationDefault",
                    "RuntimeVisibleAnnotations",
                    "Signature");

    private final Redirector redirector;
    private final Frames frames;
    private final Universe universe;

    ClassMeter(Universe universe, Redirector redirector, Frames frames) {
        this.universe = universe;
        this.redirector = redirector;
        this.frames = frames;
    }

    byte[] meter(ClassModel model, SortedSet<String> nestMembers, ClassFile context) {
        return context.build(
                model.thisClass().asSymbol(),
                builder -> {
                    for (ClassElement element : model) {
                        write(builder, element, model);
                    }
                    nest(builder, model, nestMembers);
                    addMissing(builder, model);
                });
    }

    private void write(ClassBuilder builder, ClassElement element, ClassModel model) {
        switch (element) {
            case MethodModel method -> method(builder, model, method);
            case FieldModel field -> field(builder, field);
            case RecordAttribute record -> builder.with(mapped(record));
            case NestMembersAttribute _ -> {}
            case Attribute<?> attribute -> {
                if (isKept(attribute)) {
                    builder.with((ClassElement) attribute);
                }
            }
            default -> builder.with(element);
        }
    }

    private void method(ClassBuilder builder, ClassModel owner, MethodModel method) {
        MethodTypeDesc type = redirector.mapping().map(method.methodTypeSymbol());
        boolean isAccounted = frames.isAccounted(owner, method);
        builder.withMethod(
                method.methodName().stringValue(),
                type,
                method.flags().flagsMask(),
                built -> {
                    for (var element : method) {
                        switch (element) {
                            case CodeModel code ->
                                    built.withCode(
                                            new MethodMeter(redirector, code, isAccounted)::write);
                            case Attribute<?> attribute -> {
                                if (isKept(attribute)) {
                                    built.with((java.lang.classfile.MethodElement) attribute);
                                }
                            }
                            default -> {}
                        }
                    }
                });
    }

    private void field(ClassBuilder builder, FieldModel field) {
        builder.withField(
                field.fieldName().stringValue(),
                redirector.mapping().map(field.fieldTypeSymbol()),
                built -> {
                    built.withFlags(field.flags().flagsMask());
                    for (var element : field) {
                        if (element instanceof Attribute<?> attribute && isKept(attribute)) {
                            built.with((java.lang.classfile.FieldElement) attribute);
                        }
                    }
                });
    }

    private RecordAttribute mapped(RecordAttribute record) {
        List<RecordComponentInfo> components = new ArrayList<>();
        for (RecordComponentInfo component : record.components()) {
            ClassDesc type = redirector.mapping().map(component.descriptorSymbol());
            List<Attribute<?>> kept = component.attributes().stream().filter(this::isKept).toList();
            components.add(RecordComponentInfo.of(component.name().stringValue(), type, kept));
        }
        return RecordAttribute.of(components);
    }

    private boolean isKept(Attribute<?> attribute) {
        return switch (attribute) {
            case SignatureAttribute signature ->
                    !redirector.mapping().changes(signature.signature().stringValue());
            case RuntimeVisibleAnnotationsAttribute annotations ->
                    annotations.annotations().stream().allMatch(ClassMeter::isOfSdk);
            default -> KEPT.contains(attribute.attributeName().stringValue());
        };
    }

    private static boolean isOfSdk(Annotation annotation) {
        return annotation.className().stringValue().startsWith("Ltheseus/sdk/");
    }

    private static void nest(ClassBuilder builder, ClassModel model, SortedSet<String> added) {
        List<ClassDesc> members =
                Stream.concat(
                                model.findAttribute(Attributes.nestMembers()).stream()
                                        .flatMap(nest -> nest.nestMembers().stream())
                                        .map(member -> member.asSymbol()),
                                added.stream().map(ClassNames::desc))
                        .toList();
        if (!members.isEmpty()) {
            builder.with(NestMembersAttribute.ofSymbols(members));
        }
    }

    private void addMissing(ClassBuilder builder, ClassModel model) {
        if (model.flags().has(AccessFlag.INTERFACE)) {
            return;
        }
        String superclass = model.superclass().map(s -> s.asInternalName()).orElse("");
        if (superclass.equals("java/lang/Object") || superclass.equals("java/lang/Record")) {
            addText(builder, model);
            addHashCode(builder, model);
        }
        if (universe.module(superclass).isEmpty() && universe.isThrowable(superclass)) {
            addTrace(builder);
        }
    }

    private void addText(ClassBuilder builder, ClassModel model) {
        String internalName = model.thisClass().asInternalName();
        if (universe.declared(internalName, "toString", "()Ljava/lang/String;").isPresent()) {
            return;
        }
        String name = internalName.replace('/', '.');
        builder.withMethodBody(
                "toString",
                MethodTypeDesc.of(ConstantDescs.CD_String),
                ClassFile.ACC_PUBLIC,
                code -> code.loadConstant(name).areturn());
    }

    private void addHashCode(ClassBuilder builder, ClassModel model) {
        if (universe.declared(model.thisClass().asInternalName(), "hashCode", "()I").isPresent()) {
            return;
        }
        builder.withMethodBody(
                "hashCode",
                MethodTypeDesc.of(ConstantDescs.CD_int),
                ClassFile.ACC_PUBLIC,
                code ->
                        code.invokestatic(
                                        ClassNames.guest("Values"),
                                        "noHashCode",
                                        MethodTypeDesc.of(ConstantDescs.CD_int))
                                .ireturn());
    }

    /** Exceptions of a module need no trace, so making one costs the same at any depth. */
    private static void addTrace(ClassBuilder builder) {
        builder.withMethodBody(
                "fillInStackTrace",
                MethodTypeDesc.of(ConstantDescs.CD_Throwable),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0).areturn());
    }
}
