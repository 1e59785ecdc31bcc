package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.EventRecord;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/** Two versions of a module beside each other, on the same base, for the same transaction. */
final class DifferencesTest {
    private static final int PLAIN = ScriptModule.PLAIN;

    private final TestChain chain = new TestChain();
    private ModuleSet next;

    @BeforeEach
    void start() {
        ScriptModule first = ScriptModule.plain();
        ScriptModule second = first.withVersion(2);
        chain.with("a", first).with("b", first).knows(second).start();
        ModuleSet now = chain.kernel.modules(chain.state);
        next =
                assertInstanceOf(
                                Candidate.Fits.class,
                                chain.kernel.candidate(now, "a", second.artifact()))
                        .modules();
    }

    @Test
    void sameEffectsDoNotDiffer() {
        assertEquals(List.of(), compare("a", new Op.Put(ScriptModule.ROWS, 1, 5)));
        assertEquals(List.of(), compare("b", new Op.Put(PLAIN, 1, 5), new Op.Emit(1)));
        assertEquals(List.of(), compare("a", new Op.Throw()));
        assertEquals(List.of(), compare("a", new Op.Refuse("NO")));
    }

    @Test
    void differingRecordsAndEventsAreListed() {
        Bytes one = Script.integer(1);
        assertEquals(
                List.of(
                        new Difference.OfEvent(
                                0,
                                Optional.of(new EventRecord("a", "Did", one)),
                                Optional.of(new EventRecord("a", "Done", one))),
                        new Difference.OfRecord(
                                new TableId("a", "plain", 1),
                                one,
                                new Difference.Content.Put(Script.integer(5)),
                                new Difference.Content.Put(Script.integer(6)))),
                compare("a", new Op.Put(PLAIN, 1, 5), new Op.Emit(1)));
    }

    @Test
    void differingResultsAreListed() {
        List<Difference> differences =
                compare("a", new Op.Put(PLAIN, 1, 5), new Op.Expect(PLAIN, 1, 5));
        assertInstanceOf(Difference.OfResult.class, differences.get(0));
        assertEquals(
                new Difference.Content.Untouched(),
                ((Difference.OfRecord) differences.get(1)).second());
    }

    @Test
    void receiptNamesTheVersionThatRan() {
        Transaction transaction = chain.tx(1, "a", new Op.Emit(1));
        assertEquals("2.0.0", executeNext(transaction).receipt().versions().getFirst().version());
    }

    @Test
    void candidateThatDoesNotFitIsRefused() {
        TestChain bound = new TestChain();
        ScriptModule server = ScriptModule.plain();
        ScriptModule other = server.offering("2.0");
        bound.with("a", server.requiring(), "b", Script.of())
                .with("b", server)
                .knows(other)
                .start();
        ModuleSet now = bound.kernel.modules(bound.state);
        assertEquals("BINDING_MISMATCH", unfit(bound, now, "b", other));
        assertEquals("NO_SUCH_INSTANCE", unfit(bound, now, "x", other));
        assertEquals("ARTIFACT_NOT_ADMITTED", unfit(bound, now, "b", other.withVersion(9)));
    }

    private static String unfit(
            TestChain chain, ModuleSet now, String instance, ScriptModule module) {
        return assertInstanceOf(
                        Candidate.Unfit.class,
                        chain.kernel.candidate(now, instance, module.artifact()))
                .code();
    }

    private List<Difference> compare(String instance, Op... ops) {
        Transaction transaction = chain.tx(1, instance, ops);
        MapState before = chain.state.copy();
        Executed first =
                chain.kernel.executeOne(chain.state, chain.block(), transaction, Trace.off());
        Executed second = executeNext(transaction);
        assertEquals(before.tables, chain.state.tables);
        List<Difference> differences = Differences.between(first, second);
        // The block does what the single execution said.
        assertEquals(first, chain.commit(transaction).executed().getFirst());
        return differences;
    }

    private Executed executeNext(Transaction transaction) {
        return chain.kernel.executeOne(chain.state, chain.block(), transaction, next, Trace.off());
    }
}
