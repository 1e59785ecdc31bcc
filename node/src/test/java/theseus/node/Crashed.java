package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.state.spi.Storage;

/** What is left of a chain whose node was struck down again and again. */
final class Crashed {
    private Crashed() {}

    /**
     * The story came to its end, all that was acknowledged is there, and an undisturbed twin comes
     * to the same headers and to the same tables beside them.
     *
     * @param acknowledged height by id
     */
    static void assertWhole(
            Story story,
            NodeConfig config,
            Genesis genesis,
            Storage storage,
            Map<Hash, Long> acknowledged,
            Path scratch)
            throws Exception {
        Files.createDirectories(scratch);
        try (DataDirectory data = DataDirectory.open(config.directory());
                VersionedState decided = VersionedState.open(storage, 1_000);
                Twin twin = new Twin(genesis, data.artifacts(genesis), scratch)) {
            BlockStore blocks = new BlockStore(decided);
            acknowledged.forEach(
                    (id, height) -> assertEquals(height, blocks.find(id).orElseThrow().height()));
            List<Plan> plans = story.plans(genesis.hash(), story.artifact().hash());
            PlanRecord last = Plans.find(decided.head(), plans.getLast().id()).orElseThrow();
            assertEquals(story.end(), last.phase(), () -> "" + last.ended());
            story.gate().ifPresent(gate -> assertEquals(gate, last.gate().orElseThrow()));
            twin.follow(decided);
            for (Plan plan : plans) {
                PlanRecord record = Plans.find(decided.head(), plan.id()).orElseThrow();
                assertTrue(record.phase().ended(), () -> plan.title() + " is " + record.phase());
                if (record.joinedHeight() > 0 && record.phase() == Phase.ROLLED_BACK) {
                    assertEquals(
                            twin.state().unlinked(plan.id()).root(),
                            decided.unlinked(plan.id()).root(),
                            "quarantine");
                }
            }
        }
    }
}
