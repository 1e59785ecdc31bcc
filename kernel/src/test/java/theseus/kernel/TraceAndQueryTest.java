package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.kernel.Trace.Step;
import theseus.kernel.spi.Outcome;
import theseus.protocol.TableId;

final class TraceAndQueryTest {
    private static final int ROWS = ScriptModule.ROWS;

    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        chain.with("a", ScriptModule.plain().requiring(), "b", Script.of())
                .with("b", ScriptModule.plain())
                .start();
    }

    @Test
    void traceTellsWhatHappenedCallByCall() {
        Trace trace = Trace.recording();
        chain.kernel.executeOne(
                chain.state,
                chain.block(),
                chain.tx(
                        1,
                        "a",
                        new Op.Expect(ROWS, 1, 0),
                        new Op.Call(
                                false,
                                false,
                                Script.of(new Op.Put(ROWS, 1, 5), new Op.Refuse("NO"))),
                        new Op.Emit(1)),
                trace);
        Step.Ran message = assertInstanceOf(Step.Ran.class, trace.steps().getFirst());
        assertEquals("a", message.instance());
        assertInstanceOf(Step.Read.class, message.steps().get(0));
        Step.Ran call = assertInstanceOf(Step.Ran.class, message.steps().get(1));
        assertEquals("b", call.instance());
        assertInstanceOf(Outcome.Refused.class, call.outcome());
        // The record, its index row and its sum.
        assertEquals(3, call.steps().stream().filter(Step.Wrote.class::isInstance).count());
        assertInstanceOf(Step.Emitted.class, message.steps().get(2));
    }

    @Test
    void traceIsBounded() {
        Trace trace = Trace.recording();
        for (int i = 0; i < Trace.MAX_STEPS + 5; i++) {
            trace.add(new Step.Emitted("a", "E", Script.integer(i)));
        }
        assertEquals(Trace.MAX_STEPS, trace.steps().size());
        assertTrue(trace.truncated());
    }

    @Test
    void queryAnswersAndSaysWhatItRead() {
        chain.run("a", new Op.Put(ROWS, 1, 5));
        Answered answered =
                chain.kernel.queryWithReads(chain.state, 1, 1, "a", "Value", Script.integer(1));
        assertEquals(
                Script.integer(5),
                assertInstanceOf(Outcome.Returned.class, answered.outcome()).value());
        assertEquals(
                List.of(new Answered.Read(new TableId("a", "rows", 1), Script.integer(1))),
                answered.reads());
    }

    @Test
    void unknownQueriesAreRefused() {
        assertEquals(Codes.NO_SUCH_INSTANCE, refusal("x", "Value"));
        assertEquals(Codes.NO_SUCH_QUERY, refusal("a", "Other"));
    }

    private String refusal(String instance, String query) {
        Outcome outcome = chain.kernel.query(chain.state, 1, 1, instance, query, Script.integer(1));
        return assertInstanceOf(Outcome.Refused.class, outcome).code();
    }
}
