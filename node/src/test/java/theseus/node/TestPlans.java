package theseus.node;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/** Plans whose windows are short. */
final class TestPlans {
    static final Plan.Window SHORT = new Plan.Window(3, 0, 1, 1);

    /** Long enough for a test to see each phase. */
    static final Plan.Window LONG = new Plan.Window(10, 0, 1, 1);

    private TestPlans() {}

    static Plan of(Hash chain, List<Plan.Action> actions) {
        return of(chain, actions, SHORT);
    }

    static Plan of(Hash chain, List<Plan.Action> actions, Plan.Window window) {
        return new Plan(
                chain,
                "a test",
                actions,
                false,
                false,
                new Plan.Schedule(
                        1_000,
                        1_000,
                        10_000,
                        2,
                        120,
                        window,
                        List.of(new Plan.Step(5_000, window)),
                        window,
                        4,
                        400),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
