package theseus.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * Writes out what {@link java.lang.runtime.ObjectMethods} would do for a record: equality field by
 * field and the usual text. Its hash code depends on identities (of enums), so there is none.
 */
final class RecordDesugar {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final MethodTypeDesc OBJECTS_EQUALS =
            MethodTypeDesc.of(
                    ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

    private RecordDesugar() {}

    static void replace(InvokeDynamicInstruction site, CodeBuilder code, Additions additions) {
        MethodTypeDesc type = site.typeSymbol();
        List<DirectMethodHandleDesc> fields =
                site.bootstrapArgs().stream()
                        .skip(2)
                        .map(DirectMethodHandleDesc.class::cast)
                        .toList();
        ClassDesc record = additions.owner();
        switch (site.name().stringValue()) {
            case "equals" -> additions.callHelper(code, type, body -> equals(body, record, fields));
            case "toString" -> additions.callHelper(code, type, body -> text(body, record, fields));
            case "hashCode" ->
                    additions.callHelper(
                            code,
                            type,
                            body ->
                                    body.invokestatic(
                                                    ClassNames.guest("Values"),
                                                    "noHashCode",
                                                    MethodTypeDesc.of(ConstantDescs.CD_int))
                                            .ireturn());
            default -> throw new IllegalArgumentException("no such method of a record");
        }
    }

    private static ClassDesc type(DirectMethodHandleDesc field) {
        return field.invocationType().returnType();
    }

    private static void equals(
            CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> fields) {
        Label differs = code.newLabel();
        Label same = code.newLabel();
        code.aload(0).aload(1).if_acmpeq(same);
        code.aload(1).instanceOf(record).ifeq(differs);
        code.aload(1).checkcast(record).astore(2);
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = type(field);
            code.aload(0).getfield(record, field.methodName(), type);
            code.aload(2).getfield(record, field.methodName(), type);
            switch (TypeKind.from(type)) {
                case REFERENCE ->
                        code.invokestatic(OBJECTS, "equals", OBJECTS_EQUALS).ifeq(differs);
                case LONG -> code.lcmp().ifne(differs);
                default -> code.if_icmpne(differs);
            }
        }
        code.labelBinding(same).iconst_1().ireturn();
        code.labelBinding(differs).iconst_0().ireturn();
    }

    private static void text(
            CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> fields) {
        ConcatDesugar.start(code);
        String separator = simpleName(record) + "[";
        for (DirectMethodHandleDesc field : fields) {
            code.loadConstant(separator + field.methodName() + "=");
            ConcatDesugar.append(code, ConstantDescs.CD_String);
            code.aload(0).getfield(record, field.methodName(), type(field));
            ConcatDesugar.append(code, type(field));
            separator = ", ";
        }
        code.loadConstant(fields.isEmpty() ? separator + "]" : "]");
        ConcatDesugar.append(code, ConstantDescs.CD_String);
        ConcatDesugar.finish(code);
        code.areturn();
    }

    private static String simpleName(ClassDesc record) {
        String name = record.displayName();
        int start = name.lastIndexOf('$') + 1;
        while (Character.isDigit(name.charAt(start))) { // javac numbers local classes
            start++;
        }
        return name.substring(start);
    }

    /** The names of the components, for the verifier: the bootstrap's second argument. */
    static boolean isWellFormed(List<ConstantDesc> arguments, ClassDesc record) {
        return arguments.size() >= 2
                && record.equals(arguments.getFirst())
                && arguments.stream()
                        .skip(2)
                        .allMatch(
                                field ->
                                        field instanceof DirectMethodHandleDesc handle
                                                && handle.kind()
                                                        == DirectMethodHandleDesc.Kind.GETTER
                                                && handle.owner().equals(record));
    }
}
