package theseus.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.ModuleRuntime.Finding;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.runtime.BytecodeRuntime;
import theseus.runtime.Packing;

/** {@code theseus module check}: would a chain take this module? */
@Command(
        name = "check",
        description = {
            "Would a chain take a module?",
            "Says what is not admitted, in which class and method, and what to use instead."
        })
final class ModuleCheckCommand implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The module, built.")
    private Path jar = Path.of("");

    @Mixin private Output output = new Output();

    @Override
    public void run() {
        switch (ModuleFile.pack(jar)) {
            case Packing.Packed packed -> admit(packed.artifact(), packed.descriptor());
            case Packing.Rejected rejected -> refuse(rejected.findings());
        }
    }

    private void admit(Artifact artifact, Descriptor descriptor) {
        switch (new BytecodeRuntime().admit(artifact)) {
            case Admission.Rejected rejected -> refuse(rejected.findings());
            case Admission.Admitted _ -> {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("admitted", true);
                document.put("module", descriptor.module());
                document.put("version", descriptor.version());
                document.put("artifact", artifact.hash().toString());
                document.put("sizeBytes", artifact.encode().size());
                document.put("findings", List.of());
                output.result(document);
            }
        }
    }

    private void refuse(List<Finding> findings) {
        List<Map<String, Object>> lines = findings.stream().map(ModuleCheckCommand::plain).toList();
        findings.forEach(finding -> output.line("%s", sentence(finding)));
        throw Failure.refused(
                        "NOT_ADMITTED",
                        findings.size()
                                + (findings.size() == 1 ? " finding" : " findings")
                                + " in "
                                + jar)
                .about(Map.of("admitted", false, "findings", lines));
    }

    private static Map<String, Object> plain(Finding finding) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("class", finding.className());
        line.put("method", finding.method());
        line.put("problem", finding.problem());
        line.put("advice", finding.advice());
        return line;
    }

    private static String sentence(Finding finding) {
        String where =
                finding.method().isEmpty()
                        ? finding.className()
                        : finding.className() + "." + finding.method();
        return (where.isEmpty() ? "" : where + ": ")
                + finding.problem()
                + (finding.advice().isEmpty() ? "" : "; " + finding.advice());
    }
}
