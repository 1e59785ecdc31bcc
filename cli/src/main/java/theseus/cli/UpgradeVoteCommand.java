package theseus.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import theseus.client.ChainClient;

/** {@code theseus upgrade vote}: casts a vote on a plan. */
@Command(
        name = "vote",
        description = {
            "Vote on a plan, or on any other proposal by its number.",
            "A vote is final. It counts in every group that the key's account is in."
        })
final class UpgradeVoteCommand implements Runnable {
    private static final long GAS = 20_000_000;

    /** How somebody may vote. */
    enum Choice {
        yes,
        no,
        veto,
        abstain
    }

    @Mixin private PlanReference plan = new PlanReference();

    @Parameters(
            index = "1",
            paramLabel = "yes|no|veto|abstain",
            description = "veto forbids it, where a group allows that.")
    private Choice choice = Choice.abstain;

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private Signing signing = new Signing();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        output.result(node.ask(this::vote));
    }

    private Map<String, Object> vote(ChainClient client) {
        Committee committee = governance.of(client);
        Committee.Listed proposal = plan.proposal(client, committee);
        // A vote names a number and counts for good: what the number stands for is proven.
        committee.mustBeProven(proposal);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("proposal", proposal.number());
        fields.put("choice", choice.name().toUpperCase(Locale.ROOT));
        committee.send(signing.sender(client, GAS), "Vote", fields);
        Map<String, Object> document = new LinkedHashMap<>();
        proposal.plan().ifPresent(id -> document.put("plan", id.toString()));
        document.put("voted", choice.name());
        Committee.Listed voted = committee.proposal(proposal.number());
        document.putAll(new PlanView(client, committee).ballot(voted));
        proposal.plan()
                .ifPresent(
                        id ->
                                document.put(
                                        "phase", PlanReference.record(client, id).phase().name()));
        return document;
    }
}
