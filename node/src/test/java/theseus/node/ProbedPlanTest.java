package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Gate;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;

/** Nodes run the probes that come with a candidate before they say that they are ready. */
@Timeout(300)
final class ProbedPlanTest {
    private static final String PROBES =
            """
            {"probes": [{"name": "a note is what was put", "steps": [
              {"from": "alice", "send": "Put", "body": {"key": 1, "value": 7},
               "events": [{"name": "Stored", "body": {"key": 1, "value": 7}}]},
              {"ask": "ValueOf", "body": {"key": 1}, "answer": %d}]}]}
            """;

    @TempDir Path directory;

    @Test
    void aCandidateThatDoesNotDoWhatItsProbesSayIsNeverReady() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            Notes notes = new Notes(client);
            Artifact wrong = Compiled.probed(Compiled.source("notes-2"), PROBES.formatted(8));
            Plan plan = Notes.plan(client, wrong, TestPlans.SHORT);
            notes.open(wrong, plan);
            PlanStatus status = notes.trafficUntil(plan.id(), Phase.FINAL);
            assertEquals(Phase.ROLLED_BACK, status.phase());
            assertEquals(Gate.TRIPPED, status.gate().orElseThrow());
            assertEquals(0, status.startHeight(), "nothing was filled");
            String why = status.evidence().orElseThrow().path("explanation").asText();
            assertTrue(
                    why.contains(
                            "probe 'a note is what was put': step 2, query ValueOf: it should be"
                                    + " answered 8, but was answered 7"),
                    why);

            Artifact right = Compiled.probed(Compiled.source("notes-2"), PROBES.formatted(7));
            Plan again = Notes.plan(client, right, TestPlans.SHORT);
            notes.open(right, again);
            assertEquals(Phase.FINAL, notes.trafficUntil(again.id(), Phase.FINAL).phase());
        }
    }
}
