package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.health.GovernanceMessages.Action;
import theseus.health.GovernanceMessages.Choice;
import theseus.health.GovernanceMessages.Kind;
import theseus.health.GovernanceMessages.Proposed;
import theseus.protocol.Artifact;
import theseus.protocol.EventRecord;
import theseus.protocol.Genesis;
import theseus.protocol.Plan;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/** What those who govern do: bring code onto the chain, put a plan to the vote, and vote. */
final class Council {
    private static final int PIECE_BYTES = 32 * 1024;
    private static final long GAS = 50_000_000;
    private static final RecordCodec<Proposed> PROPOSED = RecordCodec.of(Proposed.class);

    private final ChainClient chain;
    private final List<Stakeholder> stakeholders;

    Council(ChainClient chain, List<Stakeholder> stakeholders) {
        this.chain = chain;
        this.stakeholders = stakeholders;
    }

    List<Stakeholder> stakeholders() {
        return stakeholders;
    }

    /** Brings code onto the chain in pieces; with the last one the chain checks its hash. */
    int stage(Artifact artifact) {
        Bytes content = artifact.encode();
        int count = (content.size() + PIECE_BYTES - 1) / PIECE_BYTES;
        for (int index = 0; index < count; index++) {
            int from = index * PIECE_BYTES;
            int to = Math.min(content.size(), from + PIECE_BYTES);
            send(
                    stakeholders.getFirst(),
                    new GovernanceMessages.StageChunk(
                            artifact.hash(), index, count, content.slice(from, to)));
        }
        return count;
    }

    /** One instance's next version; keeps who serves it, and its rights. */
    Plan plan(
            String title,
            String instance,
            Artifact candidate,
            Plan.Schedule schedule,
            Optional<Hash> assessment) {
        JsonNode now = instance(instance);
        List<Genesis.Binding> bindings = new ArrayList<>();
        now.path("bindings")
                .forEach(
                        one ->
                                bindings.add(
                                        new Genesis.Binding(
                                                one.path("interface").asText(),
                                                one.path("instance").asText())));
        List<Capability> granted = new ArrayList<>();
        now.path("granted").forEach(one -> granted.add(Capability.valueOf(one.asText())));
        return new Plan(
                chain.chain(),
                title,
                List.of(
                        new Plan.Action.Upgrade(
                                instance,
                                Hash.fromHex(now.path("artifact").asText()),
                                candidate.hash(),
                                bindings,
                                granted)),
                false,
                false,
                schedule,
                List.of(),
                List.of(),
                assessment);
    }

    /** The version of an instance that is in force. */
    String version(String instance) {
        return instance(instance).path("version").asText();
    }

    private JsonNode instance(String name) {
        for (JsonNode one : chain.get("/v1/instances").path("instances")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new IllegalStateException("the chain has no instance " + name);
    }

    /** Puts a plan to the vote; the proposal's number. */
    Proposed propose(Plan plan) {
        Answer.Committed answer =
                send(
                        stakeholders.getFirst(),
                        new GovernanceMessages.Propose(
                                plan.title(),
                                new Action.OpenPlan(
                                        plan.encode(), Kind.valueOf(plan.kind().name())),
                                plan.assessment()));
        for (EventRecord event : answer.receipt().events()) {
            if (event.instance().equals(Tables.GOVERNANCE) && event.name().equals("Proposed")) {
                return PROPOSED.decode(event.body());
            }
        }
        throw new IllegalStateException("no proposal in " + answer.receipt());
    }

    void agree(Stakeholder stakeholder, long proposal) {
        send(stakeholder, new GovernanceMessages.Vote(proposal, Choice.YES));
    }

    private Answer.Committed send(Stakeholder stakeholder, theseus.sdk.Message message) {
        return chain.sender(stakeholder.key()).withGasLimit(GAS).send(Tables.GOVERNANCE, message);
    }
}
