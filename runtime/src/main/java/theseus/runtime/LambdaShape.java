package theseus.runtime;

import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call site of {@link java.lang.invoke.LambdaMetafactory} asks for.
 *
 * @param factory from the captured values to the functional interface
 * @param erased the interface's method as it is declared
 * @param target what runs
 * @param actual the interface's method as it is used here
 * @param interfaces the functional interface and markers
 * @param bridges further descriptors of the method
 */
record LambdaShape(
        String method,
        MethodTypeDesc factory,
        MethodTypeDesc erased,
        DirectMethodHandleDesc target,
        MethodTypeDesc actual,
        List<ClassDesc> interfaces,
        List<MethodTypeDesc> bridges,
        boolean serializable) {
    private static final int SERIALIZABLE = 1;
    private static final int MARKERS = 2;
    private static final int BRIDGES = 4;

    static LambdaShape of(InvokeDynamicInstruction site) {
        List<ConstantDesc> arguments = site.bootstrapArgs();
        MethodTypeDesc factory = site.typeSymbol();
        List<ClassDesc> interfaces = new ArrayList<>(List.of(factory.returnType()));
        List<MethodTypeDesc> bridges = new ArrayList<>();
        int flags = arguments.size() > 3 ? (Integer) arguments.get(3) : 0;
        int next = 4;
        if ((flags & MARKERS) != 0) {
            int end = next + 1 + (Integer) arguments.get(next);
            for (next++; next < end; next++) {
                interfaces.add((ClassDesc) arguments.get(next));
            }
        }
        if ((flags & BRIDGES) != 0) {
            int end = next + 1 + (Integer) arguments.get(next);
            for (next++; next < end; next++) {
                bridges.add((MethodTypeDesc) arguments.get(next));
            }
        }
        return new LambdaShape(
                site.name().stringValue(),
                factory,
                (MethodTypeDesc) arguments.get(0),
                (DirectMethodHandleDesc) arguments.get(1),
                (MethodTypeDesc) arguments.get(2),
                interfaces.stream().distinct().toList(),
                bridges.stream().distinct().toList(),
                (flags & SERIALIZABLE) != 0);
    }

    /** The parameters of {@link #target}, its receiver included. */
    List<ClassDesc> targetParameters() {
        return target.invocationType().parameterList();
    }
}
