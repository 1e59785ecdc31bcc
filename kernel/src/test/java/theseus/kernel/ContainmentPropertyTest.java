package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/** Whatever a candidate does: where it is wrong, the block is that of a chain without the plan. */
final class ContainmentPropertyTest {
    private static final List<String> FAULTS =
            List.of("law", "lens trap", "other value", "trap", "loop", "collide");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void wrongCandidateChangesNothingThatIsNotItsOwn(long given) {
        long seed = Long.getLong("theseus.seed", given);
        Random random = new Random(seed);
        Notes next =
                Notes.two(random.nextBoolean()).wrong(FAULTS.get(random.nextInt(FAULTS.size())));
        String where = "seed " + seed + " " + next;
        TestChain chain = new TestChain().with("n", Notes.one()).knows(next).start();
        TestChain twin = new TestChain().with("n", Notes.one()).knows(next).start();
        Phase phase = random.nextBoolean() ? Phase.CANARY : Phase.PROBATION;
        TestPlan.of(chain)
                .upgrade(chain, "n", next.artifact())
                .canary(random.nextInt(10_000))
                .begin(chain, phase);
        boolean tripped = false;
        for (int i = 0; i < 40; i++) {
            Transaction[] traffic = Traffic.random(chain, random, 6, false);
            if (random.nextInt(4) == 0) {
                int at = random.nextInt(traffic.length);
                traffic[at] =
                        with(traffic[at], Notes.body(1, random.nextInt(6), Notes.BROKEN_VALUE));
            }
            BlockResult result = chain.commit(traffic);
            BlockResult bare = twin.commit(traffic);
            assertEquals(statuses(bare), statuses(result), where);
            assertEquals(old(twin), old(chain), where);
            tripped |=
                    result.compared().stream()
                            .anyMatch(one -> one.verdict() instanceof Verdict.Undeclared);
            if (tripped) {
                // The keeper has ended the plan; the next block is the twin's but for the gas.
                chain.commit();
                twin.commit();
            }
        }
        assertTrue(tripped, where);
    }

    private static Transaction with(Transaction transaction, Bytes body) {
        int sender = 0;
        while (!TestChain.account(sender).equals(transaction.sender())) {
            sender++;
        }
        return TestChain.signed(
                sender,
                new Transaction(
                        transaction.chain(),
                        transaction.sender(),
                        transaction.nonce(),
                        transaction.expiryMillis(),
                        transaction.gasLimit(),
                        List.of(new theseus.protocol.Message("n", "Set", 1, body)),
                        transaction.witness()));
    }

    private static List<Receipt.Status> statuses(BlockResult result) {
        return result.executed().stream().map(one -> one.receipt().status()).toList();
    }

    private static TreeMap<TableId, TreeMap<Bytes, Bytes>> old(TestChain chain) {
        TreeMap<TableId, TreeMap<Bytes, Bytes>> tables = new TreeMap<>();
        chain.state.tables.forEach(
                (table, rows) -> {
                    boolean own = table.instance().equals("n") && table.schema() == 1;
                    if (own || table.equals(KernelTables.ACCOUNTS)) {
                        tables.put(table, rows);
                    }
                });
        return tables;
    }
}
