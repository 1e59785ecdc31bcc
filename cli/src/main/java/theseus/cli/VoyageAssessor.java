package theseus.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import theseus.assessment.Finding;
import theseus.assessment.Report;
import theseus.assessment.ReportPage;
import theseus.assessment.Risk;
import theseus.client.ChainClient;
import theseus.health.Assessor;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Plan;

/**
 * The risk report of the voyage: what {@code theseus module rehearse} does, over its last blocks.
 *
 * @param directory where reports lie afterwards, as JSON and as a page
 */
record VoyageAssessor(URI node, Genesis genesis, Path directory) implements Assessor {
    @Override
    public Assessed assess(String instance, Artifact artifact, long blocks) {
        Descriptor descriptor =
                Descriptor.decode(
                        Optional.ofNullable(artifact.entries().get(Artifact.DESCRIPTOR))
                                .orElseThrow(
                                        () ->
                                                Failure.unavailable(
                                                        "The candidate has no descriptor.")));
        Path report = report(directory, instance, descriptor.version());
        try (ChainClient client = ChainClient.trusting(genesis, node)) {
            Report made =
                    Rehearsal.run(
                            order(
                                    client,
                                    instance,
                                    new ModuleFile(report, artifact, descriptor),
                                    blocks),
                            new Screen(new PrintWriter(Writer.nullWriter())));
            ModuleReportCommand.write(
                    report.resolveSibling(report.getFileName() + ".json"),
                    Output.write(made.document()) + "\n");
            ModuleReportCommand.write(
                    report.resolveSibling(report.getFileName() + ".html"), ReportPage.of(made));
            Risk risk = made.assessment().risk();
            return new Assessed(
                    made.assessment().hash(),
                    risk.level().name(),
                    risk.reasons().stream().map(Risk.Reason::sentence).toList(),
                    made.assessment().rehearsed().sample().blocks(),
                    made.assessment().rehearsed().sample().touched());
        }
    }

    /** Without its ending. */
    static Path report(Path directory, String instance, String version) {
        return directory.resolve(instance + "-" + version + "-report");
    }

    private static Rehearsal.Order order(
            ChainClient client, String instance, ModuleFile candidate, long blocks) {
        Deployment deployment = Deployment.of(client, OptionalLong.empty());
        List<Finding> findings =
                new ArrayList<>(CodeHints.findings(candidate.artifact(), candidate.descriptor()));
        findings.addAll(ProbeFindings.of(candidate.artifact()).findings());
        findings.addAll(
                Checked.of(candidate, Baseline.of(deployment, instance, "the chain")).findings());
        Deployment.Deployed base = deployment.instance(instance);
        Plan plan =
                new Plan(
                        deployment.chain(),
                        "rehearsal of " + instance,
                        List.of(
                                new Plan.Action.Upgrade(
                                        instance,
                                        base.hash(),
                                        candidate.artifact().hash(),
                                        base.bindings(),
                                        base.granted())),
                        false,
                        false,
                        Schedules.named("demo", false, false),
                        List.of(),
                        List.of(),
                        Optional.empty());
        return new Rehearsal.Order(client, deployment, instance, candidate, plan, blocks, findings);
    }
}
