package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Genesis;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TrapKind;

/** Begin and end block are pseudo-transactions; a trap there harms nobody else. */
final class RoutineTest {
    private static final int PLAIN = ScriptModule.PLAIN;

    @Test
    void routinesRunBeforeAndAfterTheSubmissions() {
        TestChain chain =
                new TestChain()
                        .with(
                                "a",
                                routines(
                                        Script.of(
                                                new Op.Expect(PLAIN, 1, 0),
                                                new Op.Put(PLAIN, 1, 5)),
                                        Script.of(
                                                new Op.Expect(PLAIN, 1, 6),
                                                new Op.Put(PLAIN, 1, 0))))
                        .start();
        BlockResult result =
                chain.commit(chain.tx(1, "a", new Op.Expect(PLAIN, 1, 5), new Op.Put(PLAIN, 1, 6)));
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        assertEquals(
                List.of(new Status.Applied(), new Status.Applied()),
                result.routines().stream().map(one -> one.receipt().status()).toList());
        assertEquals(3, result.receipts().size());
    }

    @Test
    void replaySeesWhatCameBefore() {
        TestChain chain =
                new TestChain()
                        .with("a", routines(Script.of(new Op.Put(PLAIN, 1, 5)), Script.of()))
                        .start();
        BlockInput block =
                chain.block(
                        chain.tx(1, "a", new Op.Expect(PLAIN, 1, 5), new Op.Put(PLAIN, 2, 6)),
                        chain.tx(1, "a", new Op.Expect(PLAIN, 2, 6), new Op.Throw()));
        Trace trace = Trace.recording();
        assertEquals(
                chain.kernel.execute(chain.state, block).executed().get(1),
                chain.kernel.replay(chain.state, block, 1, trace));
        assertEquals(1, trace.steps().size());
    }

    @Test
    void quietRoutinesAreNotShown() {
        TestChain chain =
                new TestChain()
                        .with("a", routines(Script.of(new Op.Expect(PLAIN, 1, 0)), Script.of()))
                        .start();
        assertEquals(List.of(), chain.commit().routines());
    }

    @Test
    void trapIsRevertedCountedAndShown() {
        TestChain chain =
                new TestChain()
                        .with(
                                "a",
                                routines(
                                        Script.of(new Op.Put(PLAIN, 1, 5), new Op.Throw()),
                                        Script.of(new Op.Refuse("NO"))))
                        .with("b", ScriptModule.plain())
                        .start();
        BlockResult result = chain.commit(chain.tx(1, "b", new Op.Put(PLAIN, 1, 1)));
        assertEquals(
                List.of(
                        new Status.Trapped(0, "a", TrapKind.EXCEPTION, "Script.run: thrown"),
                        new Status.Refused(0, "a", "NO")),
                result.routines().stream().map(one -> one.receipt().status()).toList());
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
        assertEquals(0, chain.value("a", PLAIN, 1));
        assertEquals(1, chain.value("b", PLAIN, 1));
        assertEquals(1, chain.state.tables.get(KernelTables.TRAPS).size());
    }

    @Test
    void routineHasABudgetOfItsOwn() {
        TestChain chain = new TestChain();
        chain.parameters = new Genesis.Parameters(1_000_000_000, 1_000, 10);
        chain.with("a", routines(Script.of(new Op.Burn(1_001)), Script.of())).start();
        Status.Trapped trapped =
                (Status.Trapped) chain.commit().routines().getFirst().receipt().status();
        assertEquals(TrapKind.OUT_OF_GAS, trapped.kind());
    }

    @Test
    void brokenSumRevertsTheRoutine() {
        TestChain chain =
                new TestChain()
                        .with(
                                "a",
                                routines(
                                        Script.of(new Op.Put(ScriptModule.ROWS, 1, 1001)),
                                        Script.of()))
                        .start();
        Status.Trapped trapped =
                (Status.Trapped) chain.commit().routines().getFirst().receipt().status();
        assertEquals(TrapKind.INVARIANT, trapped.kind());
        assertEquals(0, chain.total("a"));
    }

    private static ScriptModule routines(Script begin, Script end) {
        return ScriptModule.plain()
                .routines(
                        begin.ops().isEmpty() ? Optional.empty() : Optional.of(begin),
                        end.ops().isEmpty() ? Optional.empty() : Optional.of(end));
    }
}
