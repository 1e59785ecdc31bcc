package theseus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import theseus.assessment.Finding;
import theseus.assessment.Report;
import theseus.assessment.ReportPage;
import theseus.assessment.Risk;
import theseus.client.ChainClient;
import theseus.protocol.Plan;

/** {@code theseus module rehearse}: what would a candidate have done on this chain? */
@Command(
        name = "rehearse",
        description = {
            "Run a new version over the chain's last blocks, and assess the risk.",
            "Copies the state of some blocks ago from a node, migrates it, and executes the blocks"
                    + " since then twice: beside the version in force, compared transaction by"
                    + " transaction, and on a state of its own. The node is only read from. Writes a"
                    + " report as JSON and as a page; its hash goes into the proposal."
        },
        footer = {
            "%nExample:",
            "  theseus module rehearse target/consent.jar --blocks 1000",
            "Ends with 1 when the risk is STOP: the chain would refuse it or roll it back."
        })
final class ModuleRehearseCommand implements Runnable {
    private static final int MAX_BLOCKS = 1_000_000;

    @Parameters(paramLabel = "JAR", description = "The module, built.")
    private Path jar = Path.of("");

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "Whose place it takes (default: the only instance of that module).")
    private Optional<String> instance = Optional.empty();

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Over how many of the last blocks (default: ${DEFAULT-VALUE}, or all there are)."
                            + " The node must still keep the state before them.")
    private int blocks = 1000;

    @Option(
            names = "--out",
            paramLabel = "PREFIX",
            description =
                    "Write PREFIX.json and PREFIX.html (default: beside the JAR, NAME-report).")
    private Optional<String> out = Optional.empty();

    @Option(names = "--irreversible", description = "Assess a plan without a way back.")
    private boolean irreversible;

    @Mixin private DeclarationOptions declarations = new DeclarationOptions();
    @Mixin private WiringOptions wiring = new WiringOptions();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();
    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        if (blocks < 1 || blocks > MAX_BLOCKS) {
            throw Failure.usage("--blocks lies between 1 and " + MAX_BLOCKS + ".");
        }
        ModuleFile candidate = ModuleFile.read(jar);
        Report report = node.ask(client -> Rehearsal.run(order(client, candidate), screen()));
        String prefix = out.orElseGet(this::besideTheJar);
        Path json = Path.of(prefix + ".json");
        Path page = Path.of(prefix + ".html");
        ModuleReportCommand.write(json, Output.write(report.document()) + "\n");
        ModuleReportCommand.write(page, ReportPage.of(report));
        Map<String, Object> document = new LinkedHashMap<>(ModuleReportCommand.summary(report));
        document.put("report", json.toString());
        document.put("page", page.toString());
        if (report.assessment().risk().level() == Risk.Level.STOP) {
            throw output.failed(
                    document,
                    Failure.refused(
                            "RISK_STOP",
                            "As it is, the chain would refuse it or roll it back; see " + page));
        }
        output.result(document);
    }

    private String besideTheJar() {
        String text = jar.toString();
        return (text.endsWith(".jar") ? text.substring(0, text.length() - 4) : text) + "-report";
    }

    /** Progress is for people, so with --json there is none. */
    private Screen screen() {
        return new Screen(
                output.json()
                        ? new java.io.PrintWriter(java.io.Writer.nullWriter())
                        : command.commandLine().getOut());
    }

    private Rehearsal.Order order(ChainClient client, ModuleFile candidate) {
        Deployment deployment = Deployment.of(client, OptionalLong.empty());
        String name =
                instance.orElseGet(() -> deployment.instanceOf(candidate.descriptor().module()));
        Baseline baseline = Baseline.of(deployment, name, "the chain");
        List<Finding> findings =
                new ArrayList<>(CodeHints.findings(candidate.artifact(), candidate.descriptor()));
        findings.addAll(ProbeFindings.of(candidate.artifact()).findings());
        findings.addAll(Checked.of(candidate, baseline).findings());
        findings.addAll(
                DeclaredTables.findings(
                        declarations.read(), baseline.descriptor(), candidate.descriptor()));
        Deployment.Deployed base = deployment.instance(name);
        Plan plan =
                new Plan(
                        deployment.chain(),
                        "rehearsal of " + name,
                        List.of(
                                new Plan.Action.Upgrade(
                                        name,
                                        base.hash(),
                                        candidate.artifact().hash(),
                                        wiring.bindings(deployment, name, candidate.descriptor()),
                                        wiring.granted(
                                                name, base.granted(), candidate.descriptor()))),
                        irreversible,
                        false,
                        Schedules.named("demo", irreversible, false),
                        declarations.read(),
                        List.of(),
                        Optional.empty());
        return new Rehearsal.Order(client, deployment, name, candidate, plan, blocks, findings);
    }
}
