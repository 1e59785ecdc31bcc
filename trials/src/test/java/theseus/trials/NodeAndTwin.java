package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.client.Answer;
import theseus.client.PlanStatus;
import theseus.protocol.CborReader;
import theseus.protocol.Descriptor;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/**
 * A node and its twin that has the same traffic and never hears of a plan. Each block of the node
 * is compared with the twin after the same transactions: receipts, and the roots of all tables of
 * the versions in force. What lies under the root beside them is what {@link LedgerImages} says.
 */
final class NodeAndTwin implements AutoCloseable {
    /** Where the twin was when the node had a block with traffic. */
    private record TwinAt(long height, SortedMap<TableId, Optional<Hash>> roots) {}

    /** What is known of a plan while blocks are compared. */
    record Watched(Optional<PlanStatus> status, SortedSet<TableId> added, List<String> story) {
        static final Watched NOTHING = new Watched(Optional.empty(), new TreeSet<>(), List.of());

        private boolean isFinal(long height) {
            return status.filter(one -> one.phase() == Phase.FINAL)
                    .filter(one -> height >= one.sinceHeight() - 1)
                    .isPresent();
        }

        /**
         * Whether the candidate's tables lie under the root. They leave it with the block that
         * takes the plan back; what joined with that very block leaves with the next.
         */
        private boolean isJoined(long height) {
            return status.filter(one -> one.joinedHeight() > 0 && height >= one.joinedHeight())
                    .filter(
                            one ->
                                    !isTakenBack()
                                            || height < one.sinceHeight() - 1
                                            || height == one.joinedHeight())
                    .isPresent();
        }

        private boolean isTakenBack() {
            return status.filter(one -> one.phase() == Phase.ROLLED_BACK).isPresent();
        }

        private boolean isReplaced(TableId table) {
            return added.contains(new TableId(table.instance(), table.table(), table.schema() + 1));
        }
    }

    private record Sent(Ordinary.Sent sent, Answer.Committed answer) {}

    private final RunningNode node;
    private final RunningNode twin;
    private final SortedSet<TableId> inForce = new TreeSet<>();
    private final NavigableMap<Long, TwinAt> twins = new TreeMap<>();
    private final Map<String, String> memos = new HashMap<>();
    private long compared;

    NodeAndTwin(RunningNode node, RunningNode twin) {
        this.node = node;
        this.twin = twin;
        for (String source : List.of("ledger-1", "shop-1", "council-1")) {
            Descriptor descriptor = Compiled.packed(Compiled.source(source)).descriptor();
            inForce.addAll(tables(descriptor.module(), descriptor));
        }
    }

    RunningNode node() {
        return node;
    }

    /** The tables of a version that those in force do not have. */
    SortedSet<TableId> added(Descriptor descriptor) {
        SortedSet<TableId> added = tables(descriptor.module(), descriptor);
        added.removeAll(inForce);
        return added;
    }

    private static SortedSet<TableId> tables(String instance, Descriptor descriptor) {
        SortedSet<TableId> tables = new TreeSet<>();
        descriptor
                .tables()
                .forEach(table -> tables.add(new TableId(instance, table.name(), table.schema())));
        return tables;
    }

    /** What was remarked is gone with the candidate that knew it. */
    void forgetMemos() {
        memos.clear();
    }

    /**
     * Sends to both.
     *
     * @param own what only the node with the plan gets
     */
    void send(List<Ordinary.Sent> both, List<Ordinary.Sent> own, Watched plan) {
        List<Ordinary.Sent> all = new ArrayList<>(both);
        all.addAll(own);
        List<Answer> answers = node.send(all);
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < both.size(); i++) {
            sent.add(new Sent(both.get(i), committed(answers.get(i))));
        }
        sent.sort(
                Comparator.comparingLong((Sent one) -> one.answer().height())
                        .thenComparing(one -> one.answer().index()));
        int from = 0;
        while (from < sent.size()) {
            long height = sent.get(from).answer().height();
            int to = from;
            while (to < sent.size() && sent.get(to).answer().height() == height) {
                to++;
            }
            follow(height, sent.subList(from, to), plan);
            from = to;
        }
        for (int i = both.size(); i < all.size(); i++) {
            boolean applied = answers.get(i) instanceof Answer.Committed one && one.applied();
            if (applied) {
                String[] words = words(all.get(i));
                memos.put(words[0], words[1]);
            }
        }
    }

    private static String[] words(Ordinary.Sent remark) {
        var in = new CborReader(remark.messages().getFirst().body());
        in.expectArray(2);
        return new String[] {in.text(), in.text()};
    }

    /** The twin gets what stood in one block of the node; it must answer the same. */
    private void follow(long height, List<Sent> block, Watched plan) {
        List<Answer> answers = twin.send(block.stream().map(Sent::sent).toList());
        long twinHeight = 0;
        for (int i = 0; i < block.size(); i++) {
            Sent one = block.get(i);
            Answer.Committed other = committed(answers.get(i));
            twinHeight = Math.max(twinHeight, other.height());
            Receipt ours = one.answer().receipt();
            Receipt theirs = other.receipt();
            String what = height + ": " + one.sent() + " in " + plan.story();
            assertEquals(theirs.status(), ours.status(), what);
            assertEquals(theirs.events(), ours.events(), what);
            if (!plan.isFinal(height)) {
                assertEquals(theirs.gasUsed(), ours.gasUsed(), what);
            }
        }
        twins.put(height, new TwinAt(twinHeight, twin.roots(inForce, twinHeight)));
    }

    private static Answer.Committed committed(Answer answer) {
        return assertInstanceOf(Answer.Committed.class, answer);
    }

    /** All blocks since the last time, up to {@code height}. */
    void compareRoots(long height, Watched plan) {
        while (compared < height) {
            compared++;
            compare(compared, plan);
        }
    }

    private void compare(long height, Watched plan) {
        SortedMap<TableId, Optional<Hash>> expected =
                new TreeMap<>(twins.floorEntry(height).getValue().roots());
        if (plan.isFinal(height)) {
            // What has a successor has left the root.
            expected.replaceAll((table, root) -> plan.isReplaced(table) ? Optional.empty() : root);
        }
        assertEquals(
                expected,
                node.roots(inForce, height),
                () -> "block " + height + " of " + plan.story());
        if (!plan.isJoined(height)) {
            node.roots(plan.added(), height)
                    .forEach(
                            (table, root) ->
                                    assertTrue(
                                            root.isEmpty(),
                                            () ->
                                                    table
                                                            + " in block "
                                                            + height
                                                            + " of "
                                                            + plan.story()));
        }
    }

    /** What the candidate has under the root, if it has anything there. */
    void compareImages(long height, Watched plan) {
        if (!plan.isJoined(height) || plan.isTakenBack()) {
            return;
        }
        long twinHeight = twins.floorEntry(height).getValue().height();
        TableId balances = new TableId(Says.LEDGER, "balances", 1);
        TableId notes = new TableId(Says.LEDGER, "notes", 1);
        assertEquals(
                LedgerImages.balances(twin.rows(balances, twinHeight), memos),
                node.rows(new TableId(Says.LEDGER, "balances", 2), height),
                plan.story()::toString);
        assertEquals(
                LedgerImages.notes(twin.rows(notes, twinHeight)),
                node.rows(new TableId(Says.LEDGER, "notes", 2), height),
                plan.story()::toString);
        for (String derived : List.of("supply", "rich")) {
            assertEquals(
                    root(twin, new TableId(Says.LEDGER, derived, 1), twinHeight),
                    root(node, new TableId(Says.LEDGER, derived, 2), height),
                    () -> derived + " in " + plan.story());
        }
    }

    private static Optional<Hash> root(RunningNode of, TableId table, long height) {
        return of.roots(List.of(table), height).get(table);
    }

    @Override
    public void close() {
        node.close();
        twin.close();
    }
}
