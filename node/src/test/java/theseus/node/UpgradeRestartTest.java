package theseus.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.ChainClient;
import theseus.client.PlanStatus;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.rocksdb.RocksStorage;

/** A node that is stopped in every phase of an upgrade ends where an undisturbed one does. */
@Timeout(600)
final class UpgradeRestartTest {
    /** Longer than what is sent between two looks at the plan: no phase passes unseen. */
    private static final Plan.Window WINDOW = new Plan.Window(80, 0, 1, 1);

    @TempDir Path directory;

    @Test
    void aRestartInEveryPhaseChangesNothing() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Notes.create(config);
        Artifact candidate = Compiled.artifact("notes-2");
        Set<Phase> stoppedIn = EnumSet.noneOf(Phase.class);
        Hash id = Hash.ZERO;
        boolean isOver = false;
        for (int start = 0; start < 40 && !isOver; start++) {
            try (Node node = Node.start(config);
                    ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
                Notes notes = new Notes(client);
                if (start == 0) {
                    notes.traffic();
                    Plan plan = Notes.plan(client, candidate, WINDOW);
                    id = plan.id();
                    notes.open(candidate, plan);
                    continue;
                }
                PlanStatus status = notes.status(id);
                stoppedIn.add(status.phase());
                notes.traffic();
                status = notes.trafficWhile(id, notes.status(id).phase());
                isOver = status.phase().ended();
                assertTrue(status.phase() != Phase.ROLLED_BACK, status.json().toString());
            }
        }
        assertTrue(isOver && stoppedIn.contains(Phase.CANARY), "" + stoppedIn);
        assertSameAsTwin(config, genesis);
    }

    private void assertSameAsTwin(NodeConfig config, Genesis genesis) {
        try (DataDirectory data = DataDirectory.open(config.directory());
                VersionedState decided =
                        VersionedState.open(RocksStorage.open(data.state()), 1_000);
                Twin twin = new Twin(genesis, data.artifacts(genesis), directory)) {
            twin.follow(decided);
        }
    }
}
