package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.client.ChainClient;
import theseus.client.NodeStatus;
import theseus.kernel.PlanRecord;
import theseus.protocol.Gate;
import theseus.protocol.Plan;
import theseus.protocol.Tally;
import theseus.sdk.Hash;

/** A plan as people and programs want to see it; every record of it is proven. */
final class PlanView {
    private final ChainClient client;
    private final Committee committee;

    PlanView(ChainClient client, Committee committee) {
        this.client = client;
        this.committee = committee;
    }

    /** All of it, evidence included. */
    Map<String, Object> document(Hash id, PlanRecord record) {
        Map<String, Object> document = new LinkedHashMap<>();
        Plan plan = record.plan();
        document.put("plan", id.toString());
        document.put("title", plan.title());
        document.put("kind", plan.kind().name());
        document.put("actions", plan.actions().stream().map(PlanView::action).toList());
        document.putAll(state(record, client.status(), PlanWindow.of(client, id, record)));
        committee.proposalOf(id).map(this::ballot).ifPresent(document::putAll);
        plan.assessment().ifPresent(hash -> document.put("assessment", hash.toString()));
        document.put("declarations", plan.declarations().stream().map(PlanView::line).toList());
        record.ended()
                .ifPresent(
                        end ->
                                document.put(
                                        "ended",
                                        EvidenceText.document(end, client.upgrades().plan(id))));
        List<?> seen =
                PlanWindow.tally(record).evidence().stream().map(EvidenceText::document).toList();
        if (!seen.isEmpty() && record.ended().isEmpty()) {
            document.put("evidence", seen);
        }
        document.put("next", next(record, client.status().height()));
        return document;
    }

    /** Where it stands: what changes from block to block. */
    static Map<String, Object> state(PlanRecord record, NodeStatus status, PlanWindow window) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("height", status.height());
        document.put("phase", record.phase().name());
        int steps = record.plan().schedule().canary().size();
        if (record.phase() == theseus.protocol.Phase.CANARY) {
            document.put("step", (record.step() + 1) + " of " + steps);
        }
        document.put("sinceHeight", record.sinceHeight());
        if (!window.conditions().isEmpty()) {
            document.put("window", window.document());
        }
        if (!window.follower().isEmpty()) {
            document.put("follower", window.follower());
        }
        if (!record.held().isEmpty()) {
            document.put("held", record.held());
        }
        Tally tally = PlanWindow.tally(record);
        if (tally.compared() > 0) {
            document.put("compared", tally.compared());
            document.put("messages", tally.messages().stream().map(PlanView::tally).toList());
        }
        return document;
    }

    private static Map<String, Object> tally(Tally.MessageTally tally) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("message", tally.message().instance() + "." + tally.message().message());
        line.put("equal", tally.equal());
        line.put("declared", tally.declared());
        line.put("undeclared", tally.undeclared());
        if (tally.oversized() > 0) {
            line.put("oversized", tally.oversized());
        }
        line.put("served", tally.served());
        line.put("keys", tally.keys());
        line.put("oldGas", tally.oldGas());
        line.put("candidateGas", tally.candidateGas());
        return line;
    }

    /** One that opens no plan. */
    Map<String, Object> proposal(Committee.Listed listed) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("height", client.status().height());
        document.put("title", listed.proposal().path("title").asText());
        document.put("kind", listed.proposal().path("kind").asText());
        document.putAll(ballot(listed));
        return document;
    }

    /** The vote, in each group that has a say. */
    Map<String, Object> ballot(Committee.Listed proposal) {
        Map<String, Object> document = new LinkedHashMap<>();
        JsonNode shown = proposal.proposal();
        document.put("proposal", proposal.number());
        document.put("vote", shown.path("status").asText());
        if (shown.hasNonNull("code")) {
            document.put("failedWith", shown.get("code").asText());
        }
        document.put("deadlineHeight", shown.path("deadlineHeight").asLong());
        List<Object> groups = new ArrayList<>();
        shown.path("counts").forEach(count -> groups.add(Plain.map(count)));
        document.put("groups", groups);
        document.put(
                "remarks", committee.remarks(proposal.number()).stream().map(Plain::map).toList());
        return document;
    }

    private static String action(Plan.Action action) {
        return switch (action) {
            case Plan.Action.Upgrade one ->
                    "upgrade %s from %s to %s"
                            .formatted(
                                    one.instance(),
                                    PlanReference.abbreviated(one.from()),
                                    PlanReference.abbreviated(one.to()));
            case Plan.Action.Install one ->
                    "install %s of %s"
                            .formatted(one.instance(), PlanReference.abbreviated(one.artifact()));
            case Plan.Action.Retire one -> "retire " + one.instance();
        };
    }

    private static String line(Plan.Declaration one) {
        return "%s.%s may differ in %s %s: %s"
                .formatted(
                        one.message().instance(),
                        one.message().message(),
                        one.respect(),
                        one.subject(),
                        one.reason());
    }

    private static String next(PlanRecord record, long height) {
        return switch (record.phase()) {
            case VOTING -> "those who govern vote";
            case READY -> "validators prepare and state that they are ready";
            case BACKFILL -> "followers fill the new tables; then they compare";
            case SHADOW -> "when the window is complete, the candidate counts for a few";
            case CANARY ->
                    record.tally().keys() > 0
                            ? "when the window is complete, for more, then for all"
                            : nobodySelected(record, height);
            case PROBATION -> "when the window is complete, the version before goes";
            case FINAL -> "nothing: it is in force";
            case ROLLED_BACK ->
                    record.gate().filter(gate -> gate == Gate.UNDECLARED_DIFFERENCE).isPresent()
                            ? "the version before serves all; its author mends it, or declares the"
                                    + " difference, and proposes again"
                            : "the version before serves all; the plan can be proposed again";
        };
    }

    /** Who is served is drawn by canary key, which is the sender unless the module says another. */
    private static String nobodySelected(PlanRecord record, long height) {
        Plan.Step step = record.plan().schedule().canary().get(record.step());
        long every = step.window().blocks();
        long drawn =
                record.sinceHeight() + Math.max(0, height - record.sinceHeight()) / every * every;
        return "nobody who sent anything is among the %d.%02d %% that were drawn (by sender, or by the key that the module names); another draw is made with block %d"
                .formatted(step.basisPoints() / 100, step.basisPoints() % 100, drawn + every);
    }
}
