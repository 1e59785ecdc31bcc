package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What the API says that a plan waits for is what the kernel waits for. */
final class PlanProgressTest {
    private static final Plan.Action INSTALL =
            new Plan.Action.Install("second", Hash.ZERO, Bytes.EMPTY, List.of(), List.of());

    /** Nothing stands beside it: it has no keys that could be compared, and moves on without. */
    @Test
    void anInstallationWaitsForNoKeys() {
        PlanRecord record =
                new PlanRecord(
                        TestPlans.of(Hash.ZERO, List.of(INSTALL)),
                        Phase.PROBATION,
                        0,
                        5,
                        0,
                        0,
                        5,
                        Hash.ZERO,
                        Optional.empty(),
                        Tally.EMPTY,
                        List.of(),
                        "",
                        Optional.empty());
        List<PlanProgress.Condition> waitsFor =
                new PlanProgress(nothing(), new Catalog(), 20, 1_000).of(Hash.ZERO, record);
        List<PlanProgress.Condition> open =
                waitsFor.stream().filter(one -> one.has() < one.needs()).toList();
        assertEquals(
                List.of("voting power that proposed blocks"),
                open.stream().map(PlanProgress.Condition::what).toList());
        assertTrue(waitsFor.size() > open.size(), waitsFor::toString);
    }

    private static StateView nothing() {
        return new StateView() {
            @Override
            public Optional<Bytes> get(TableId table, Bytes key) {
                return Optional.empty();
            }

            @Override
            public List<Row> range(TableId table, Bytes from, Optional<Bytes> to, int limit) {
                return List.of();
            }
        };
    }
}
