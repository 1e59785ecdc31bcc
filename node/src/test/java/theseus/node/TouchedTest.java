package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.client.Sender;
import theseus.client.Touched;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What a candidate served is listed after it is taken back, beside what was sent. */
@Timeout(300)
final class TouchedTest {
    private static final TableId OLD = new TableId(Notes.NOTES, "notes", 1);
    private static final TableId NEW = new TableId(Notes.NOTES, "notes", 2);
    private static final int SENT = 5;

    /** A note that version 1 never sees. */
    record PutSecret(long key, long value) implements theseus.sdk.Message {}

    @TempDir Path directory;

    @Test
    void whatWasServedInProbationIsListedAfterTheRollback() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        Hash id;
        Touched first;
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node));
                Http http = new Http(TestChain.address(node))) {
            Notes notes = new Notes(client);
            notes.traffic();
            Artifact candidate = candidate();
            Plan plan = plan(client, candidate);
            id = plan.id();
            notes.open(candidate, plan);
            assertEquals(0, all(client, id).entries().size());
            assertEquals(Phase.PROBATION, notes.trafficUntil(id, Phase.PROBATION).phase());
            Sender sender = client.sender(TestChain.key(950));
            Map<Hash, Long> sent = new TreeMap<>();
            for (long key = 2_000; key < 2_000 + SENT; key++) {
                Answer.Committed put = sender.send(Notes.NOTES, new Notes.Put(key, key));
                sent.put(put.receipt().submission(), key);
            }
            Answer.Committed secret = sender.send(Notes.NOTES, new PutSecret(3_000, 7));
            Answer.Committed wrong = sender.send(Notes.NOTES, new Notes.Put(3, 77_777));
            PlanStatus status = notes.status(id);
            assertEquals(Phase.ROLLED_BACK, status.phase(), status.json().toString());
            notes.traffic(); // served by the version in force again

            first = all(client, id);
            assertEquals(status.joinedHeight(), first.joinedHeight());
            assertEquals(wrong.height(), first.endedHeight().orElseThrow());
            assertTrue(
                    first.keptUntilHeight().orElseThrow()
                            >= wrong.height() + FollowerConfig.DEFAULT.quarantineBlocks());
            assertEquals(named(client, id, first.joinedHeight()), ids(first.entries()));
            assertFalse(ids(first.entries()).contains(wrong.receipt().submission()));
            for (Touched.Entry entry : first.entries()) {
                Long key = sent.remove(entry.id());
                if (key != null) {
                    assertEquals(sender.account(), entry.sender().orElseThrow());
                    assertEquals(
                            List.of(new Plan.MessageName(Notes.NOTES, "Put")), entry.messages());
                    assertEquals(2, entry.recordsChanged());
                    assertRecord(entry, OLD, key, "STATE", Optional.empty());
                    assertRecord(entry, NEW, key, "QUARANTINE", Optional.of(false));
                }
            }
            assertEquals(Map.of(), sent, "not listed");
            Touched.Entry hidden =
                    first.entries().stream()
                            .filter(one -> one.id().equals(secret.receipt().submission()))
                            .findFirst()
                            .orElseThrow();
            assertEquals(1, hidden.recordsChanged());
            assertRecord(hidden, NEW, 3_000L, "QUARANTINE", Optional.of(true));
            assertEquals(ids(first.entries()), paged(http, id));
            Touched begun = client.upgrades().touched(id, Optional.empty(), 1).orElseThrow();
            Touched rest = client.upgrades().touched(id, begun.next(), 10_000).orElseThrow();
            assertEquals(
                    first.entries(),
                    Stream.concat(begun.entries().stream(), rest.entries().stream()).toList());
            assertEquals(Optional.empty(), rest.next());
        }
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            assertEquals(first, all(client, id));
        }
    }

    private static Touched all(ChainClient client, Hash plan) {
        return client.upgrades().touched(plan, Optional.empty(), 10_000).orElseThrow();
    }

    private static void assertRecord(
            Touched.Entry entry, TableId table, long key, String stands, Optional<Boolean> hidden) {
        Touched.Record found =
                entry.records().stream()
                        .filter(one -> one.table().equals(table))
                        .findFirst()
                        .orElseThrow();
        assertEquals(key, found.key().asLong());
        assertEquals(stands, found.stands());
        assertEquals(hidden, found.hidden());
    }

    private static List<Hash> ids(List<Touched.Entry> entries) {
        return entries.stream().map(Touched.Entry::id).toList();
    }

    /** By the blocks alone: whose receipts name the plan. */
    private static List<Hash> named(ChainClient client, Hash plan, long from) {
        List<Hash> named = new ArrayList<>();
        for (long height = from; height <= client.status().height(); height++) {
            for (Bytes submission : client.block(height).submissions()) {
                if (Submission.decode(submission) instanceof Transaction one
                        && client.transaction(one.id()).orElseThrow().receipt().versions().stream()
                                .anyMatch(used -> used.plan().equals(Optional.of(plan)))) {
                    named.add(one.id());
                }
            }
        }
        return named;
    }

    private static List<Hash> paged(Http http, Hash plan) {
        List<Hash> ids = new ArrayList<>();
        String from = "";
        while (true) {
            JsonNode page = http.get("/v1/plans/" + plan + "/touched?limit=2" + from).json();
            assertTrue(page.path("entries").size() <= 2);
            page.path("entries").forEach(one -> ids.add(Hash.fromHex(one.path("id").asText())));
            if (!page.hasNonNull("next")) {
                return ids;
            }
            from = "&from=" + page.get("next").asText();
        }
    }

    private static Artifact candidate() {
        return Compiled.of(
                Compiled.source("notes-2")
                        .replace(
                                "context.emit(new Stored(message.key(), message.value()));",
                                "if (message.value() != 77_777) { context.emit(new"
                                        + " Stored(message.key(), message.value())); }")
                        .replace(
                                "public record Stored(",
                                "public record PutSecret(long key, long value) implements Message"
                                        + " {}\n    public record Stored(")
                        .replace(
                                ".handles(Put.class, this::put)",
                                ".handles(Put.class, this::put).handles(PutSecret.class,"
                                        + " this::secret)")
                        .replace(
                                "    private Long valueOf(",
                                "    private void secret(Context context, PutSecret message) {\n"
                                        + "        context.put(notes, message.key(), new"
                                        + " Note(message.value(), -1));\n"
                                        + "    }\n\n    private Long valueOf(")
                        .replace(
                                "return new Down.Is<>(",
                                "return now.value().writes() < 0 ? new Down.Absent<>() : new"
                                        + " Down.Is<>("));
    }

    /** It stays in probation. */
    private static Plan plan(ChainClient client, Artifact candidate) {
        Plan plan = Notes.plan(client, candidate, TestPlans.SHORT);
        Plan.Schedule schedule = plan.schedule();
        return new Plan(
                plan.chain(),
                plan.title(),
                plan.actions(),
                plan.irreversible(),
                plan.hotfix(),
                new Plan.Schedule(
                        schedule.votingBlocks(),
                        schedule.readyBlocks(),
                        schedule.backfillBlocks(),
                        schedule.reportBlocks(),
                        schedule.agreementBlocks(),
                        schedule.shadow(),
                        schedule.canary(),
                        new Plan.Window(100_000, 0, 1, 1),
                        schedule.gasFactor(),
                        schedule.gasRatioPercent()),
                plan.declarations(),
                plan.waived(),
                plan.assessment());
    }
}
