package theseus.runtime;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;

/** Counts what a class would link at its first execution, or look up by reflection. */
final class LateLinks {
    private LateLinks() {}

    static long in(byte[] content) {
        return ClassFile.of().parse(content).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .filter(
                        one ->
                                one.opcode() == Opcode.INVOKEDYNAMIC
                                        || one.toString().contains("java/lang/reflect")
                                        || one.toString().contains("java/lang/invoke"))
                .count();
    }
}
