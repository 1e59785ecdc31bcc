package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import theseus.kernel.PlanRecord;
import theseus.kernel.Planned;
import theseus.kernel.Powers;
import theseus.kernel.StatedCounts;
import theseus.kernel.spi.StateView;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;
import theseus.protocol.Wire;
import theseus.sdk.Hash;

/** What a plan still waits for before it moves on, in words and numbers. */
final class PlanProgress {
    private final StateView state;
    private final Catalog catalog;
    private final Powers powers;
    private final long height;
    private final long timeMillis;

    /**
     * @param state after the block of {@code height} and {@code timeMillis}
     */
    PlanProgress(StateView state, Catalog catalog, long height, long timeMillis) {
        this.state = state;
        this.catalog = catalog;
        this.powers = Powers.read(state);
        this.height = height;
        this.timeMillis = timeMillis;
    }

    /** Something that must be reached. */
    record Condition(String what, long has, long needs) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("what", what);
            json.put("has", has);
            json.put("needs", needs);
            json.put("met", has >= needs);
            return json;
        }
    }

    List<Condition> of(Hash plan, PlanRecord record) {
        return switch (record.phase()) {
            case VOTING ->
                    List.of(
                            new Condition(
                                    "approval; blocks left for it",
                                    0,
                                    blocksLeft(record, schedule(record).votingBlocks())));
            case READY -> ready(plan);
            case BACKFILL ->
                    List.of(
                            new Condition(
                                    "reports that agree that the new tables are filled",
                                    record.agreed().map(PlanRecord.Agreed::backfilled).orElse(false)
                                            ? 1
                                            : 0,
                                    1));
            case SHADOW ->
                    window(
                            record,
                            schedule(record).shadow(),
                            record.agreed().map(PlanRecord.Agreed::tally).orElse(Tally.EMPTY),
                            record.agreed().map(PlanRecord.Agreed::height).orElse(0L));
            case CANARY ->
                    window(
                            record,
                            schedule(record).canary().get(record.step()).window(),
                            record.tally(),
                            height);
            case PROBATION -> window(record, schedule(record).probation(), record.tally(), height);
            case FINAL, ROLLED_BACK -> List.of();
        };
    }

    private static Plan.Schedule schedule(PlanRecord record) {
        return record.plan().schedule();
    }

    private long blocksLeft(PlanRecord record, long blocks) {
        return Math.max(0, record.sinceHeight() + blocks - height - 1);
    }

    private List<Condition> ready(Hash plan) {
        StatedCounts.Count stated = new StatedCounts(state, powers).ready(plan);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(
                new Condition(
                        "voting power ready for the same",
                        stated.top().map(stated::of).orElse(0L),
                        powers.readiness()));
        if (stated.powers().size() > 1) {
            conditions.add(
                    new Condition(
                            "other things that were prepared", stated.powers().size() - 1, 0));
        }
        return conditions;
    }

    private List<Condition> window(PlanRecord record, Plan.Window window, Tally tally, long until) {
        boolean served = record.phase().hasTwoWorlds();
        List<Condition> conditions = new ArrayList<>();
        conditions.add(
                new Condition(
                        "blocks", Math.max(0, until - record.sinceHeight() + 1), window.blocks()));
        conditions.add(
                new Condition(
                        "milliseconds of block time",
                        Math.max(0, timeMillis - record.sinceMillis()),
                        window.millis()));
        conditions.add(
                new Condition(
                        served
                                ? "distinct canary keys that the candidate served"
                                : "distinct canary keys",
                        tally.keys(),
                        // What nothing was filled for upgrades nothing: no keys to compare.
                        record.startHeight() > 0 ? window.keys() : 0));
        conditions.add(proposers(record));
        for (MessageName name : sampled(record.plan())) {
            long compared =
                    tally.messages().stream()
                            .filter(one -> one.message().equals(name))
                            .mapToLong(one -> served ? one.served() : one.samples())
                            .sum();
            conditions.add(
                    new Condition(
                            (served
                                            ? "transactions that the candidate served of "
                                            : "compared transactions of ")
                                    + name.instance()
                                    + "."
                                    + name.message(),
                            compared,
                            window.transactions()));
        }
        return conditions;
    }

    private Condition proposers(PlanRecord record) {
        long has =
                record.proposers().stream()
                        .mapToLong(key -> powers.of(Wire.decode(key, Wire::publicKey)))
                        .sum();
        return new Condition("voting power that proposed blocks", has, powers.quorum());
    }

    /** Message types that both versions handle and the vote did not waive. */
    private SortedSet<MessageName> sampled(Plan plan) {
        SortedSet<MessageName> sampled = new TreeSet<>();
        for (Plan.Action action : plan.actions()) {
            if (action instanceof Plan.Action.Upgrade upgrade) {
                Planned.Changed changed =
                        new Planned.Changed(
                                action,
                                catalog.descriptor(state, upgrade.from()),
                                catalog.descriptor(state, upgrade.to()));
                sampled.addAll(changed.shared());
            }
        }
        sampled.removeAll(plan.waived());
        return sampled;
    }
}
