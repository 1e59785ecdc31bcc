package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.client.ChainClient;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.protocol.CborReader;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Which blocks of a chain's past are executed again.
 *
 * @param first the block whose state is copied
 * @param from the block after which comparing begins; what lies between is only executed
 * @param head the last one
 * @param joining plans whose tables join the state in between, by id: they must be filled again
 */
record Stretch(long first, long from, long head, SortedMap<Hash, PlanRecord> joining) {
    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    /**
     * The last {@code blocks} blocks, without those in which {@code instance} had another version
     * than now.
     */
    static Stretch of(ChainClient client, String instance, long blocks) {
        long head = client.status().height();
        SortedMap<Hash, PlanRecord> plans = plans(client, head);
        long from = Math.max(0, head - blocks);
        for (PlanRecord plan : plans.values()) {
            if (plan.phase() == Phase.FINAL && isOf(plan.plan(), instance)) {
                from = Math.max(from, Math.min(head, plan.sinceHeight()));
            }
        }
        long first = from;
        SortedMap<Hash, PlanRecord> joining = new TreeMap<>();
        int known;
        do {
            known = joining.size();
            for (var one : plans.entrySet()) {
                PlanRecord plan = one.getValue();
                if (fills(plan) && plan.joinedHeight() > first && plan.joinedHeight() <= head) {
                    joining.put(one.getKey(), plan);
                }
            }
            for (PlanRecord plan : joining.values()) {
                first = Math.min(first, plan.startHeight());
            }
        } while (joining.size() > known);
        return new Stretch(first, from, head, joining);
    }

    private static boolean isOf(Plan plan, String instance) {
        return plan.actions().stream().anyMatch(action -> action.instance().equals(instance));
    }

    /** Whether it has tables that a follower filled. */
    private static boolean fills(PlanRecord plan) {
        return plan.startHeight() > 0 && plan.joinedHeight() > 0;
    }

    private static SortedMap<Hash, PlanRecord> plans(ChainClient client, long height) {
        SortedMap<Hash, PlanRecord> plans = new TreeMap<>();
        Bytes from = Bytes.EMPTY;
        while (true) {
            List<ChainClient.Row> page = client.rows(KernelTables.PLANS, from, height);
            if (page.isEmpty()) {
                return plans;
            }
            page.forEach(
                    row ->
                            plans.put(
                                    new CborReader(row.key()).hash(),
                                    PlanRecord.decode(row.value())));
            from = page.getLast().key().concat(ZERO);
        }
    }

    /** What a person may wonder about who asked for the last {@code blocks}. */
    List<String> notes(long blocks) {
        List<String> notes = new ArrayList<>();
        if (from > Math.max(0, head - blocks)) {
            notes.add(
                    "the sample begins with block %,d: since then the version in force serves all"
                            .formatted(from + 1));
        }
        if (beginsEarlier()) {
            notes.add(
                    "blocks %,d to %,d are executed before it, to fill the tables of a plan that joined the state in block %,d"
                            .formatted(first + 1, from, joined()));
        }
        return notes;
    }

    /** The last block with which tables joined. */
    long joined() {
        return joining.values().stream().mapToLong(PlanRecord::joinedHeight).max().orElse(0);
    }

    /** Whether blocks before the sample must be executed too. */
    boolean beginsEarlier() {
        return first < from;
    }
}
