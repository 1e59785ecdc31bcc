package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Mistakes that a meter could make, made in classes that were instrumented rightly. */
enum PlantedBug {
    /** Who jumps back pays nothing. */
    LOOP_UNPAID("charge"),
    HANDLER_UNPAID("handler"),
    ARRAY_UNPAID("array"),
    /** A method that returns keeps its frame. */
    STACK_KEPT("exit");

    private final String call;

    PlantedBug(String call) {
        this.call = call;
    }

    SortedMap<String, byte[]> in(SortedMap<String, byte[]> instrumented) {
        List<ClassModel> models =
                instrumented.values().stream().map(ClassFile.of()::parse).toList();
        ClassFile context = new Universe(models, Allowlist.instance()).context();
        SortedMap<String, byte[]> planted = new TreeMap<>();
        for (ClassModel model : models) {
            planted.put(
                    model.thisClass().asInternalName(),
                    context.transformClass(
                            model,
                            ClassTransform.transformingMethodBodies(
                                    CodeTransform.ofStateful(this::without))));
        }
        return planted;
    }

    private CodeTransform without() {
        int[] labels = new int[1];
        return (code, element) -> {
            if (element instanceof LabelTarget) {
                labels[0]++;
            }
            boolean isOne =
                    element instanceof InvokeInstruction it
                            && it.owner().asInternalName().equals(GuestClasses.PACKAGE + "Meter")
                            && it.name().equalsString(call)
                            && (this != LOOP_UNPAID || labels[0] > 1);
            if (isOne) {
                code.pop(); // what it takes; an array's length stays
            } else {
                code.with(element);
            }
        };
    }
}
