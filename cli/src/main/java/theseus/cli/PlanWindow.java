package theseus.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.client.PlanStatus.Condition;
import theseus.kernel.PlanRecord;
import theseus.protocol.Tally;
import theseus.sdk.Hash;

/**
 * What a plan waits for before it moves on, by the node's word.
 *
 * @param later whether the node is in a later phase than the record that was asked for
 * @param follower how far this node's follower is; empty when it follows nothing
 */
record PlanWindow(boolean later, List<Condition> conditions, String follower) {
    PlanWindow {
        conditions = List.copyOf(conditions);
    }

    /** Of the phase that {@code record} is in: the node may be a block further by now. */
    static PlanWindow of(ChainClient client, Hash plan, PlanRecord record) {
        Optional<PlanStatus> now = client.upgrades().plan(plan);
        boolean later =
                now.filter(one -> one.phase() != record.phase() || one.step() != record.step())
                        .isPresent();
        List<Condition> conditions =
                later ? List.of() : now.map(PlanStatus::waitsFor).orElse(List.of());
        String follower =
                client.upgrades()
                        .follower(plan)
                        .map(
                                one ->
                                        "%s, at block %d, %d behind, %d records migrated%s"
                                                .formatted(
                                                        one.state(),
                                                        one.height(),
                                                        one.lagBlocks(),
                                                        one.recordsMigrated(),
                                                        one.text().isEmpty()
                                                                ? ""
                                                                : ": " + one.text()))
                        .orElse("");
        return new PlanWindow(later, conditions, follower);
    }

    /** What was compared in the window: by the block, or as more than 2/3 reported it. */
    static Tally tally(PlanRecord record) {
        return record.phase().isFollowed()
                ? record.agreed().map(PlanRecord.Agreed::tally).orElse(Tally.EMPTY)
                : record.tally();
    }

    String missing() {
        return conditions.stream()
                .filter(one -> !one.met())
                .map(Condition::what)
                .collect(Collectors.joining(", "));
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Condition one : conditions) {
            document.put(one.what(), one.has() + " of " + one.needs());
        }
        document.put(
                "missing",
                conditions.stream().filter(one -> !one.met()).map(Condition::what).toList());
        return document;
    }
}
