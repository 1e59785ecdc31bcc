package theseus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import theseus.assessment.Rehearsed;
import theseus.assessment.Report;
import theseus.protocol.Artifact;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/** What a plan is made of, as words of the command line. */
final class PlanDraft {
    @Parameters(
            arity = "0..*",
            paramLabel = "INSTANCE=JAR",
            description = "Which instance gets which new version. Repeatable.")
    private Map<String, Path> upgrades = new LinkedHashMap<>();

    @Option(
            names = "--install",
            paramLabel = "NAME=JAR",
            description = "A new instance. Repeatable.")
    private Map<String, Path> installs = new LinkedHashMap<>();

    @Option(
            names = "--retire",
            paramLabel = "INSTANCE",
            description = "An instance that goes. Repeatable.")
    private List<String> retired = List.of();

    @Option(
            names = "--schedule",
            paramLabel = "NAME|FILE",
            defaultValue = "hours",
            description =
                    "How long what takes: demo (about a minute), hours, days, or a JSON file; see"
                            + " theseus upgrade schedule (default: ${DEFAULT-VALUE}).")
    private String schedule = "hours";

    @Option(
            names = "--waive",
            paramLabel = "INSTANCE.MESSAGE",
            description = "A message that may go ahead without a compared sample. Repeatable.")
    private List<String> waived = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "The risk report (JSON) that the vote is about: its hash goes into the plan, and"
                            + " its declarations unless others are given.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--title", paramLabel = "TEXT", description = "For people, one line.")
    private Optional<String> title = Optional.empty();

    @Option(
            names = "--irreversible",
            description = "Go from shadow to final at once: there is no way back.")
    private boolean irreversible;

    @Mixin private DeclarationOptions declarations = new DeclarationOptions();
    @Mixin private WiringOptions wiring = new WiringOptions();

    /** A plan with the artifacts that it brings. */
    record Drafted(
            Plan plan, List<Artifact> artifacts, List<Checked> checks, Optional<Report> report) {
        Drafted {
            artifacts = List.copyOf(artifacts);
            checks = List.copyOf(checks);
        }
    }

    Drafted draft(Deployment deployment, boolean hotfix) {
        if (upgrades.isEmpty() && installs.isEmpty() && retired.isEmpty()) {
            throw Failure.usage(
                    "Say what changes: INSTANCE=JAR, --install NAME=JAR or --retire INSTANCE.");
        }
        List<Plan.Action> actions = new ArrayList<>();
        List<Artifact> artifacts = new ArrayList<>();
        List<Checked> checks = new ArrayList<>();
        upgrades.forEach(
                (instance, jar) -> {
                    Deployment.Deployed base = deployment.instance(instance);
                    ModuleFile file = ModuleFile.read(jar);
                    artifacts.add(file.artifact());
                    actions.add(
                            new Plan.Action.Upgrade(
                                    instance,
                                    base.hash(),
                                    file.artifact().hash(),
                                    wiring.bindings(deployment, instance, file.descriptor()),
                                    wiring.granted(instance, base.granted(), file.descriptor())));
                    checks.add(
                            Checked.of(
                                    file,
                                    Baseline.of(
                                            deployment, instance, "'" + deployment.name() + "'")));
                });
        installs.forEach(
                (instance, jar) -> {
                    ModuleFile file = ModuleFile.read(jar);
                    artifacts.add(file.artifact());
                    actions.add(
                            new Plan.Action.Install(
                                    instance,
                                    file.artifact().hash(),
                                    wiring.document(instance, file.descriptor()),
                                    wiring.bindings(deployment, instance, file.descriptor()),
                                    wiring.granted(instance, List.of(), file.descriptor())));
                });
        for (String instance : retired) {
            actions.add(new Plan.Action.Retire(instance, deployment.instance(instance).hash()));
        }
        actions.sort(Comparator.comparing(Plan.Action::instance));
        Optional<Report> read = report.map(ReportFile::read);
        read.ifPresent(one -> isOf(one.assessment().rehearsed().subject(), deployment, actions));
        return new Drafted(plan(deployment, actions, hotfix, read), artifacts, checks, read);
    }

    /** A vote on one candidate by the report about another would be a vote on nothing. */
    private static void isOf(
            Rehearsed.Subject subject, Deployment deployment, List<Plan.Action> actions) {
        boolean isOfThis =
                subject.chain().equals(deployment.chain())
                        && actions.stream()
                                .anyMatch(
                                        one ->
                                                one instanceof Plan.Action.Upgrade upgrade
                                                        && upgrade.instance()
                                                                .equals(subject.instance())
                                                        && upgrade.from().equals(subject.from())
                                                        && upgrade.to().equals(subject.to()));
        if (!isOfThis) {
            throw Failure.refused(
                    "REPORT_OF_ANOTHER",
                    "The report is about %s on the chain '%s', from %s %s (%s) to %s (%s), which this plan does not do. Rehearse what you propose: theseus module rehearse"
                            .formatted(
                                    subject.instance(),
                                    subject.chainName(),
                                    subject.module(),
                                    subject.fromVersion(),
                                    PlanReference.abbreviated(subject.from()),
                                    subject.toVersion(),
                                    PlanReference.abbreviated(subject.to())));
        }
    }

    private Plan plan(
            Deployment deployment,
            List<Plan.Action> actions,
            boolean hotfix,
            Optional<Report> read) {
        List<Plan.Declaration> declared =
                declarations.isEmpty()
                        ? read.map(one -> one.assessment().rehearsed().declarations())
                                .orElse(List.of())
                        : declarations.read();
        Optional<Hash> assessment = read.map(one -> one.assessment().hash());
        return new Plan(
                deployment.chain(),
                title.orElseGet(() -> titleOf(actions)),
                actions,
                irreversible,
                hotfix,
                Schedules.named(schedule, irreversible, hotfix),
                declared,
                waived.stream().map(PlanDraft::message).sorted().distinct().toList(),
                assessment);
    }

    private static String titleOf(List<Plan.Action> actions) {
        return actions.stream()
                .map(
                        action ->
                                switch (action) {
                                    case Plan.Action.Upgrade upgrade ->
                                            "upgrade " + upgrade.instance();
                                    case Plan.Action.Install install ->
                                            "install " + install.instance();
                                    case Plan.Action.Retire retire -> "retire " + retire.instance();
                                })
                .collect(Collectors.joining(", "));
    }

    static Plan.MessageName message(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || dot == text.length() - 1) {
            throw Failure.usage("'" + text + "' is no message: write INSTANCE.MESSAGE.");
        }
        return new Plan.MessageName(text.substring(0, dot), text.substring(dot + 1));
    }
}
