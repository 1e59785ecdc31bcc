package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.state.VersionedState;
import theseus.storage.memory.MemoryStorage;

/** Who follows a plan, or rehearses it, finds every block since it began. */
final class KeptBlocksTest {
    private static final int HISTORY = 3;
    private static final long HEIGHT = 20;
    private static final long START = 5;
    private static final Plan.Action INSTALL =
            new Plan.Action.Install("second", Hash.ZERO, Bytes.EMPTY, List.of(), List.of());

    @Test
    void nothingSinceAPlanBeganIsPruned() {
        try (VersionedState state = VersionedState.open(new MemoryStorage(), HISTORY)) {
            KeptBlocks kept = new KeptBlocks(() -> tip(state), HISTORY);
            commit(state, 0, Optional.empty());
            assertEquals(HEIGHT - HISTORY + 1, kept.getAsLong());
            commit(state, 1, Optional.of(record(Phase.VOTING, 0))); // nobody follows it yet
            assertEquals(HEIGHT - HISTORY + 1, kept.getAsLong());
            commit(state, 2, Optional.of(record(Phase.SHADOW, START)));
            assertEquals(START, kept.getAsLong());
            commit(state, 3, Optional.empty());
            assertEquals(HEIGHT - HISTORY + 1, kept.getAsLong());
        }
    }

    private static Tip tip(VersionedState state) {
        return new Tip(HEIGHT, Hash.ZERO, 0, state.root(), Optional.empty(), state.head());
    }

    private static PlanRecord record(Phase phase, long startHeight) {
        return PlanRecord.begun(
                TestPlans.of(Hash.ZERO, List.of(INSTALL)), phase, 1, 0, startHeight);
    }

    private static void commit(VersionedState state, long height, Optional<PlanRecord> plan) {
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        Bytes key = KernelTables.key(Hash.ZERO);
        tables.put(KernelTables.ACTIVE_PLANS, new TreeMap<>(Map.of(key, plan.map(_ -> key))));
        tables.put(KernelTables.PLANS, new TreeMap<>(Map.of(key, plan.map(PlanRecord::encode))));
        state.commit(state.stage(height, new ChangeSet(tables)), List.of());
    }
}
