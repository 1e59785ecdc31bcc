package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Capability;

/** Derived tables and the three kinds of invariants. */
final class InvariantTest {
    private static final int ROWS = ScriptModule.ROWS;
    private static final int PLAIN = ScriptModule.PLAIN;

    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        chain.with("a", ScriptModule.plain()).with("b", ScriptModule.plain()).start();
    }

    @Test
    void indexAndSumFollowEveryWrite() {
        chain.run("a", new Op.Put(ROWS, 1, 10), new Op.Put(ROWS, 2, 20), new Op.Put(ROWS, 3, 30));
        assertEquals(60, chain.total("a"));
        chain.run("a", new Op.Put(ROWS, 1, 12), new Op.Remove(ROWS, 2));
        assertEquals(42, chain.total("a"));
        assertEquals(2, chain.state.tables.get(new TableId("a", "byValue", 1)).size());
        assertEquals(0, chain.total("b"));
        chain.run("a", new Op.Remove(ROWS, 1), new Op.Remove(ROWS, 3), new Op.Remove(ROWS, 9));
        assertEquals(0, chain.total("a"));
        assertTrue(!chain.state.tables.containsKey(new TableId("a", "byValue", 1)));
    }

    @Test
    void derivedTableCannotBeWritten() {
        assertEquals(TrapKind.EXCEPTION, trapped(new Op.Put(ScriptModule.TOTAL, 1, 1)).kind());
        assertEquals(TrapKind.EXCEPTION, trapped(new Op.Remove(ScriptModule.BY_VALUE, 1)).kind());
    }

    @Test
    void recordInvariantHoldsAtEachWrite() {
        assertEquals(TrapKind.INVARIANT, trapped(new Op.Put(ROWS, 1, -1)).kind());
        assertEquals(
                TrapKind.INVARIANT,
                trapped(new Op.Put(ROWS, 1, -1), new Op.Put(ROWS, 1, 1)).kind());
    }

    @Test
    void sumInvariantHoldsAtTheEnd() {
        assertEquals(
                new Status.Applied(),
                chain.status("a", new Op.Put(ROWS, 1, 2000), new Op.Put(ROWS, 1, 900)));
        Status.Trapped trapped = trapped(new Op.Put(ROWS, 2, 101));
        assertEquals(TrapKind.INVARIANT, trapped.kind());
        assertEquals(900, chain.total("a"));
        assertEquals(new Status.Applied(), chain.status("a", new Op.Put(ROWS, 2, 100)));
    }

    @Test
    void sumInvariantNamesTheMessageThatTouchedTheSum() {
        Executed executed =
                chain.commit(
                                chain.tx(
                                        1,
                                        List.of(
                                                TestChain.message("a", new Op.Emit(1)),
                                                TestChain.message("b", new Op.Put(ROWS, 1, 1001)),
                                                TestChain.message("a", new Op.Emit(1)))))
                        .executed()
                        .getFirst();
        Status.Trapped trapped = (Status.Trapped) executed.receipt().status();
        assertEquals(1, trapped.message());
        assertEquals("b", trapped.instance());
    }

    @Test
    void sumBeyond64BitsIsABrokenInvariant() {
        assertEquals(
                TrapKind.INVARIANT,
                trapped(new Op.Put(ROWS, 1, Long.MAX_VALUE), new Op.Put(ROWS, 2, 1)).kind());
        assertEquals(
                new Status.Applied(),
                chain.status("a", new Op.Put(ROWS, 1, Long.MAX_VALUE), new Op.Put(ROWS, 1, 5)));
    }

    @Test
    void scanViolationSuspendsFromTheNextBlockOn() {
        BlockResult found =
                chain.commit(
                        chain.tx(1, "a", new Op.Put(PLAIN, 1, 101)),
                        chain.tx(2, "a", new Op.Emit(1)));
        assertEquals(new Status.Applied(), found.executed().get(0).receipt().status());
        assertEquals(new Status.Applied(), found.executed().get(1).receipt().status());
        assertEquals(101, chain.value("a", PLAIN, 1));
        assertEquals(new Status.Rejected(Codes.SUSPENDED), chain.status("a", new Op.Emit(1)));
        BlockResult other = chain.commit(chain.tx(2, "b", new Op.Emit(1)));
        assertEquals(new Status.Applied(), other.executed().getFirst().receipt().status());
    }

    @Test
    void scanViolationNeverSuspendsWhoMayRepairTheChain() {
        TestChain other =
                new TestChain().with("gov", ScriptModule.plain().needing(Capability.PLANS)).start();
        BlockResult found = other.commit(other.tx(1, "gov", new Op.Put(PLAIN, 1, 101)));
        assertEquals(
                ScanRunner.BROKEN,
                found.routines().getFirst().receipt().events().getFirst().name());
        assertEquals(new Status.Applied(), other.status("gov", new Op.Emit(1)));
    }

    @Test
    void scanWalksABoundedNumberPerBlockAndStartsAgain() {
        chain.run(
                "a",
                new Op.Put(PLAIN, 1, 1),
                new Op.Put(PLAIN, 2, 1),
                new Op.Put(PLAIN, 3, 1),
                new Op.Put(PLAIN, 4, 1),
                new Op.Put(PLAIN, 5, 101));
        // The block that wrote them scanned 1 and 2, the next 3 and 4, the next 5.
        assertEquals(List.of(), chain.commit().routines());
        BlockResult found = chain.commit();
        assertEquals(1, found.routines().size());
        assertEquals(
                ScanRunner.BROKEN,
                found.routines().getFirst().receipt().events().getFirst().name());
        assertEquals(found.receipts().size(), 1);
        BreakerRecord breaker =
                BreakerRecord.decode(
                        chain.state
                                .get(
                                        KernelTables.BREAKERS,
                                        new BreakerRecord.Key("a", java.util.Optional.empty())
                                                .encode())
                                .orElseThrow());
        assertEquals(3, breaker.height());
    }

    private Status.Trapped trapped(Op... ops) {
        return (Status.Trapped) chain.status("a", ops);
    }
}
