package theseus.runtime;

import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Optional;

/** Which call sites pass: those that javac makes of ordinary Java, and only in its own way. */
final class CallSiteRules {
    /** Each becomes a method or a class of its own. */
    static final int MAX_SITES = 4096;

    /** Of a whole artifact: labels, components, constant parts of texts. */
    static final int MAX_ARGUMENTS = 32_768;

    /** Of one concatenation; javac puts what is constant into its pattern. */
    static final int MAX_TEXT = 16_384;

    private static final String OTHER = "compile with a current javac, and without bytecode tools";

    private final Universe universe;
    private final TypeRules types;
    private final MemberRules members;
    private final Findings findings;
    private int sites;
    private int arguments;

    CallSiteRules(Universe universe, TypeRules types, MemberRules members, Findings findings) {
        this.universe = universe;
        this.types = types;
        this.members = members;
        this.findings = findings;
    }

    void check(InvokeDynamicInstruction site, Place place) {
        if (isTooMany(site)) {
            refuse(
                    place,
                    "is beyond the %d lambdas, switches, texts and methods of records, or the %d parts of them, that a module may have"
                            .formatted(MAX_SITES, MAX_ARGUMENTS),
                    "split the module");
            return;
        }
        Optional<Bootstraps> kind = Bootstraps.of(site.bootstrapMethod());
        if (kind.isEmpty()) {
            String bootstrap =
                    TypeRules.readable(ClassNames.internal(site.bootstrapMethod().owner()));
            refuse(place, "has a call site made by " + bootstrap, OTHER);
            return;
        }
        types.check(site.typeSymbol(), place.className(), place.method());
        boolean wellFormed;
        try {
            wellFormed =
                    switch (kind.get()) {
                        case LAMBDA -> isLambda(site, place);
                        case CONCAT -> isConcatenation(site);
                        case SWITCH -> isSwitch(site, place);
                        case RECORD -> isRecord(site, place);
                    };
        } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException e) {
            wellFormed = false;
        }
        if (!wellFormed) {
            refuse(place, "has a call site that javac does not make", OTHER);
        }
    }

    private boolean isTooMany(InvokeDynamicInstruction site) {
        sites++;
        arguments += site.bootstrapArgs().size();
        return sites > MAX_SITES || arguments > MAX_ARGUMENTS;
    }

    private boolean isLambda(InvokeDynamicInstruction site, Place place) {
        LambdaShape shape = LambdaShape.of(site);
        if (shape.serializable()) {
            refuse(place, "makes a lambda serializable", "leave out Serializable");
            return true;
        }
        for (ClassDesc type : shape.interfaces()) {
            types.whyClosed(ClassNames.internal(type))
                    .ifPresent(
                            why ->
                                    refuse(
                                            place,
                                            "a lambda " + why,
                                            Advice.instead(readable(type))));
        }
        types.check(shape.erased(), place.className(), place.method());
        types.check(shape.actual(), place.className(), place.method());
        shape.bridges().forEach(bridge -> types.check(bridge, place.className(), place.method()));
        if (!isAsked(shape, shape.erased())
                || !shape.bridges().stream().allMatch(bridge -> isAsked(shape, bridge))) {
            return false;
        }
        DirectMethodHandleDesc target = shape.target();
        String owner = target.owner().isArray() ? "[" : ClassNames.internal(target.owner());
        types.check(target.owner(), place.className(), place.method());
        members.check(owner, target.methodName(), target.lookupDescriptor(), place);
        int given = shape.factory().parameterCount() + shape.actual().parameterCount();
        return given == shape.targetParameters().size()
                && shape.bridges().stream()
                        .allMatch(b -> b.parameterCount() == shape.actual().parameterCount())
                && shape.erased().parameterCount() == shape.actual().parameterCount()
                && !target.kind().name().contains("ETTER");
    }

    /**
     * Whether one of its interfaces leaves the method open: else a lambda could be given what the
     * JVM calls of its own accord, as it does finalisers.
     */
    private boolean isAsked(LambdaShape shape, MethodTypeDesc type) {
        return shape.interfaces().stream()
                .map(
                        it ->
                                universe.resolve(
                                        ClassNames.internal(it),
                                        shape.method(),
                                        type.descriptorString()))
                .flatMap(Optional::stream)
                .anyMatch(
                        target ->
                                switch (target) {
                                    case Universe.Target.OfModule(var _, var method) ->
                                            method.flags().has(AccessFlag.ABSTRACT);
                                    case Universe.Target.OfLibrary(var member) ->
                                            InheritedMembers.isAbstract(member);
                                });
    }

    private static boolean isConcatenation(InvokeDynamicInstruction site) {
        MethodTypeDesc type = site.typeSymbol();
        if (!type.returnType().equals(ConstantDescs.CD_String)) {
            return false;
        }
        if (site.bootstrapMethod().methodName().equals("makeConcat")) {
            return site.bootstrapArgs().isEmpty();
        }
        List<ConstantDesc> arguments = site.bootstrapArgs();
        String recipe = (String) arguments.getFirst();
        long length = 0;
        for (ConstantDesc argument : arguments) {
            length += argument.toString().length();
        }
        return length <= MAX_TEXT
                && recipe.chars().filter(c -> c == 1).count() == type.parameterCount()
                && recipe.chars().filter(c -> c == 2).count() == arguments.size() - 1
                && arguments.stream()
                        .allMatch(
                                a ->
                                        a instanceof String
                                                || a instanceof Integer
                                                || a instanceof Long);
    }

    private boolean isSwitch(InvokeDynamicInstruction site, Place place) {
        MethodTypeDesc type = site.typeSymbol();
        ClassDesc target = type.parameterType(0);
        boolean isEnum = site.bootstrapMethod().methodName().equals("enumSwitch");
        boolean hasShape =
                type.parameterCount() == 2
                        && type.parameterType(1).equals(ConstantDescs.CD_int)
                        && type.returnType().equals(ConstantDescs.CD_int);
        return hasShape
                && site.bootstrapArgs().stream()
                        .allMatch(label -> isLabel(label, target, isEnum, place));
    }

    private boolean isLabel(ConstantDesc label, ClassDesc target, boolean isEnum, Place place) {
        Optional<SwitchDesugar.Constant> constant = SwitchDesugar.constant(label, target, isEnum);
        if (constant.isPresent()) {
            ClassDesc type = constant.get().type();
            String owner = ClassNames.internal(type);
            String name = constant.get().name();
            return universe.field(owner, name, type.descriptorString()).isPresent()
                    || universe.allowlist()
                            .member(owner, name, type.descriptorString())
                            .isPresent();
        }
        if (SwitchDesugar.isWhole(label, target)) {
            return true;
        }
        if (label instanceof ClassDesc type) {
            types.check(type, place.className(), place.method());
            return !type.isPrimitive() && !target.isPrimitive();
        }
        return !target.isPrimitive() && (label instanceof String || label instanceof Integer);
    }

    private static boolean isRecord(InvokeDynamicInstruction site, Place place) {
        ClassDesc record = place.owner().thisClass().asSymbol();
        return place.owner()
                        .superclass()
                        .map(s -> s.asInternalName())
                        .orElse("")
                        .equals("java/lang/Record")
                && RecordDesugar.isWellFormed(site.bootstrapArgs(), record)
                && site.typeSymbol().equals(recordType(site.name().stringValue(), record));
    }

    private static MethodTypeDesc recordType(String method, ClassDesc record) {
        return switch (method) {
            case "equals" ->
                    MethodTypeDesc.of(ConstantDescs.CD_boolean, record, ConstantDescs.CD_Object);
            case "hashCode" -> MethodTypeDesc.of(ConstantDescs.CD_int, record);
            case "toString" -> MethodTypeDesc.of(ConstantDescs.CD_String, record);
            default -> throw new IllegalArgumentException(method);
        };
    }

    private static String readable(ClassDesc type) {
        return TypeRules.readable(ClassNames.internal(type));
    }

    private void refuse(Place place, String problem, String advice) {
        findings.add(place.className(), place.method(), problem, advice);
    }
}
