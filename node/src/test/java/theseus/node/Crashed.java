package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Genesis;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
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
                    UnlinkedTables expected = twin.state().unlinked(plan.id());
                    UnlinkedTables left = decided.unlinked(plan.id());
                    // Not the set as a whole: what a follower notes beside depends on its pace.
                    for (TableId table : tables(story)) {
                        assertEquals(
                                expected.range(table, Bytes.EMPTY, Optional.empty(), 10_000),
                                left.range(table, Bytes.EMPTY, Optional.empty(), 10_000),
                                () -> "quarantine of " + plan.title() + ", " + table);
                        assertEquals(expected.root(table), left.root(table));
                    }
                }
            }
        }
    }

    /** That its code has. */
    static List<TableId> tables(Story story) {
        return story.artifact().descriptor().orElseThrow().tables().stream()
                .map(one -> new TableId(Notes.NOTES, one.name(), one.schema()))
                .toList();
    }
}
