package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.Outcome;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/** Which version answers, and what may be queued while a plan is under way. */
final class PlanQueryTest {
    private final PlanChain plans = new PlanChain(1);
    private final TestChain chain = plans.chain;
    private final Plan installation =
            plans.draft()
                    .install(
                            "fresh",
                            PlanChain.NEXT.artifact(),
                            Script.of(new Op.Put(ScriptModule.ROWS, 1, 7)).document())
                    .plan();

    @Test
    void fromProbationOnTheCandidateAnswers() {
        assertEquals(Codes.NO_SUCH_INSTANCE, refused(Optional.empty(), "fresh"));
        plans.begin(installation);
        assertEquals(Phase.PROBATION, plans.phase(installation));
        assertEquals(
                Codes.NO_SUCH_INSTANCE,
                refused(Optional.empty(), "fresh"),
                "its tables come with the next block");
        assertTrue(Plans.read(chain.state).serving().isEmpty());
        plans.block();
        assertTrue(Plans.read(chain.state).serving().isPresent());
        assertEquals(7, answered(Optional.empty(), "fresh"));
        assertEquals(Codes.NO_SUCH_INSTANCE, refused(Optional.of(installation.id()), "fresh"));
        assertEquals(0, chain.value("a", ScriptModule.ROWS, 1));
    }

    @Test
    void theOtherVersionIsAskedByThePlan() {
        plans.block(chain.tx(2, "a", new Op.Put(ScriptModule.ROWS, 1, 5)));
        Plan plan = plans.upgradeOfA().plan();
        assertEquals(Codes.NO_SUCH_PLAN, refused(Optional.of(plan.id()), "a"));
        plans.open(plan);
        assertEquals(Codes.PLAN_PHASE, refused(Optional.of(plan.id()), "a"));
        plans.approve(plan);
        plans.all(PlanChain.ready(plan));
        plans.until(plan, Phase.CANARY);
        plans.block();
        assertEquals(5, answered(Optional.of(plan.id()), "a"));
        assertEquals(5, answered(Optional.empty(), "a"));
        plans.stop(plan);
        assertEquals(Codes.PLAN_PHASE, refused(Optional.of(plan.id()), "a"));
    }

    @Test
    void whatAPlanBringsIsQueuedOnceItServes() {
        assertEquals(Codes.NO_SUCH_INSTANCE, queued().code());
        plans.open(installation);
        Application.Checked early = queued();
        assertEquals(Codes.NOT_YET_IN_FORCE, early.code());
        assertTrue(early.retryable());
        assertTrue(early.explanation().contains("VOTING"));
        plans.approve(installation);
        plans.all(PlanChain.ready(installation));
        plans.block();
        assertEquals("fresh", queued().lane());
    }

    private Application.Checked queued() {
        return chain.kernel.check(
                chain.state,
                chain.timeMillis(),
                TestChain.signed(
                                8,
                                chain.unsigned(8, 0, java.util.List.of(TestChain.message("fresh"))))
                        .encode());
    }

    private String refused(Optional<Hash> plan, String instance) {
        return assertInstanceOf(Outcome.Refused.class, query(plan, instance)).code();
    }

    private long answered(Optional<Hash> plan, String instance) {
        return Script.integer(
                assertInstanceOf(Outcome.Returned.class, query(plan, instance)).value());
    }

    private Outcome query(Optional<Hash> plan, String instance) {
        return chain.kernel.query(
                chain.state,
                chain.height,
                chain.timeMillis(),
                plan,
                instance,
                "Value",
                Script.integer(1));
    }
}
