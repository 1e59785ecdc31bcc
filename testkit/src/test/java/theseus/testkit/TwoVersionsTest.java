package theseus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.Candidate;
import theseus.kernel.Difference;
import theseus.kernel.Differences;
import theseus.kernel.Executed;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.Trace;
import theseus.kernel.Trace.Step;
import theseus.kernel.spi.Invocation;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Hash;
import theseus.testkit.sample.counter.Counter;
import theseus.testkit.sample.counter.Counter.Add;
import theseus.testkit.sample.doubler.Doubler;
import theseus.testkit.sample.doubler.Doubler.Twice;

/**
 * The same transaction run by two versions of a module, whole and beside each other, on overlays of
 * the same state, and compared: what the shadow of an upgrade rests on.
 */
final class TwoVersionsTest {
    private final Account alice = Account.named("alice");
    private final Chain chain =
            Chain.with("counter", Counter.class).with("doubler", Doubler.class).start();
    private final Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.best());
    private final ModuleSet next = next();

    @Test
    void versionsThatDoTheSameDoNotDiffer() {
        chain.send(alice, new Add(5)).applied();
        Transaction applied = chain.transaction(alice, new Add(7));
        assertEquals(List.of(), compare(applied));
        chain.block(applied).getFirst().applied();
        assertEquals(List.of(), compare(chain.transaction(alice, new Add(-1))));
    }

    @Test
    void differencesAreFoundBehindACallToo() {
        List<Difference> differences = compare(chain.transaction(alice, new Twice(100)));
        // Two events, the record and the sum.
        assertEquals(4, differences.size(), differences.toString());
        assertInstanceOf(Difference.OfEvent.class, differences.getFirst());
        assertEquals(
                List.of("counts", "total"),
                differences.stream()
                        .filter(Difference.OfRecord.class::isInstance)
                        .map(one -> ((Difference.OfRecord) one).table().table())
                        .toList());
    }

    @Test
    void comparingLeavesNoTrace() {
        Hash root = chain.stateRoot();
        Transaction transaction = chain.transaction(alice, new Twice(100));
        compare(transaction);
        assertEquals(root, chain.stateRoot());
        chain.block(transaction).getFirst().applied();
        assertNotEquals(root, chain.stateRoot());
        assertEquals(200, chain.query(new Counter.Total()));
    }

    @Test
    void gasAndEffectsAreTheSameWhateverRanBefore() {
        Transaction transaction = chain.transaction(alice, new Twice(3));
        Executed first = execute(transaction, next, Trace.off());
        execute(transaction, kernel.modules(chain.state().head()), Trace.off());
        assertEquals(first, execute(transaction, next, Trace.off()));
        Kernel cold = new Kernel(new BytecodeRuntime(), Signatures.best());
        assertEquals(
                first,
                cold.executeOne(chain.state().head(), context(), transaction, next, Trace.off()));
    }

    @Test
    void traceShowsTheCallBetweenModules() {
        Trace trace = Trace.recording();
        Executed executed =
                execute(
                        chain.transaction(alice, new Twice(3)),
                        kernel.modules(chain.state().head()),
                        trace);
        assertEquals(new Status.Applied(), executed.receipt().status());
        Step.Ran twice = assertInstanceOf(Step.Ran.class, trace.steps().getFirst());
        assertEquals("doubler", twice.instance());
        List<Step.Ran> calls = twice.steps().stream().map(step -> (Step.Ran) step).toList();
        assertEquals(
                List.of("counter", "counter"), calls.stream().map(Step.Ran::instance).toList());
        assertInstanceOf(Invocation.Call.class, calls.getFirst().invocation());
        assertTrue(calls.getFirst().steps().stream().anyMatch(Step.Wrote.class::isInstance));
        assertTrue(twice.outcome().gasUsed() > calls.getFirst().outcome().gasUsed());
    }

    private List<Difference> compare(Transaction transaction) {
        Executed now = execute(transaction, kernel.modules(chain.state().head()), Trace.off());
        Executed then = execute(transaction, next, Trace.off());
        assertTrue(then.receipt().versions().stream().anyMatch(v -> v.version().equals("1.1.0")));
        return Differences.between(now, then);
    }

    private Executed execute(Transaction transaction, ModuleSet modules, Trace trace) {
        return kernel.executeOne(chain.state().head(), context(), transaction, modules, trace);
    }

    private BlockInput context() {
        return new BlockInput(
                chain.id(),
                chain.height() + 1,
                chain.timeMillis() + 1000,
                Hash.ZERO,
                Account.key("validator").publicKey(),
                List.of());
    }

    private ModuleSet next() {
        Candidate candidate =
                kernel.candidate(
                        kernel.modules(chain.state().head()),
                        "counter",
                        Sources.pack(theseus.testkit.sample.counternext.Counter.class).artifact());
        return assertInstanceOf(Candidate.Fits.class, candidate, candidate.toString()).modules();
    }
}
