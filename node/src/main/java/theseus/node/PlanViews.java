package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.StateView;
import theseus.protocol.Evidence;
import theseus.protocol.MalformedException;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.RecordCodec;
import theseus.protocol.Schema;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;

/** Plans, their evidence and who follows them, as plain JSON. */
final class PlanViews {
    static final Schema PLAN = RecordCodec.of(Plan.class).schema();
    static final Schema TALLY = RecordCodec.of(Tally.MessageTally.class).schema();

    private final Views views;
    private final DifferenceView differences;

    PlanViews(Views views, Catalog catalog) {
        this.views = views;
        this.differences = new DifferenceView(catalog);
    }

    /** What a list shows of a plan. */
    static Map<String, Object> brief(Plans.Standing standing) {
        PlanRecord record = standing.record();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", standing.id().toString());
        json.put("kind", record.plan().kind().name());
        json.put("title", record.plan().title());
        json.put(
                "instances",
                record.plan().actions().stream().map(Plan.Action::instance).sorted().toList());
        json.put("phase", record.phase().name());
        json.put("step", record.step());
        json.put("sinceHeight", record.sinceHeight());
        json.put("sinceMillis", record.sinceMillis());
        json.put("held", record.held());
        record.gate().ifPresent(gate -> json.put("gate", gate.name()));
        return json;
    }

    /**
     * All that the chain knows of a plan.
     *
     * @param waitsFor see {@link PlanProgress}
     */
    Map<String, Object> whole(
            Plans.Standing standing, List<PlanProgress.Condition> waitsFor, StateView state) {
        PlanRecord record = standing.record();
        Map<String, Object> json = brief(standing);
        json.put("startHeight", record.startHeight());
        json.put("joinedHeight", record.joinedHeight());
        json.put("salt", record.salt().toString());
        json.put("plan", Views.plain(Optional.of(PLAN), record.plan().encode()));
        json.put("encoded", record.plan().encode().hex());
        record.agreed().ifPresent(agreed -> json.put("agreed", agreed(agreed, state)));
        json.put("tally", tally(record.tally(), state));
        json.put("proposers", record.proposers().stream().map(Bytes::hex).toList());
        json.put("waitsFor", waitsFor.stream().map(PlanProgress.Condition::json).toList());
        record.ended().ifPresent(evidence -> json.put("evidence", evidence(evidence, state)));
        return json;
    }

    private Map<String, Object> agreed(PlanRecord.Agreed agreed, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("height", agreed.height());
        json.put("tableRoot", agreed.tableRoot().toString());
        json.put("backfilled", agreed.backfilled());
        json.put("tally", tally(agreed.tally(), state));
        return json;
    }

    Map<String, Object> tally(Tally tally, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("compared", tally.compared());
        json.put("keys", tally.keys());
        json.put(
                "messages",
                tally.messages().stream()
                        .map(one -> Views.plain(Optional.of(TALLY), RecordCodec.encodeRecord(one)))
                        .toList());
        json.put("evidence", tally.evidence().stream().map(one -> evidence(one, state)).toList());
        return json;
    }

    /** Both receipts decoded, and the differences in words. */
    Map<String, Object> evidence(Evidence evidence, StateView state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gate", evidence.gate().name());
        json.put("height", evidence.height());
        json.put("submission", evidence.submission().toString());
        json.put("explanation", evidence.explanation());
        List<Object> lines = new ArrayList<>();
        evidence.differences().forEach(line -> lines.add(differences.readable(line, state)));
        json.put("differences", lines);
        evidence.old().flatMap(bytes -> receipt(bytes, state)).ifPresent(r -> json.put("old", r));
        evidence.candidate()
                .flatMap(bytes -> receipt(bytes, state))
                .ifPresent(r -> json.put("candidate", r));
        return json;
    }

    /** Empty when it was cut, since it was too long. */
    private Optional<Map<String, Object>> receipt(Bytes encoded, StateView state) {
        try {
            return Optional.of(views.receipt(Receipt.decode(encoded), state));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    static Map<String, Object> follower(FollowerStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", status.plan().toString());
        json.put("phase", status.phase().name());
        json.put("state", status.state().name());
        json.put("height", status.height());
        json.put("lagBlocks", status.lagBlocks());
        json.put("recordsMigrated", status.records());
        json.put("compared", status.compared());
        json.put("dutyPercent", status.dutyPercent());
        status.cursor()
                .table()
                .ifPresent(
                        table -> {
                            Map<String, Object> cursor = new LinkedHashMap<>();
                            cursor.put("instance", table.instance());
                            cursor.put("table", table.table());
                            cursor.put("schema", table.schema());
                            cursor.put("next", status.cursor().next().hex());
                            json.put("cursor", cursor);
                        });
        status.prepared().ifPresent(hash -> json.put("prepared", hash.toString()));
        json.put("text", status.text());
        return json;
    }
}
