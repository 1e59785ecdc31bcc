package theseus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import theseus.assessment.Finding;
import theseus.assessment.Severity;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.protocol.Artifact;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packing;

/** {@code theseus module check}: would a chain take this module, and in whose place? */
@Command(
        name = "check",
        description = {
            "Would a chain take a module?",
            "Says what is not admitted, in which class, method and line, and what to use instead."
                    + " With --against: may it take the place of another version, whom does that"
                    + " break, which version number does it call for, do its lenses keep the laws?"
        },
        footer = {
            "%nExamples:",
            "  theseus module check target/guestbook.jar",
            "  theseus module check target/guestbook.jar --against guestbook",
            "Each finding is one line: error, warning or note; code; what; whom it concerns; what to do.",
            "Errors end it with exit code 1."
        })
final class ModuleCheckCommand implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The module, built.")
    private Path jar = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "WHAT",
            description =
                    "What it would replace: a JAR, an instance of the running node (consent, or"
                            + " consent@1200 for after that block), or a node's directory.")
    private Optional<String> against = Optional.empty();

    @Mixin private DeclarationOptions declarations = new DeclarationOptions();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        if (against.isEmpty() && !declarations.isEmpty()) {
            throw Failure.usage(
                    "A declared difference is one from another version; name it with --against.");
        }
        switch (ModuleFile.pack(jar)) {
            case Packing.Rejected rejected -> refuse(rejected.findings());
            case Packing.Packed packed -> {
                if (new BytecodeRuntime().admit(packed.artifact())
                        instanceof Admission.Rejected rejected) {
                    refuse(rejected.findings());
                }
                compare(new ModuleFile(jar, packed.artifact(), packed.descriptor()));
            }
        }
    }

    private void compare(ModuleFile candidate) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("admitted", true);
        document.put("module", candidate.descriptor().module());
        document.put("version", candidate.descriptor().version());
        document.put("artifact", candidate.artifact().hash().toString());
        document.put("sizeBytes", candidate.artifact().encode().size());
        Artifact artifact = candidate.artifact();
        List<Finding> findings =
                new ArrayList<>(CodeHints.findings(artifact, candidate.descriptor()));
        findings.addAll(ProbeFindings.of(artifact).findings());
        against.ifPresent(
                text -> {
                    Baseline baseline = Baseline.of(text, candidate.descriptor(), node);
                    Checked checked = Checked.of(candidate, baseline);
                    document.put("against", checked.describe());
                    findings.addAll(checked.findings());
                    findings.addAll(
                            DeclaredTables.findings(
                                    declarations.read(),
                                    baseline.descriptor(),
                                    candidate.descriptor()));
                });
        report(document, findings);
    }

    private void report(Map<String, Object> document, List<Finding> findings) {
        long errors = findings.stream().filter(one -> one.severity() == Severity.ERROR).count();
        if (output.json()) {
            document.put("findings", findings.stream().map(ModuleCheckCommand::plain).toList());
        } else {
            findings.forEach(finding -> output.line("%s", finding.line()));
        }
        if (errors > 0) {
            throw output.failed(
                    document,
                    Failure.refused(
                            "NOT_COMPATIBLE",
                            errors
                                    + (errors == 1 ? " error" : " errors")
                                    + ": it cannot take that place as it is."));
        }
        output.result(document);
    }

    /** The code itself is not admitted; nothing more can be said about it. */
    private void refuse(List<ModuleRuntime.Finding> found) {
        List<Finding> findings = found.stream().map(ModuleCheckCommand::notAdmitted).toList();
        findings.forEach(finding -> output.line("%s", finding.line()));
        throw Failure.refused(
                        "NOT_ADMITTED",
                        findings.size()
                                + (findings.size() == 1 ? " finding" : " findings")
                                + " in "
                                + jar)
                .about(
                        Map.of(
                                "admitted",
                                false,
                                "findings",
                                findings.stream().map(ModuleCheckCommand::plain).toList()));
    }

    private static Finding notAdmitted(ModuleRuntime.Finding finding) {
        return new Finding(
                Severity.ERROR,
                "NOT_ADMITTED",
                finding.where(),
                finding.problem(),
                "",
                finding.advice());
    }

    private static Map<String, Object> plain(Finding finding) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("severity", finding.severity().name());
        line.put("code", finding.code());
        line.put("where", finding.where());
        line.put("what", finding.what());
        line.put("breaks", finding.breaks());
        line.put("todo", finding.todo());
        return line;
    }
}
