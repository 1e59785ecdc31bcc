package theseus.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import theseus.client.ChainClient;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;

/** {@code theseus upgrade stop}: asks those who govern to end a plan. */
@Command(
        name = "stop",
        description = {
            "Put it to the vote to end a plan, in any phase before it is final.",
            "What has authority is taken back with the next block. Validators can do it without a"
                    + " vote: theseus upgrade trip."
        })
final class UpgradeStopCommand implements Runnable {
    private static final long GAS = 20_000_000;

    @Mixin private PlanReference plan = new PlanReference();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason = "";

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private Signing signing = new Signing();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        output.result(node.ask(this::stop));
    }

    private Map<String, Object> stop(ChainClient client) {
        Committee committee = governance.of(client);
        PlanReference.Found found = plan.find(client, committee);
        Phase phase = found.record().phase();
        if (phase.ended()) {
            throw Failure.refused(
                    "PLAN_ENDED",
                    phase == Phase.FINAL
                            ? "The plan is final; what is in force is changed by another plan: theseus upgrade propose or hotfix."
                            : "The plan was rolled back; there is nothing to stop.");
        }
        Map<String, Object> action = new LinkedHashMap<>();
        action.put("case", "StopPlan");
        action.put("plan", found.id().toString());
        action.put("reason", reason);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", "stop " + found.record().plan().title());
        fields.put("action", action);
        fields.put("document", null);
        Receipt receipt = committee.send(signing.sender(client, GAS), "Propose", fields);
        long proposal = committee.event(receipt, "Proposed").path("proposal").asLong();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plan", found.id().toString());
        document.put("proposal", proposal);
        document.put(
                "next",
                List.of(
                        "those who govern vote: ./theseus upgrade vote "
                                + proposal
                                + " yes --from KEY"));
        return document;
    }
}
