package theseus.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the metered body of one method. Handlers are entered through a landing at the method's
 * end, which no handler covers: there a trap is passed on, and the handler's own work is charged,
 * so that running out while handling leaves the method.
 */
final class MethodMeter {
    private static final ClassDesc METER = ClassNames.guest("Meter");
    private static final ClassDesc GUARD = ClassNames.guest("Guard");
    private static final MethodTypeDesc INT_TO_VOID =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc VOID_TO_INT = MethodTypeDesc.of(ConstantDescs.CD_int);
    private static final MethodTypeDesc MUST_PASS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Throwable);

    /** The types whose handlers could catch a trap, or what the kernel throws through. */
    private static final Set<String> WIDE =
            Set.of(
                    "java/lang/Throwable",
                    "java/lang/Error",
                    "java/lang/Exception",
                    "java/lang/RuntimeException");

    private record Landing(Label handler, boolean isWide) {}

    private final Redirector redirector;
    private final CodeAttribute model;
    private final GasPlan plan;
    private final boolean isAccounted;
    private final int frameBytes;
    private final Map<Landing, Label> landings = new LinkedHashMap<>();

    MethodMeter(Redirector redirector, CodeModel model, boolean isAccounted) {
        this.redirector = redirector;
        this.model = (CodeAttribute) model;
        this.isAccounted = isAccounted;
        plan = new GasPlan(model, redirector::gas);
        frameBytes = Frames.frameBytes(this.model);
    }

    private int depthLocal() {
        return model.maxLocals();
    }

    void write(CodeBuilder code) {
        List<CodeElement> elements = model.elementList();
        boolean hasHandlers = elements.stream().anyMatch(ExceptionCatch.class::isInstance);
        if (isAccounted) {
            code.loadConstant(frameBytes).invokestatic(METER, "enter", INT_TO_VOID);
            if (hasHandlers) {
                code.invokestatic(METER, "depth", VOID_TO_INT).istore(depthLocal());
            }
        }
        for (int i = 0; i < elements.size(); i++) {
            CodeElement element = elements.get(i);
            if (element instanceof LabelTarget) {
                writeElement(code, element);
                charge(code, plan.chargeAt(i)); // behind the label: who jumps to it pays as well
            } else {
                charge(code, plan.chargeAt(i));
                writeElement(code, element);
            }
        }
        landings.forEach((landing, label) -> land(code, landing, label));
    }

    private void writeElement(CodeBuilder code, CodeElement element) {
        switch (element) {
            case ExceptionCatch caught -> {
                boolean isWide = isWide(caught.catchType());
                var landing = new Landing(caught.handler(), isWide);
                Label label = landings.computeIfAbsent(landing, key -> code.newLabel());
                if (caught.catchType().isPresent()) {
                    ClassDesc type = caught.catchType().get().asSymbol();
                    code.exceptionCatch(caught.tryStart(), caught.tryEnd(), label, type);
                } else {
                    code.exceptionCatchAll(caught.tryStart(), caught.tryEnd(), label);
                }
            }
            case ReturnInstruction result -> {
                if (isAccounted) {
                    code.loadConstant(frameBytes).invokestatic(METER, "exit", INT_TO_VOID);
                }
                code.with(result);
            }
            default -> redirector.write(code, element, depthLocal() + 1);
        }
    }

    private static boolean isWide(Optional<ClassEntry> type) {
        return type.isEmpty() || WIDE.contains(type.get().asInternalName());
    }

    private void land(CodeBuilder code, Landing landing, Label label) {
        code.labelBinding(label);
        if (landing.isWide()) {
            Label mine = code.newLabel();
            code.dup().invokestatic(GUARD, "mustPass", MUST_PASS).ifeq(mine);
            code.athrow().labelBinding(mine);
        }
        code.loadConstant(plan.handler(landing.handler()))
                .invokestatic(METER, "handler", INT_TO_VOID);
        if (isAccounted) {
            code.iload(depthLocal()).invokestatic(METER, "depth", INT_TO_VOID);
        }
        code.goto_(landing.handler());
    }

    private static void charge(CodeBuilder code, int gas) {
        if (gas > 0) {
            code.loadConstant(gas).invokestatic(METER, "charge", INT_TO_VOID);
        }
    }
}
