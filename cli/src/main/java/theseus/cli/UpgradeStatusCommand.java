package theseus.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import theseus.client.ChainClient;
import theseus.kernel.PlanRecord;

/** {@code theseus upgrade status}: where plans stand. */
@Command(
        name = "status",
        description = {
            "Show where a plan stands; without one, list all.",
            "Phase, what its window still needs, what was compared, the vote, and why it was stopped"
                    + " with both outcomes."
        })
final class UpgradeStatusCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            paramLabel = "PLAN",
            description =
                    "The plan's id, its first 6 digits or more, or the number of its proposal; or that"
                            + " of any other proposal.")
    private Optional<String> plan = Optional.empty();

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        output.result(node.ask(this::status));
    }

    private Map<String, Object> status(ChainClient client) {
        Committee committee = governance.of(client);
        if (plan.isPresent()) {
            Optional<Committee.Listed> other =
                    PlanReference.of(plan.get()).otherProposal(committee);
            if (other.isPresent()) {
                return new PlanView(client, committee).proposal(other.get());
            }
            PlanReference.Found found = PlanReference.of(plan.get()).find(client, committee);
            return new PlanView(client, committee).document(found.id(), found.record());
        }
        List<Committee.Listed> proposals = committee.proposals();
        List<Map<String, Object>> plans =
                proposals.stream()
                        .filter(listed -> listed.plan().isPresent())
                        .map(listed -> line(client, listed))
                        .toList();
        List<Map<String, Object>> votes =
                proposals.stream()
                        .filter(listed -> listed.plan().isEmpty() && listed.isOpen())
                        .map(UpgradeStatusCommand::vote)
                        .toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("plans", plans);
        if (!votes.isEmpty()) {
            document.put("openVotes", votes);
        }
        return document;
    }

    /** About something else than opening a plan: to stop one, for example. */
    private static Map<String, Object> vote(Committee.Listed listed) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("proposal", listed.number());
        line.put("title", listed.proposal().path("title").asText());
        line.put("kind", listed.proposal().path("kind").asText());
        line.put("deadlineHeight", listed.proposal().path("deadlineHeight").asLong());
        return line;
    }

    private static Map<String, Object> line(ChainClient client, Committee.Listed listed) {
        PlanRecord record = PlanReference.record(client, listed.plan().orElseThrow());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("plan", listed.plan().orElseThrow().toString());
        line.put("proposal", listed.number());
        line.put("title", record.plan().title());
        line.put("phase", record.phase().name());
        line.put("sinceHeight", record.sinceHeight());
        record.gate().ifPresent(gate -> line.put("gate", gate.name()));
        return line;
    }
}
