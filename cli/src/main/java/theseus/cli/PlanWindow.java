package theseus.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.client.NodeStatus;
import theseus.kernel.PlanRecord;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;

/**
 * How far the window is that a plan stands in: what it needs, and what it has seen.
 *
 * @param needs in the order in which they are shown
 */
record PlanWindow(List<Need> needs) {
    /** Something that must be seen; complete when {@code seen} is not less than {@code wanted}. */
    record Need(String what, long seen, long wanted) {
        boolean isMet() {
            return seen >= wanted;
        }
    }

    PlanWindow {
        needs = List.copyOf(needs);
    }

    /** Of phases that have a window. */
    static Optional<PlanWindow> of(
            PlanRecord record, NodeStatus status, List<MessageName> sampled) {
        Plan.Schedule schedule = record.plan().schedule();
        return switch (record.phase()) {
            case SHADOW -> Optional.of(of(record, status, sampled, schedule.shadow()));
            case CANARY ->
                    Optional.of(
                            of(
                                    record,
                                    status,
                                    sampled,
                                    schedule.canary().get(record.step()).window()));
            case PROBATION -> Optional.of(of(record, status, sampled, schedule.probation()));
            case VOTING, READY, BACKFILL, FINAL, ROLLED_BACK -> Optional.empty();
        };
    }

    private static PlanWindow of(
            PlanRecord record, NodeStatus status, List<MessageName> sampled, Plan.Window window) {
        Tally tally = tally(record);
        long until =
                record.phase() == Phase.SHADOW
                        ? record.agreed().map(PlanRecord.Agreed::height).orElse(0L)
                        : status.height();
        List<Need> needs = new ArrayList<>();
        needs.add(
                new Need("blocks", Math.max(0, until - record.sinceHeight() + 1), window.blocks()));
        needs.add(
                new Need(
                        "millis",
                        Math.max(0, status.timeMillis() - record.sinceMillis()),
                        window.millis()));
        needs.add(new Need("keys", tally.keys(), window.keys()));
        for (MessageName name : sampled) {
            needs.add(
                    new Need(
                            name.instance() + "." + name.message(),
                            compared(tally, name),
                            window.transactions()));
        }
        return new PlanWindow(needs);
    }

    /** What was compared in the window: by the block, or as more than 2/3 reported it. */
    static Tally tally(PlanRecord record) {
        return record.phase() == Phase.SHADOW || record.phase() == Phase.BACKFILL
                ? record.agreed().map(PlanRecord.Agreed::tally).orElse(Tally.EMPTY)
                : record.tally();
    }

    private static long compared(Tally tally, MessageName name) {
        return tally.messages().stream()
                .filter(one -> one.message().equals(name))
                .mapToLong(one -> one.equal() + one.declared() + one.undeclared())
                .sum();
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Need need : needs) {
            document.put(need.what(), need.seen() + " of " + need.wanted());
        }
        document.put(
                "missing", needs.stream().filter(need -> !need.isMet()).map(Need::what).toList());
        return document;
    }
}
