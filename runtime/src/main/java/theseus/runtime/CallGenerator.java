package theseus.runtime;

import static theseus.runtime.Emitter.OBJECT;
import static theseus.runtime.Emitter.OBJECTS;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import theseus.sdk.Context;
import theseus.sdk.Result;
import theseus.sdk.View;

/** Writes stubs (the caller's side) and skeletons (the callee's) of interfaces between modules. */
final class CallGenerator {
    private static final ClassDesc VIEW = Emitter.of(View.class);
    private static final ClassDesc CONTEXT = Emitter.of(Context.class);
    private static final ClassDesc RESULT = Emitter.of(Result.class);
    private static final ClassDesc OUTGOING = Emitter.of(Outgoing.class);
    private static final ClassDesc INCOMING = Emitter.of(Incoming.class);

    private CallGenerator() {}

    /** A class that implements {@code type} by handing each call to an {@link Outgoing}. */
    static byte[] stub(Class<?> type, List<CallMethod> methods) {
        ClassDesc self = ClassDesc.of(Generated.stub(type));
        MethodTypeDesc init = MethodTypeDesc.of(ConstantDescs.CD_void, OUTGOING);
        return Emitter.build(
                self,
                Emitter.of(type),
                builder -> {
                    builder.withField(
                            "calls", OUTGOING, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
                    builder.withMethodBody(
                            ConstantDescs.INIT_NAME,
                            init,
                            ClassFile.ACC_PUBLIC,
                            code -> {
                                code.aload(0);
                                code.invokespecial(
                                        OBJECT, ConstantDescs.INIT_NAME, Emitter.NO_ARGUMENTS);
                                code.aload(0).aload(1).putfield(self, "calls", OUTGOING).return_();
                            });
                    builder.withMethodBody( // Object's shows an identity
                            "toString",
                            MethodTypeDesc.of(ConstantDescs.CD_String),
                            ClassFile.ACC_PUBLIC,
                            code -> code.loadConstant(Generated.stub(type)).areturn());
                    for (int i = 0; i < methods.size(); i++) {
                        int number = i;
                        CallMethod method = methods.get(i);
                        builder.withMethodBody(
                                method.name(),
                                desc(method),
                                ClassFile.ACC_PUBLIC,
                                code -> handOver(code, self, number, method));
                    }
                });
    }

    private static void handOver(CodeBuilder code, ClassDesc self, int number, CallMethod method) {
        code.aload(0).getfield(self, "calls", OUTGOING).loadConstant(number).aload(1);
        List<Shape> parameters = method.parameterShapes();
        code.loadConstant(parameters.size()).anewarray(OBJECT);
        for (int i = 0; i < parameters.size(); i++) {
            Shape shape = parameters.get(i);
            code.dup().loadConstant(i);
            code.loadLocal(TypeKind.from(shape.desc()), code.parameterSlot(i + 1));
            Emitter.box(code, shape);
            code.aastore();
        }
        code.invokevirtual(
                OUTGOING, "call", MethodTypeDesc.of(RESULT, ConstantDescs.CD_int, VIEW, OBJECTS));
        code.areturn();
    }

    /** A class that calls an implementation of {@code type} by number. */
    static byte[] skeleton(Class<?> type, List<CallMethod> methods) {
        ClassDesc self = ClassDesc.of(Generated.skeleton(type));
        return Emitter.build(
                self,
                INCOMING,
                builder -> {
                    Emitter.constructor(builder);
                    builder.withMethodBody(
                            "call",
                            MethodTypeDesc.of(OBJECT, OBJECT, ConstantDescs.CD_int, VIEW, OBJECTS),
                            ClassFile.ACC_PUBLIC,
                            code -> dispatch(code, Emitter.of(type), methods));
                });
    }

    private static void dispatch(CodeBuilder code, ClassDesc type, List<CallMethod> methods) {
        Label never = code.newLabel();
        List<SwitchCase> jumps = new ArrayList<>();
        for (int i = 0; i < methods.size(); i++) {
            jumps.add(SwitchCase.of(i, code.newLabel()));
        }
        code.iload(2).tableswitch(0, methods.size() - 1, never, jumps);
        for (int i = 0; i < methods.size(); i++) {
            CallMethod method = methods.get(i);
            code.labelBinding(jumps.get(i).target()).aload(1).checkcast(type).aload(3);
            if (!method.readOnly()) {
                code.checkcast(CONTEXT);
            }
            List<Shape> parameters = method.parameterShapes();
            for (int p = 0; p < parameters.size(); p++) {
                code.aload(4).loadConstant(p).aaload();
                Emitter.unbox(code, parameters.get(p));
            }
            code.invokeinterface(type, method.name(), desc(method)).areturn();
        }
        code.labelBinding(never).aconst_null().areturn();
    }

    private static MethodTypeDesc desc(CallMethod method) {
        List<ClassDesc> parameters = new ArrayList<>();
        parameters.add(method.readOnly() ? VIEW : CONTEXT);
        method.parameterShapes().forEach(shape -> parameters.add(shape.desc()));
        return MethodTypeDesc.of(RESULT, parameters);
    }
}
