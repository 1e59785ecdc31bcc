package theseus.runtime;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * Makes a plain class of a lambda or method reference: captured values are its fields. It joins the
 * nest of the class it comes from, so that it may call that class's private methods.
 */
final class LambdaDesugar {
    private static final String INSTANCE = "INSTANCE";
    private static final String MAKE = "make";

    private final ClassFile context;
    private final ClassDesc nestHost;

    LambdaDesugar(ClassFile context, ClassDesc nestHost) {
        this.context = context;
        this.nestHost = nestHost;
    }

    void replace(InvokeDynamicInstruction site, CodeBuilder code, Additions additions) {
        LambdaShape shape = LambdaShape.of(site);
        ClassDesc name = additions.nextLambda();
        additions.addClass(name, build(name, shape));
        if (shape.factory().parameterCount() == 0) {
            code.getstatic(name, INSTANCE, name);
        } else {
            code.invokestatic(name, MAKE, shape.factory());
        }
    }

    private byte[] build(ClassDesc name, LambdaShape shape) {
        return context.build(
                name,
                builder -> {
                    builder.withVersion(ClassFile.JAVA_25_VERSION, 0)
                            .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                            .withInterfaceSymbols(shape.interfaces())
                            .with(NestHostAttribute.of(nestHost));
                    fields(builder, shape);
                    constructor(builder, name, shape);
                    if (shape.factory().parameterCount() == 0) {
                        singleton(builder, name);
                    } else {
                        factory(builder, name, shape);
                    }
                    method(builder, name, shape, shape.erased());
                    for (MethodTypeDesc bridge : shape.bridges()) {
                        if (!bridge.equals(shape.erased())) {
                            method(builder, name, shape, bridge);
                        }
                    }
                });
    }

    private static void fields(ClassBuilder builder, LambdaShape shape) {
        List<ClassDesc> captured = shape.factory().parameterList();
        for (int i = 0; i < captured.size(); i++) {
            builder.withField(
                    "c" + i, captured.get(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        }
    }

    private static MethodTypeDesc constructorType(LambdaShape shape) {
        return shape.factory().changeReturnType(ConstantDescs.CD_void);
    }

    private static void constructor(ClassBuilder builder, ClassDesc name, LambdaShape shape) {
        builder.withMethodBody(
                ConstantDescs.INIT_NAME,
                constructorType(shape),
                ClassFile.ACC_PRIVATE,
                code -> {
                    code.aload(0);
                    code.invokespecial(
                            ConstantDescs.CD_Object,
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void);
                    List<ClassDesc> captured = shape.factory().parameterList();
                    for (int i = 0; i < captured.size(); i++) {
                        code.aload(0);
                        code.loadLocal(TypeKind.from(captured.get(i)), code.parameterSlot(i));
                        code.putfield(name, "c" + i, captured.get(i));
                    }
                    code.return_();
                });
    }

    private static void singleton(ClassBuilder builder, ClassDesc name) {
        builder.withField(INSTANCE, name, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        builder.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME,
                ConstantDescs.MTD_void,
                ClassFile.ACC_STATIC,
                code ->
                        code.new_(name)
                                .dup()
                                .invokespecial(
                                        name, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                .putstatic(name, INSTANCE, name)
                                .return_());
    }

    private static void factory(ClassBuilder builder, ClassDesc name, LambdaShape shape) {
        builder.withMethodBody(
                MAKE,
                shape.factory(),
                ClassFile.ACC_STATIC,
                code -> {
                    code.new_(name).dup();
                    List<ClassDesc> captured = shape.factory().parameterList();
                    for (int i = 0; i < captured.size(); i++) {
                        code.loadLocal(TypeKind.from(captured.get(i)), code.parameterSlot(i));
                    }
                    code.invokespecial(name, ConstantDescs.INIT_NAME, constructorType(shape));
                    code.areturn();
                });
    }

    private static void method(
            ClassBuilder builder, ClassDesc name, LambdaShape shape, MethodTypeDesc type) {
        builder.withMethodBody(
                shape.method(), type, ClassFile.ACC_PUBLIC, code -> body(code, name, shape, type));
    }

    private static void body(
            CodeBuilder code, ClassDesc name, LambdaShape shape, MethodTypeDesc type) {
        DirectMethodHandleDesc target = shape.target();
        if (target.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
            code.new_(target.owner()).dup();
        }
        List<ClassDesc> captured = shape.factory().parameterList();
        for (int i = 0; i < captured.size(); i++) {
            code.aload(0).getfield(name, "c" + i, captured.get(i));
        }
        List<ClassDesc> wanted = shape.targetParameters();
        for (int i = 0; i < type.parameterCount(); i++) {
            ClassDesc given = type.parameterType(i);
            ClassDesc used = shape.actual().parameterType(i);
            code.loadLocal(TypeKind.from(given), code.parameterSlot(i));
            Boxing.convert(code, given, used);
            Boxing.convert(code, used, wanted.get(captured.size() + i));
        }
        call(code, target);
        ClassDesc result = target.invocationType().returnType();
        if (!result.equals(ConstantDescs.CD_void)) {
            Boxing.convert(code, result, shape.actual().returnType());
        }
        code.return_(TypeKind.from(type.returnType()));
    }

    private static void call(CodeBuilder code, DirectMethodHandleDesc target) {
        var type = MethodTypeDesc.ofDescriptor(target.lookupDescriptor());
        String method = target.methodName();
        boolean isInterface = target.isOwnerInterface();
        switch (target.kind()) {
            case STATIC, INTERFACE_STATIC ->
                    code.invokestatic(target.owner(), method, type, isInterface);
            case CONSTRUCTOR -> code.invokespecial(target.owner(), method, type);
            case INTERFACE_VIRTUAL, INTERFACE_SPECIAL ->
                    code.invokeinterface(target.owner(), method, type);
            case VIRTUAL, SPECIAL -> {
                if (isInterface) {
                    code.invokeinterface(target.owner(), method, type);
                } else {
                    code.invokevirtual(target.owner(), method, type);
                }
            }
            case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
                    throw new IllegalArgumentException("a lambda cannot be a field: " + method);
        }
    }
}
