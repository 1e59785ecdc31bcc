package theseus.cli;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;

/**
 * What is written in a module's classes and not declared in its {@code define}: a chain takes it,
 * and its author meant something else.
 */
final class CodeHints {
    private static final String SDK = "theseus/sdk/";

    private final Descriptor descriptor;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> tables = new TreeSet<>();

    private CodeHints(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    static List<Finding> findings(Artifact artifact, Descriptor descriptor) {
        CodeHints hints = new CodeHints(descriptor);
        artifact.entries()
                .forEach(
                        (path, content) -> {
                            if (path.endsWith(".class")) {
                                hints.look(ClassFile.of().parse(content.toArray()));
                            }
                        });
        return hints.findings;
    }

    private void look(ClassModel model) {
        for (var parent : model.interfaces()) {
            String name = simpleName(model);
            switch (parent.asInternalName()) {
                case SDK + "Message" -> handled(name);
                case SDK + "Query" -> answered(name);
                default -> {}
            }
        }
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> tables(code.elementList()));
        }
    }

    private void handled(String name) {
        if (descriptor.messages().stream().noneMatch(message -> message.name().equals(name))) {
            warn(
                    "MESSAGE_NOT_HANDLED",
                    "message " + name,
                    "no handler takes it",
                    "add .handles(%s.class, this::...) to define".formatted(name));
        }
    }

    private void answered(String name) {
        if (descriptor.queries().stream().noneMatch(query -> query.name().equals(name))) {
            warn(
                    "QUERY_NOT_ANSWERED",
                    "query " + name,
                    "nothing answers it",
                    "add .answers(%s.class, ...) to define".formatted(name));
        }
    }

    /** The text before a call of {@code Table.of} in the same expression is the table's name. */
    private void tables(List<CodeElement> code) {
        String text = "";
        for (CodeElement element : code) {
            if (element instanceof ConstantInstruction.LoadConstantInstruction constant
                    && constant.constantValue() instanceof String loaded) {
                text = loaded;
            } else if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals(SDK + "Table")
                    && call.name().stringValue().equals("of")) {
                declared(text);
            }
        }
    }

    private void declared(String name) {
        boolean known =
                descriptor.tables().stream().anyMatch(table -> table.name().equals(name))
                        || descriptor.lenses().stream().anyMatch(lens -> lens.table().equals(name));
        if (!known && tables.add(name)) {
            warn(
                    "TABLE_NOT_DECLARED",
                    "table " + name,
                    "is not declared, so every access to it traps",
                    "add .table(...) to define");
        }
    }

    private static String simpleName(ClassModel model) {
        String name = model.thisClass().asInternalName();
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
    }

    private void warn(String code, String where, String what, String todo) {
        findings.add(new Finding(Severity.WARNING, code, where, what, "", todo));
    }
}
