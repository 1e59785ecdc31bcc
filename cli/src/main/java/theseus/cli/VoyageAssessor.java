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
import theseus.protocol.Genesis;
import theseus.protocol.Plan;

/**
 * The risk report of the voyage: what {@code theseus module rehearse} does, over its last blocks.
 *
 * @param report where the report lies afterwards, as JSON and as a page
 */
record VoyageAssessor(URI node, Genesis genesis, ModuleFile candidate, Path report)
        implements Assessor {
    private static final int BLOCKS = 200;

    @Override
    public Assessed assess(String instance, Artifact artifact) {
        try (ChainClient client = ChainClient.trusting(genesis, node)) {
            Report made =
                    Rehearsal.run(
                            order(client, instance),
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

    private Rehearsal.Order order(ChainClient client, String instance) {
        Deployment deployment = Deployment.of(client, OptionalLong.empty());
        List<Finding> findings =
                new ArrayList<>(CodeHints.findings(candidate.artifact(), candidate.descriptor()));
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
        return new Rehearsal.Order(client, deployment, instance, candidate, plan, BLOCKS, findings);
    }
}
