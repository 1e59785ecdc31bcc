package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TrapKind;

/** Calls between instances: a → b → c → a. */
final class CallTest {
    private static final int PLAIN = ScriptModule.PLAIN;

    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        ScriptModule module = ScriptModule.plain().requiring();
        chain.with("a", module, "b", Script.of())
                .with("b", module, "c", Script.of())
                .with("c", module, "a", Script.of())
                .start();
    }

    @Test
    void eachInstanceWritesItsOwnTables() {
        Executed executed =
                chain.run(
                        "a",
                        new Op.Put(PLAIN, 1, 10),
                        call(new Op.Put(PLAIN, 1, 20), call(new Op.Put(PLAIN, 1, 30))));
        assertEquals(new Status.Applied(), executed.receipt().status());
        assertEquals(10, chain.value("a", PLAIN, 1));
        assertEquals(20, chain.value("b", PLAIN, 1));
        assertEquals(30, chain.value("c", PLAIN, 1));
        assertEquals(3, executed.receipt().versions().size());
    }

    @Test
    void nestedRefusalRevertsOnlyTheCallee() {
        Executed executed =
                chain.run(
                        "a",
                        new Op.Put(PLAIN, 1, 10),
                        new Op.Emit(1),
                        new Op.Call(
                                false,
                                false,
                                Script.of(
                                        new Op.Put(PLAIN, 1, 20),
                                        new Op.Emit(2),
                                        call(new Op.Put(PLAIN, 1, 30), new Op.Emit(3)),
                                        new Op.Refuse("NO"))),
                        new Op.Emit(4));
        assertEquals(new Status.Applied(), executed.receipt().status());
        assertEquals(10, chain.value("a", PLAIN, 1));
        assertEquals(0, chain.value("b", PLAIN, 1));
        assertEquals(0, chain.value("c", PLAIN, 1));
        assertEquals(2, executed.receipt().events().size());
    }

    @Test
    void refusalThatIsPassedOnIsTheCallers() {
        assertEquals(
                new Status.Refused(0, "a", "NO"), chain.status("a", call(new Op.Refuse("NO"))));
    }

    @Test
    void nestedTrapRevertsTheTransactionAndNamesTheCulprit() {
        assertEquals(
                new Status.Trapped(0, "b", TrapKind.EXCEPTION, "Script.run: thrown"),
                chain.status(
                        "a",
                        new Op.Put(PLAIN, 1, 10),
                        new Op.Call(false, false, Script.of(new Op.Throw()))));
        assertEquals(0, chain.value("a", PLAIN, 1));
    }

    @Test
    void writingCallIntoARunningInstanceIsATrap() {
        assertEquals(TrapKind.REENTRANCY, trapKind("a", call(call(call(new Op.Put(PLAIN, 1, 1))))));
    }

    @Test
    void readingCallIntoARunningInstanceSeesItsWrites() {
        assertEquals(
                new Status.Applied(),
                chain.status(
                        "a",
                        new Op.Put(PLAIN, 1, 10),
                        call(
                                call(
                                        new Op.Call(
                                                true,
                                                true,
                                                Script.of(new Op.Expect(PLAIN, 1, 10)))))));
    }

    @Test
    void readingCallMayNotWriteEmitProposeOrCallWhatWrites() {
        assertEquals(TrapKind.EXCEPTION, trapKind("a", look(new Op.Put(PLAIN, 1, 1))));
        assertEquals(TrapKind.EXCEPTION, trapKind("a", look(new Op.Remove(PLAIN, 1))));
        assertEquals(TrapKind.EXCEPTION, trapKind("a", look(new Op.Emit(1))));
        assertEquals(TrapKind.EXCEPTION, trapKind("a", look(new Op.SetPower(TestChain.key(1), 1))));
        assertEquals(TrapKind.EXCEPTION, trapKind("a", look(call(new Op.Expect(PLAIN, 1, 0)))));
    }

    @Test
    void callsAreBoundedInDepth() {
        Op deep = new Op.Expect(PLAIN, 1, 0);
        for (int i = 0; i < 7; i++) {
            deep = look(deep);
        }
        assertEquals(new Status.Applied(), chain.status("a", deep));
        assertEquals(TrapKind.CALL_DEPTH, trapKind("a", look(deep)));
    }

    @Test
    void callIntoASuspendedInstanceIsRefused() {
        chain.state.put(
                KernelTables.BREAKERS,
                new BreakerRecord.Key("b", Optional.empty()).encode(),
                new BreakerRecord(1, "test").encode());
        assertEquals(
                new Status.Refused(0, "a", Codes.SUSPENDED),
                chain.status("a", call(new Op.Emit(1))));
    }

    @Test
    void gasOfACallIsPaid() {
        assertEquals(TrapKind.OUT_OF_GAS, trapKind("a", call(new Op.Burn(TestChain.GAS_LIMIT))));
    }

    private TrapKind trapKind(String instance, Op... ops) {
        return ((Status.Trapped) chain.status(instance, ops)).kind();
    }

    private static Op call(Op... ops) {
        return new Op.Call(false, true, Script.of(ops));
    }

    private static Op look(Op... ops) {
        return new Op.Call(true, true, Script.of(ops));
    }
}
