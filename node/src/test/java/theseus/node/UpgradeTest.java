package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.client.ChainEvent;
import theseus.client.EventStream;
import theseus.client.PlanBrief;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Gate;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Upgrades of a module on a running node, over HTTP, while transactions go on. */
@Timeout(300)
final class UpgradeTest {
    private static final int LARGE = 20_000;

    @TempDir Path directory;

    @Test
    void aModuleIsUpgradedFromStagedToFinal() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        Artifact candidate = Compiled.artifact("notes-2");
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node));
                Http http = new Http(TestChain.address(node))) {
            Notes notes = new Notes(client);
            for (int i = 0; i < 15; i++) {
                notes.traffic();
            }
            Plan plan = Notes.plan(client, candidate, TestPlans.LONG);
            Hash id = plan.id();
            EventStream events = client.events("", "kernel", "");
            notes.open(candidate, plan);
            List<Phase> seen = new ArrayList<>();
            PlanStatus status = notes.status(id);
            while (!status.phase().ended()) {
                seen.add(status.phase());
                if (status.phase() == Phase.SHADOW) {
                    assertTrue(http.get("/metrics").body().contains("theseus_follower_lag_blocks"));
                    assertEquals(
                            200,
                            http.json(
                                            "/v1/instances/notes/queries/WritesOf?plan=" + id,
                                            "{\"key\":7}")
                                    .status());
                }
                status = notes.trafficWhile(id, status.phase());
            }
            assertEquals(Phase.FINAL, status.phase(), status.json().toString());
            assertTrue(seen.contains(Phase.SHADOW) && seen.contains(Phase.CANARY), "" + seen);
            assertEquals("2.0.0", client.descriptor(Notes.NOTES).version());
            explained(client, http, status.joinedHeight());
            String decided = "&height=" + (status.joinedHeight() - 1);
            var between =
                    http.json(
                            "/v1/instances/notes/queries/WritesOf?plan=" + id + decided,
                            "{\"key\":7}");
            assertEquals(200, between.status(), between.body());
            assertTrue(between.json().path("result").asLong() >= 1, between.body());
            notes.traffic();
            assertTrue(client.query(Notes.NOTES, new Notes.WritesOf(7), Long.class) >= 1);
            assertEquals(List.of(Phase.FINAL), phases(client.upgrades().plans()));
            List<String> entered = new ArrayList<>();
            while (!entered.contains("FINAL")) {
                ChainEvent event = events.next().orElseThrow();
                if (event.name().equals("PlanPhase")) {
                    entered.add(event.body().path("phase").asText());
                }
            }
            events.close();
            assertEquals(
                    List.of("BACKFILL", "SHADOW", "CANARY", "PROBATION", "FINAL"),
                    entered.subList(entered.indexOf("BACKFILL"), entered.size()));
            String metrics = http.get("/metrics").body();
            assertTrue(
                    metrics.contains(
                            "theseus_module_transactions_total{instance=\"notes\",version=\"2.0.0\""),
                    metrics);
        }
        // A node that starts again has the new module, and the chain goes on.
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            new Notes(client).traffic();
        }
    }

    /** Also in the first block of authority each transaction comes out again as it did. */
    private static void explained(ChainClient client, Http http, long joined) {
        int explained = 0;
        for (long height = joined; explained == 0; height++) {
            for (Bytes submission : client.block(height).submissions()) {
                if (Submission.decode(submission) instanceof Transaction sent) {
                    var answer = http.get("/v1/transactions/" + sent.id() + "/explain").json();
                    assertTrue(answer.path("same").asBoolean(), answer.toString());
                    explained++;
                }
            }
        }
    }

    private static List<Phase> phases(List<PlanBrief> plans) {
        return plans.stream().map(PlanBrief::phase).toList();
    }

    @Test
    void aLargeTableIsFilledWhileBlocksGoOn() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        Artifact candidate = Compiled.artifact("notes-2");
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            Notes notes = new Notes(client);
            notes.fill(LARGE);
            Plan plan = Notes.plan(client, candidate, TestPlans.LONG);
            notes.open(candidate, plan);
            PlanStatus status = notes.trafficUntil(plan.id(), Phase.BACKFILL);
            long started = System.nanoTime();
            long height = node.height();
            while (status.phase() == Phase.BACKFILL) {
                notes.burst(50);
                status = notes.status(plan.id());
            }
            System.out.printf(
                    "%d records filled in %d ms beside %d blocks%n",
                    LARGE, (System.nanoTime() - started) / 1_000_000, node.height() - height);
            status = notes.trafficUntil(plan.id(), Phase.CANARY);
            assertEquals(Phase.CANARY, status.phase(), status.json().toString());
            assertEquals(
                    LARGE,
                    status.json().path("follower").path("recordsMigrated").asLong(),
                    status.json().path("follower").toString());
        }
    }

    @Test
    void aCandidateThatDiffersIsStoppedInShadowWithBothOutcomes() {
        String source = Compiled.source("notes-2");
        Artifact wrong =
                Compiled.of(
                        source.replace(
                                "new Stored(message.key(), message.value())",
                                "new Stored(message.key(), message.value() + 1)"));
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            Notes notes = new Notes(client);
            notes.traffic();
            Plan plan = Notes.plan(client, wrong, TestPlans.LONG);
            notes.open(wrong, plan);
            PlanStatus status = notes.trafficUntil(plan.id(), Phase.FINAL);
            assertEquals(Phase.ROLLED_BACK, status.phase(), status.json().toString());
            assertEquals(Gate.UNDECLARED_DIFFERENCE, status.gate().orElseThrow());
            assertEquals(0, status.joinedHeight(), "it never had authority");
            var evidence = status.evidence().orElseThrow();
            assertEquals("applied", evidence.path("old").path("status").asText());
            long old =
                    evidence.path("old").path("events").get(0).path("body").path("value").asLong();
            assertEquals(
                    old + 1,
                    evidence.path("candidate")
                            .path("events")
                            .get(0)
                            .path("body")
                            .path("value")
                            .asLong(),
                    evidence.toString());
            assertTrue(
                    evidence.path("differences").get(0).asText().contains("\"value\":" + old),
                    evidence.toString());
            assertEquals("1.0.0", client.descriptor(Notes.NOTES).version());
            notes.traffic();
        }
    }

    @Test
    void aCandidateThatDiffersLateIsTakenBackAndItsTablesStayReadable() {
        String source = Compiled.source("notes-2");
        Artifact wrong =
                Compiled.of(
                        source.replace(
                                "context.emit(new Stored(message.key(), message.value()));",
                                "if (message.value() != 77_777) {"
                                        + " context.emit(new Stored(message.key(),"
                                        + " message.value())); }"));
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            Notes notes = new Notes(client);
            notes.traffic();
            Plan plan = Notes.plan(client, wrong, TestPlans.LONG);
            notes.open(wrong, plan);
            PlanStatus status = notes.trafficUntil(plan.id(), Phase.CANARY);
            assertEquals(Phase.CANARY, status.phase(), status.json().toString());
            client.sender(TestChain.key(950)).send(Notes.NOTES, new Notes.Put(3, 77_777));
            status = notes.status(plan.id());
            assertEquals(Phase.ROLLED_BACK, status.phase(), status.json().toString());
            assertEquals(Gate.UNDECLARED_DIFFERENCE, status.gate().orElseThrow());
            assertEquals(77_777L, client.query(Notes.NOTES, new Notes.ValueOf(3), Long.class));
            notes.traffic(); // the tables leave the root with the block after the decision
            assertFalse(
                    client.upgrades()
                            .planTable(plan.id(), new TableId(Notes.NOTES, "notes", 2))
                            .isEmpty(),
                    "quarantine");
            assertEquals("1.0.0", client.descriptor(Notes.NOTES).version());
        }
    }
}
