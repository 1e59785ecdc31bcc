package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.kernel.Script.Op;
import theseus.protocol.EventRecord;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;

/** Random scripts against a simple model; a failure prints the seed. */
final class KernelPropertyTest {
    private static final int SENDERS = 4;
    private static final List<String> INSTANCES = List.of("a", "b", "c");

    private record Case(Transaction transaction, String instance, Script script, boolean good) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void stateAndReceiptsAreThoseOfTheModel(long seed) {
        Random random = new Random(seed);
        TestChain chain = chain();
        Model model = new Model(Map.of("a", "b", "b", "c", "c", "a"));
        Map<String, Integer> seen = new TreeMap<>();
        for (int height = 1; height <= 30; height++) {
            List<Case> cases = cases(chain, random);
            BlockResult result = chain.commit(transactions(cases));
            for (int i = 0; i < cases.size(); i++) {
                String where = "seed " + seed + " height " + height + " transaction " + i;
                Receipt receipt = result.executed().get(i).receipt();
                assertCase(model, cases.get(i), receipt, where);
                seen.merge(receipt.status().getClass().getSimpleName(), 1, Integer::sum);
            }
            assertEquals(
                    model.tables().tables,
                    moduleTables(chain.state),
                    "seed " + seed + " height " + height);
        }
        // A generator that only ever refuses would prove nothing.
        assertEquals(4, seen.size(), seen + " seed " + seed);
        seen.forEach((status, count) -> assertTrue(count >= 8, seen + " seed " + seed));
        for (int sender = 0; sender < SENDERS; sender++) {
            assertEquals(
                    chain.nonces.getOrDefault(sender, 0L),
                    AccountRecord.read(chain.state, TestChain.account(sender)).nonce());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void everyKernelGivesTheSameResultWhateverItHasInItsCaches(long seed) {
        Random random = new Random(seed);
        TestChain chain = chain().knows(ScriptModule.plain());
        TestChain other = new TestChain();
        other.with("z", ScriptModule.plain()).start();
        Kernel warm = chain.newKernel();
        for (int height = 1; height <= 10; height++) {
            BlockInput block = chain.block(transactions(cases(chain, random)));
            BlockResult first = chain.kernel.execute(chain.state, block);
            warm.execute(other.state, other.block());
            assertEquals(first, chain.kernel.execute(chain.state, block), "again, " + seed);
            assertEquals(first, warm.execute(chain.state, block), "warm, seed " + seed);
            assertEquals(first, chain.newKernel().execute(chain.state, block), "cold, " + seed);
            chain.state.apply(first.changes());
            chain.height++;
        }
    }

    /** Each transaction's changes, one after the other, are the block's. */
    @Test
    void changesOfTheBlockAreThoseOfItsTransactions() {
        Random random = new Random(31);
        TestChain chain = chain();
        for (int height = 1; height <= 10; height++) {
            MapState folded = chain.state.copy();
            BlockResult result = chain.commit(transactions(cases(chain, random)));
            result.executed().forEach(one -> folded.apply(one.changes()));
            folded.tables.remove(KernelTables.SCANS);
            MapState expected = chain.state.copy();
            expected.tables.remove(KernelTables.SCANS);
            assertEquals(expected.tables, folded.tables);
        }
    }

    private static TestChain chain() {
        ScriptModule module = ScriptModule.plain().requiring();
        return new TestChain()
                .with("a", module, "b", Script.of())
                .with("b", module, "c", Script.of())
                .with("c", module, "a", Script.of())
                .start();
    }

    private static void assertCase(Model model, Case one, Receipt receipt, String where) {
        if (!one.good()) {
            assertEquals(new Status.Rejected(Codes.WRONG_NONCE), receipt.status(), where);
            return;
        }
        Status expected = model.transaction(one.instance(), one.script());
        Status actual = receipt.status();
        if (actual instanceof Status.Trapped trapped) {
            actual = new Status.Trapped(trapped.message(), trapped.instance(), trapped.kind(), "");
        }
        assertEquals(expected, actual, where);
        assertEquals(
                model.events(),
                receipt.events().stream().map(EventRecord::body).map(Script::integer).toList(),
                where);
    }

    private static Submission[] transactions(List<Case> cases) {
        return cases.stream().map(Case::transaction).toArray(Submission[]::new);
    }

    private static Map<TableId, ?> moduleTables(MapState state) {
        MapState copy = state.copy();
        copy.tables.keySet().removeIf(table -> table.instance().equals(TableId.KERNEL));
        return copy.tables;
    }

    private static List<Case> cases(TestChain chain, Random random) {
        List<Case> cases = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String instance = INSTANCES.get(random.nextInt(3));
            Script script = script(random, 0);
            int sender = random.nextInt(SENDERS);
            boolean good = random.nextInt(8) != 0;
            Op[] ops = script.ops().toArray(Op[]::new);
            Transaction transaction =
                    good
                            ? chain.tx(sender, instance, ops)
                            : TestChain.signed(
                                    sender,
                                    chain.unsigned(
                                            sender,
                                            chain.nonces.getOrDefault(sender, 0L) + 7,
                                            List.of(TestChain.message(instance, ops))));
            cases.add(new Case(transaction, instance, script, good));
        }
        return cases;
    }

    private static Script script(Random random, int depth) {
        List<Op> ops = new ArrayList<>();
        int count = random.nextInt(1, 6);
        for (int i = 0; i < count; i++) {
            ops.add(op(random, depth));
        }
        return new Script(ops);
    }

    private static Op op(Random random, int depth) {
        int table = random.nextBoolean() ? ScriptModule.PLAIN : ScriptModule.ROWS;
        long key = random.nextInt(20);
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> new Op.Put(table, key, random.nextInt(101));
            case 6, 7, 8 -> new Op.Remove(table, key);
            case 9, 10 -> new Op.Emit(random.nextInt(100));
            case 11 -> new Op.Refuse("NO");
            case 12 -> random.nextInt(3) == 0 ? new Op.Throw() : new Op.Emit(1);
            case 13 ->
                    random.nextInt(4) == 0
                            ? new Op.Put(ScriptModule.ROWS, key, -1)
                            : new Op.Put(ScriptModule.ROWS, key, 400);
            case 14 -> new Op.Expect(table, key, random.nextInt(3));
            case 15 -> new Op.Count(random.nextInt(3), random.nextInt(10));
            default ->
                    depth > 8
                            ? new Op.Emit(2)
                            : new Op.Call(
                                    random.nextInt(4) == 0,
                                    random.nextInt(3) == 0,
                                    script(random, depth + 1));
        };
    }
}
