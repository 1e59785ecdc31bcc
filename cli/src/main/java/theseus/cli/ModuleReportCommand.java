package theseus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import theseus.assessment.Finding;
import theseus.assessment.Report;
import theseus.assessment.ReportPage;
import theseus.assessment.Risk;
import theseus.assessment.Severity;

/** {@code theseus module report}: checks a risk report's hash, and draws its page. */
@Command(
        name = "report",
        description = {
            "Check a risk report, and draw its page.",
            "Computes the hash again from what the report says; a plan that names this hash was"
                    + " assessed by exactly this report."
        })
final class ModuleReportCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "The report as JSON.")
    private Path file = Path.of("");

    @Option(names = "--page", paramLabel = "FILE", description = "Also write it as an HTML page.")
    private Optional<Path> page = Optional.empty();

    @Mixin private Output output = new Output();

    @Override
    public void run() {
        Report report = ReportFile.read(file);
        page.ifPresent(path -> write(path, ReportPage.of(report)));
        output.result(summary(report));
    }

    static Map<String, Object> summary(Report report) {
        Risk risk = report.assessment().risk();
        var subject = report.assessment().rehearsed().subject();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("hash", report.assessment().hash().toString());
        document.put("risk", risk.level().name());
        document.put(
                "reasons",
                risk.reasons().stream()
                        .map(reason -> reason.level() + " " + reason.sentence())
                        .toList());
        List<String> findings =
                report.assessment().rehearsed().findings().stream()
                        .filter(one -> one.severity() != Severity.NOTE)
                        .map(Finding::line)
                        .toList();
        if (!findings.isEmpty()) {
            document.put("findings", findings);
        }
        document.put("instance", subject.instance());
        document.put("from", subject.module() + " " + subject.fromVersion());
        document.put("to", subject.module() + " " + subject.toVersion());
        document.put("candidate", subject.to().toString());
        document.put("chain", subject.chain().toString());
        return document;
    }

    static void write(Path path, String text) {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(path, text);
        } catch (IOException e) {
            throw Failure.unavailable("Cannot write " + path + ": " + e.getMessage());
        }
    }
}
