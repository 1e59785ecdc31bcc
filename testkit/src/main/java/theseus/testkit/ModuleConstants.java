package theseus.testkit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import theseus.protocol.Artifact;

/**
 * The numbers and texts that a module's code mentions. A branch that only one value takes mentions
 * it, so values are made from these too.
 */
final class ModuleConstants {
    private static final int MAX_TEXT_LENGTH = 1_000;

    private final List<Long> numbers;
    private final List<String> texts;

    private ModuleConstants(TreeSet<Long> numbers, TreeSet<String> texts) {
        this.numbers = new ArrayList<>(numbers);
        this.texts = new ArrayList<>(texts);
    }

    static ModuleConstants of(Artifact artifact) {
        TreeSet<Long> numbers = new TreeSet<>();
        TreeSet<String> texts = new TreeSet<>();
        artifact.entries()
                .forEach(
                        (path, content) -> {
                            if (path.endsWith(".class")) {
                                collect(ClassFile.of().parse(content.toArray()), numbers, texts);
                            }
                        });
        return new ModuleConstants(numbers, texts);
    }

    private static void collect(ClassModel model, TreeSet<Long> numbers, TreeSet<String> texts) {
        for (MethodModel method : model.methods()) {
            method.code()
                    .ifPresent(
                            code ->
                                    code.forEach(
                                            element -> {
                                                if (element instanceof ConstantInstruction it) {
                                                    add(it.constantValue(), numbers, texts);
                                                }
                                            }));
        }
    }

    private static void add(Object constant, TreeSet<Long> numbers, TreeSet<String> texts) {
        switch (constant) {
            case Integer number -> numbers.add(number.longValue());
            case Long number -> numbers.add(number);
            case String text when text.length() <= MAX_TEXT_LENGTH -> texts.add(text);
            default -> {}
        }
    }

    /** One of the numbers or a neighbour of it. */
    Optional<Long> number(Random random) {
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(numbers.get(random.nextInt(numbers.size())) + random.nextInt(3) - 1);
    }

    Optional<String> text(Random random) {
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(texts.get(random.nextInt(texts.size())));
    }
}
