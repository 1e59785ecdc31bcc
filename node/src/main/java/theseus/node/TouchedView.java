package theseus.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Message;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A page of what a plan's candidates served, as plain JSON: keys, and no values. */
final class TouchedView {
    /** Of one entry; what is beyond is counted only. */
    static final int MAX_RECORDS = 100;

    /** Of one page: the lens runs for each of them. A page has one entry, whatever its size. */
    private static final int MAX_RECORDS_OF_PAGE = 1_000;

    /** Where a record is now. */
    enum Stands {
        /** Under the state root. */
        STATE,
        /** In the plan's tables beside the state, not under the root any more. */
        QUARANTINE,
        /** In neither: it was removed, or its table was dropped. */
        NOWHERE
    }

    private final Chain chain;
    private final Kernel kernel;
    private final StateView state;
    private final PlanRecord record;
    private final Optional<UnlinkedTables> beside;
    private final SortedSet<TableId> newTables;

    TouchedView(Chain chain, Kernel kernel, StateView state, Hash plan, PlanRecord record) {
        this.chain = chain;
        this.kernel = kernel;
        this.state = state;
        this.record = record;
        this.beside =
                chain.store().unlinkedSets().contains(plan)
                        ? Optional.of(chain.store().unlinked(plan))
                        : Optional.empty();
        this.newTables = kernel.planned(state, plan).newTables();
    }

    /** The first of them, as many as a page may have. */
    List<Object> entries(List<TouchedLog.Entry> found, int limit) {
        List<Object> entries = new ArrayList<>();
        int records = 0;
        for (TouchedLog.Entry entry : found) {
            SortedMap<TableId, List<Bytes>> own = withoutDerived(entry.keys());
            int shown = Math.min(MAX_RECORDS, size(own));
            records += shown;
            if (entries.size() == limit || (!entries.isEmpty() && records > MAX_RECORDS_OF_PAGE)) {
                break;
            }
            entries.add(entry(entry.at(), own));
        }
        return entries;
    }

    private Map<String, Object> entry(TouchedLog.At at, SortedMap<TableId, List<Bytes>> keys) {
        boolean sent = at.index() < chain.block(at.height()).submissions();
        Map<String, Object> json = new LinkedHashMap<>();
        if (at.height() < chain.blocks().first()) {
            json.put("id", Hash.ZERO.toString());
            json.put("height", at.height());
            json.put("index", at.index());
            json.put("kind", sent ? "transaction" : "routine");
            json.put("status", "pruned");
            json.put("messages", List.of());
            json.put("recordsChanged", size(keys));
            json.put("records", records(keys));
            return json;
        }
        Receipt receipt = chain.blocks().receipt(at.height(), at.index());
        json.put("id", receipt.submission().toString());
        json.put("height", at.height());
        json.put("index", at.index());
        json.put("kind", sent ? "transaction" : "routine");
        Map<String, Object> shown = chain.views().receipt(receipt, state);
        json.put("status", shown.get("status"));
        if (shown.get("code") instanceof String code) {
            json.put("code", code);
        }
        List<Object> messages = new ArrayList<>();
        if (sent
                && Submission.decode(chain.blocks().submission(at.height(), at.index()))
                        instanceof Transaction transaction) {
            json.put("sender", transaction.sender().toString());
            for (Message message : transaction.messages()) {
                messages.add(Map.of("instance", message.instance(), "name", message.name()));
            }
        }
        json.put("messages", messages);
        json.put("recordsChanged", size(keys));
        json.put("records", records(keys));
        return json;
    }

    /** Indexes and sums follow from the records. */
    private SortedMap<TableId, List<Bytes>> withoutDerived(SortedMap<TableId, List<Bytes>> keys) {
        SortedMap<TableId, List<Bytes>> own = new TreeMap<>(keys);
        own.keySet()
                .removeIf(
                        table ->
                                shape(table)
                                        .map(shape -> shape.kind() != TableKind.BASE)
                                        .orElse(false));
        return own;
    }

    private static int size(SortedMap<TableId, List<Bytes>> keys) {
        return keys.values().stream().mapToInt(List::size).sum();
    }

    private List<Object> records(SortedMap<TableId, List<Bytes>> keys) {
        List<Object> records = new ArrayList<>();
        keys.forEach(
                (table, own) ->
                        own.stream()
                                .limit(MAX_RECORDS - records.size())
                                .forEach(key -> records.add(record(table, key))));
        return records;
    }

    private Map<String, Object> record(TableId table, Bytes key) {
        Stands stands = stands(table, key);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instance", table.instance());
        json.put("table", table.table());
        json.put("schema", table.schema());
        json.put("key", Views.plain(shape(table).map(TableShape::key), key));
        json.put("keyEncoded", key.hex());
        json.put("stands", stands.name());
        isHidden(table, key, stands).ifPresent(hidden -> json.put("hidden", hidden));
        return json;
    }

    private Stands stands(TableId table, Bytes key) {
        if (state.get(table, key).isPresent()) {
            return Stands.STATE;
        }
        return beside.flatMap(tables -> tables.get(table, key)).isPresent()
                ? Stands.QUARANTINE
                : Stands.NOWHERE;
    }

    /**
     * Whether the version in force sees nothing of it; of a candidate's own table that is there.
     */
    private Optional<Boolean> isHidden(TableId table, Bytes key, Stands stands) {
        if (record.phase() == Phase.FINAL
                || stands == Stands.NOWHERE
                || !newTables.contains(table)) {
            return Optional.empty();
        }
        StateView own =
                stands == Stands.QUARANTINE
                        ? new Joined(state, beside.orElseThrow(), newTables)
                        : state;
        return kernel.follower().isHidden(own, record, table, key);
    }

    private Optional<TableShape> shape(TableId table) {
        return chain.catalog().table(state, record.plan(), table);
    }
}
