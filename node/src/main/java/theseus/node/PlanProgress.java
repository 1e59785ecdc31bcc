package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.kernel.StatedRecord;
import theseus.kernel.ValidatorRecord;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What a plan still waits for before it moves on, in words and numbers. */
final class PlanProgress {
    private final StateView state;
    private final Catalog catalog;
    private final long height;
    private final long timeMillis;

    /**
     * @param state after the block of {@code height} and {@code timeMillis}
     */
    PlanProgress(StateView state, Catalog catalog, long height, long timeMillis) {
        this.state = state;
        this.catalog = catalog;
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
                                    "approval, by blocks until the vote is late",
                                    0,
                                    blocksLeft(record, schedule(record).votingBlocks())));
            case READY -> ready(plan, record);
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

    private List<Condition> ready(Hash plan, PlanRecord record) {
        SortedMap<Hash, Long> stated = new TreeMap<>();
        SortedMap<Bytes, Long> powers = powers();
        for (StateView.Row row : stated(plan, StatedRecord.Kind.READY)) {
            StatedRecord.Key key = StatedRecord.Key.decode(row.key());
            stated.merge(
                    StatedRecord.decode(row.value()).digest(),
                    powers.getOrDefault(KernelTables.key(key.validator()), 0L),
                    Long::sum);
        }
        long all = powers.values().stream().mapToLong(Long::longValue).sum();
        long needs = powers.size() >= 6 ? (all * 5 + 5) / 6 : all * 2 / 3 + 1;
        long has = stated.values().stream().mapToLong(Long::longValue).max().orElse(0);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition("voting power ready for the same", has, needs));
        if (stated.size() > 1) {
            conditions.add(
                    new Condition("validators that prepared something else", stated.size() - 1, 0));
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
                        window.keys()));
        conditions.add(proposers(record));
        for (MessageName name : shared(record.plan())) {
            long compared =
                    tally.messages().stream()
                            .filter(one -> one.message().equals(name))
                            .mapToLong(
                                    one ->
                                            served
                                                    ? one.served()
                                                    : one.equal()
                                                            + one.declared()
                                                            + one.undeclared())
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
        SortedMap<Bytes, Long> powers = powers();
        long all = powers.values().stream().mapToLong(Long::longValue).sum();
        long has = record.proposers().stream().mapToLong(key -> powers.getOrDefault(key, 0L)).sum();
        return new Condition("voting power that proposed blocks", has, all * 2 / 3 + 1);
    }

    /** Message types that both versions handle and the vote did not waive. */
    private SortedSet<MessageName> shared(Plan plan) {
        SortedSet<MessageName> shared = new TreeSet<>();
        for (Plan.Action action : plan.actions()) {
            if (action instanceof Plan.Action.Upgrade upgrade) {
                SortedSet<MessageName> old = names(upgrade.instance(), upgrade.from());
                old.retainAll(names(upgrade.instance(), upgrade.to()));
                shared.addAll(old);
            }
        }
        shared.removeAll(plan.waived());
        return shared;
    }

    private SortedSet<MessageName> names(String instance, Hash artifact) {
        SortedSet<MessageName> names = new TreeSet<>();
        catalog.descriptor(state, artifact).map(Descriptor::messages).stream()
                .flatMap(List::stream)
                .forEach(message -> names.add(new MessageName(instance, message.name())));
        return names;
    }

    private SortedMap<Bytes, Long> powers() {
        SortedMap<Bytes, Long> powers = new TreeMap<>();
        for (StateView.Row row :
                state.range(
                        KernelTables.VALIDATORS,
                        Bytes.EMPTY,
                        Optional.empty(),
                        Limits.MAX_VALIDATORS)) {
            powers.put(row.key(), ValidatorRecord.decode(row.value()).power());
        }
        return powers;
    }

    private List<StateView.Row> stated(Hash plan, StatedRecord.Kind kind) {
        // [plan, kind, ...]: the head of an array of four, the plan, the kind
        Bytes prefix =
                new theseus.protocol.CborWriter(48)
                        .arrayHeader(4)
                        .bytes(plan.bytes())
                        .integer(kind.ordinal())
                        .toBytes();
        return state.range(
                KernelTables.STATED,
                prefix,
                Optional.of(prefix.concat(Bytes.fromHex("ff"))),
                2 * Limits.MAX_VALIDATORS);
    }
}
