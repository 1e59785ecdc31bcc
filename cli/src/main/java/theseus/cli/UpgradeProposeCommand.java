package theseus.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.assessment.Risk;
import theseus.assessment.Severity;
import theseus.client.ChainClient;
import theseus.client.PlanCheck;
import theseus.client.Sender;
import theseus.protocol.Artifact;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.sdk.Hash;

/** {@code theseus upgrade propose} and {@code hotfix}: puts a plan to the vote. */
abstract sealed class UpgradeProposeCommand implements Runnable {
    private static final long GAS = 20_000_000;

    @Mixin private PlanDraft draft = new PlanDraft();

    @Option(names = "--dry-run", description = "Only show the plan and check it; send nothing.")
    private boolean dryRun;

    @Option(
            names = "--unchecked",
            description =
                    "Propose although the check has errors, or the report says STOP. Much of that the"
                            + " chain refuses or takes back; a lens that breaks a law only for rare"
                            + " records it cannot see.")
    private boolean unchecked;

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private Signing signing = new Signing();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    private final boolean hotfix;

    private UpgradeProposeCommand(boolean hotfix) {
        this.hotfix = hotfix;
    }

    @Command(
            name = "propose",
            description = {
                "Put an upgrade to the vote.",
                "Checks each JAR against what is in force, brings the code onto the chain in pieces"
                        + " and opens a plan: from then on those who govern can vote."
            },
            footer = {
                "%nExample:",
                "  theseus upgrade propose consent=target/consent-2.jar --schedule hours \\",
                "    --report report.json --from operator"
            })
    static final class Propose extends UpgradeProposeCommand {
        Propose() {
            super(false);
        }
    }

    @Command(
            name = "hotfix",
            description = {
                "Put an upgrade to the vote that skips shadow and canary.",
                "When it is agreed, it takes back a running plan on the same instance or one next to"
                        + " it; when it is ready, any that has authority. It asks more of the vote"
                        + " than an upgrade."
            },
            footer = {
                "%nExample:",
                "  theseus upgrade hotfix consent=target/consent-2.0.1.jar --from operator"
            })
    static final class Hotfix extends UpgradeProposeCommand {
        Hotfix() {
            super(true);
        }
    }

    @Override
    public void run() {
        output.result(node.ask(this::propose));
    }

    private Map<String, Object> propose(ChainClient client) {
        PlanDraft.Drafted drafted =
                draft.draft(Deployment.of(client, java.util.OptionalLong.empty()), hotfix);
        check(drafted);
        Plan plan = drafted.plan();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plan", plan.id().toString());
        document.put("kind", plan.kind().name());
        document.put("title", plan.title());
        if (dryRun) {
            document.put("content", PlanText.plain(plan));
            document.put("planEncoded", plan.encode().hex());
            boolean staged =
                    drafted.artifacts().stream()
                            .allMatch(one -> ArtifactStaging.isWhole(client, one.hash()));
            if (staged) {
                fits(client, plan);
            }
            document.put(
                    "chain", staged ? "would open it" : "can say more once the code is staged");
            return document;
        }
        Committee committee = governance.of(client);
        Sender sender = signing.sender(client, ArtifactStaging.GAS);
        Map<String, Integer> sent = new LinkedHashMap<>();
        for (Artifact artifact : drafted.artifacts()) {
            Hash hash = artifact.hash();
            int pieces =
                    new ArtifactStaging(client, committee, sender)
                            .stage(
                                    artifact,
                                    (done, all) ->
                                            output.line(
                                                    "artifact %s: piece %d of %d",
                                                    PlanReference.abbreviated(hash), done, all));
            sent.put(hash.toString(), pieces);
        }
        fits(client, plan);
        Receipt receipt = committee.send(sender.withGasLimit(GAS), "Propose", fields(plan));
        document.put("proposal", committee.event(receipt, "Proposed").path("proposal").asLong());
        document.put("piecesSent", sent);
        document.put("phase", "VOTING");
        document.put("next", next(plan, document.get("proposal")));
        return document;
    }

    private void check(PlanDraft.Drafted drafted) {
        long errors = 0;
        for (Checked checked : drafted.checks()) {
            checked.findings().forEach(finding -> output.line("%s", finding.line()));
            errors +=
                    checked.findings().stream()
                            .filter(finding -> finding.severity() == Severity.ERROR)
                            .count();
        }
        if (errors > 0 && !unchecked) {
            throw Failure.refused(
                    "NOT_COMPATIBLE",
                    "The check has "
                            + errors
                            + (errors == 1 ? " error" : " errors")
                            + "; nothing was sent. See: theseus module check JAR --against INSTANCE");
        }
        drafted.report()
                .map(report -> report.assessment().risk())
                .filter(risk -> risk.level() == Risk.Level.STOP && !unchecked)
                .ifPresent(
                        risk -> {
                            throw Failure.refused(
                                    "REPORT_SAYS_STOP",
                                    "The report says STOP; nothing was sent. "
                                            + risk.reasons().getFirst().sentence()
                                            + " Mend it and rehearse again, or propose it all the"
                                            + " same: --unchecked");
                        });
    }

    /** What the chain itself would say, before a vote is asked for in vain. */
    private static void fits(ChainClient client, Plan plan) {
        PlanCheck answer = client.upgrades().check(plan);
        if (!answer.fits()) {
            throw Failure.refused(
                    answer.code(),
                    "%s: %s: %s".formatted(answer.code(), answer.where(), answer.message()));
        }
    }

    private static Map<String, Object> fields(Plan plan) {
        Map<String, Object> action = new LinkedHashMap<>();
        action.put("case", "OpenPlan");
        action.put("plan", plan.encode().hex());
        action.put("kind", plan.kind().name());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", plan.title());
        fields.put("action", action);
        fields.put("document", plan.assessment().map(Hash::toString).orElse(null));
        return fields;
    }

    private static List<String> next(Plan plan, Object proposal) {
        return List.of(
                "those who govern vote: ./theseus upgrade vote " + proposal + " yes --from KEY",
                "then validators prepare and state that they are ready, by themselves",
                "watch: ./theseus upgrade watch " + PlanReference.abbreviated(plan.id()));
    }
}
