package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.kernel.spi.Application;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Accounts;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Transaction;
import theseus.protocol.TrapKind;
import theseus.protocol.Witness;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/** What the kernel lets in, one minimal case for each code, and what it makes of what it let in. */
final class TransactionTest {
    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        chain.with("a", ScriptModule.plain()).start();
    }

    @Test
    void appliedTransactionWritesEmitsAndPays() {
        Transaction transaction =
                chain.tx(1, "a", new Op.Put(ScriptModule.ROWS, 5, 7), new Op.Emit(3));
        Executed executed = chain.commit(transaction).executed().getFirst();
        assertEquals(new Status.Applied(), executed.receipt().status());
        assertEquals(transaction.id(), executed.receipt().submission());
        assertEquals(1, executed.receipt().events().size());
        assertEquals("1.0.0", executed.receipt().versions().getFirst().version());
        assertEquals(7, chain.value("a", ScriptModule.ROWS, 5));
        long intrinsic = Gas.intrinsic(transaction, transaction.encode().size());
        assertTrue(executed.receipt().gasUsed() > intrinsic + 3 * ScriptModule.OP_GAS);
    }

    @Test
    void messagesAreAppliedAllOrNone() {
        Transaction transaction =
                chain.tx(
                        1,
                        List.of(
                                TestChain.message("a", new Op.Put(1, 5, 7), new Op.Emit(1)),
                                TestChain.message("a", new Op.Refuse("NO"))));
        Executed executed = chain.commit(transaction).executed().getFirst();
        assertEquals(new Status.Refused(1, "a", "NO"), executed.receipt().status());
        assertEquals(List.of(), executed.receipt().events());
        assertEquals(0, chain.value("a", ScriptModule.PLAIN, 5));
    }

    @Test
    void refusalAndTrapSpendNonceAndGas() {
        assertInstanceOf(Status.Refused.class, chain.status("a", new Op.Refuse("NO")));
        Executed trapped = chain.run("a", new Op.Put(1, 1, 1), new Op.Throw());
        assertEquals(
                new Status.Trapped(0, "a", TrapKind.EXCEPTION, "Script.run: thrown"),
                trapped.receipt().status());
        assertTrue(trapped.receipt().gasUsed() > Gas.TRANSACTION);
        assertEquals(0, chain.value("a", ScriptModule.PLAIN, 1));
        assertEquals(new Status.Applied(), chain.status("a", new Op.Emit(1)));
        assertEquals(3, account(1).nonce());
    }

    @Test
    void trapsAreCountedPerVersion() {
        chain.run("a", new Op.Throw());
        chain.run("a", new Op.Throw());
        chain.run("a", new Op.Burn(TestChain.GAS_LIMIT));
        Bytes key = new TrapRecord.Key("a", ScriptModule.plain().artifact().hash()).encode();
        assertEquals(
                new TrapRecord(2, 1, 3),
                TrapRecord.decode(chain.state.get(KernelTables.TRAPS, key).orElseThrow()));
    }

    @Test
    void outOfGasPaysTheLimit() {
        Executed executed = chain.run("a", new Op.Burn(TestChain.GAS_LIMIT));
        assertEquals(TrapKind.OUT_OF_GAS, ((Status.Trapped) executed.receipt().status()).kind());
        assertEquals(TestChain.GAS_LIMIT, executed.receipt().gasUsed());
    }

    @Test
    void malformed() {
        BlockInput block =
                new BlockInput(
                        chain.genesis.hash(),
                        1,
                        chain.timeMillis(),
                        Hash.ZERO,
                        TestChain.key(0),
                        List.of(Bytes.fromHex("ff")));
        Executed executed = chain.kernel.execute(chain.state, block).executed().getFirst();
        assertEquals(new Status.Rejected(Codes.MALFORMED), executed.receipt().status());
        assertEquals(
                Codes.MALFORMED, chain.kernel.check(chain.state, 1, Bytes.fromHex("ff")).code());
    }

    @Test
    void wrongChain() {
        Transaction good = unsigned(0, new Op.Emit(1));
        rejected(
                Codes.WRONG_CHAIN,
                new Transaction(
                        Script.hash(1),
                        good.sender(),
                        0,
                        good.expiryMillis(),
                        good.gasLimit(),
                        good.messages(),
                        good.witness()));
    }

    @Test
    void wrongNonce() {
        rejected(Codes.WRONG_NONCE, unsigned(1, new Op.Emit(1)), "");
        rejected(Codes.WRONG_NONCE, unsigned(Limits.MAX_NONCES_AHEAD + 1, new Op.Emit(1)));
        Transaction again = chain.tx(1, "a", new Op.Emit(1));
        BlockResult result = chain.commit(again, again);
        assertEquals(
                new Status.Rejected(Codes.WRONG_NONCE),
                result.executed().get(1).receipt().status());
        assertEquals(Codes.WRONG_NONCE, check(again).code());
    }

    @Test
    void expired() {
        Transaction good = unsigned(0, new Op.Emit(1));
        rejected(Codes.EXPIRED, expiring(good, chain.timeMillis()));
        accepted(expiring(good, chain.timeMillis() + 1));
    }

    @Test
    void expiryTooFar() {
        Transaction good = unsigned(0, new Op.Emit(1));
        rejected(
                Codes.EXPIRY_TOO_FAR,
                expiring(good, chain.timeMillis() + Limits.MAX_EXPIRY_MILLIS + 1));
        accepted(expiring(good, chain.timeMillis() + Limits.MAX_EXPIRY_MILLIS));
    }

    @Test
    void gasLimit() {
        Transaction good = unsigned(0, new Op.Emit(1));
        rejected(Codes.GAS_LIMIT, limited(good, Limits.MAX_TRANSACTION_GAS + 1));
        rejected(Codes.GAS_LIMIT, limited(good, Gas.TRANSACTION));
    }

    @Test
    void keysUnknown() {
        Transaction good = unsigned(0, new Op.Emit(1));
        Witness without = new Witness(Optional.empty(), signatures(good, 1));
        Witness foreign =
                new Witness(Optional.of(Script.keys(TestChain.key(2))), signatures(good, 2));
        rejectedAsIs(Codes.KEYS_UNKNOWN, good.withWitness(without));
        rejectedAsIs(Codes.KEYS_UNKNOWN, good.withWitness(foreign));
    }

    @Test
    void badSignature() {
        Transaction good = unsigned(0, new Op.Emit(1));
        Optional<AccountKeys> keys = Optional.of(Script.keys(TestChain.key(1)));
        var forged = TestChain.signature(0, TestChain.key(2), good);
        var outside = TestChain.signature(1, TestChain.key(1), good);
        rejectedAsIs(Codes.BAD_SIGNATURE, good.withWitness(new Witness(keys, List.of())));
        rejectedAsIs(Codes.BAD_SIGNATURE, good.withWitness(new Witness(keys, List.of(forged))));
        rejectedAsIs(Codes.BAD_SIGNATURE, good.withWitness(new Witness(keys, List.of(outside))));
    }

    @Test
    void thresholdNeedsThatManyDifferentKeys() {
        var sorted =
                List.of(TestChain.key(1), TestChain.key(2), TestChain.key(3)).stream()
                        .sorted()
                        .toList();
        AccountKeys keys = new AccountKeys(sorted, 2);
        Transaction base = unsigned(0, new Op.Emit(1));
        Transaction good =
                new Transaction(
                        base.chain(),
                        Accounts.idOf(keys),
                        0,
                        base.expiryMillis(),
                        base.gasLimit(),
                        base.messages(),
                        base.witness());
        var first = TestChain.signature(0, sorted.get(0), good);
        var third = TestChain.signature(2, sorted.get(2), good);
        rejectedAsIs(
                Codes.BAD_SIGNATURE,
                good.withWitness(new Witness(Optional.of(keys), List.of(first))));
        Transaction signed =
                good.withWitness(new Witness(Optional.of(keys), List.of(first, third)));
        assertEquals("", check(signed).code());
        assertEquals(
                new Status.Applied(),
                chain.commit(signed).executed().getFirst().receipt().status());
    }

    @Test
    void rotatedKeysReplaceTheFirst() {
        TestChain owned = new TestChain();
        owned.with("a", ScriptModule.plain().needing(Capability.ACCOUNTS)).start();
        owned.run("a", new Op.SetKeys(TestChain.account(1), TestChain.key(9)));
        Transaction old = owned.tx(1, "a", new Op.Emit(1));
        assertEquals(
                Codes.KEYS_UNKNOWN,
                owned.kernel.check(owned.state, owned.timeMillis(), old.encode()).code());
        Transaction fresh =
                old.withWitness(
                        new Witness(
                                Optional.empty(),
                                List.of(TestChain.signature(0, TestChain.key(9), old))));
        assertEquals(
                new Status.Applied(), owned.commit(fresh).executed().getFirst().receipt().status());
        assertEquals(2, AccountRecord.read(owned.state, TestChain.account(1)).nonce());
    }

    @Test
    void noSuchInstance() {
        rejected(Codes.NO_SUCH_INSTANCE, messages(TestChain.message("b", new Op.Emit(1))));
    }

    @Test
    void noSuchMessage() {
        rejected(Codes.NO_SUCH_MESSAGE, messages(new Message("a", "Walk", 1, Bytes.EMPTY)));
    }

    @Test
    void formNotInForce() {
        rejected(Codes.FORM_UNKNOWN, messages(new Message("a", "Run", 2, Bytes.EMPTY)));
        accepted(messages(new Message("a", "Run", 3, Script.of().encode())));
    }

    @Test
    void suspended() {
        chain.state.put(
                KernelTables.BREAKERS,
                new BreakerRecord.Key("a", Optional.of("Run")).encode(),
                new BreakerRecord(1, "test").encode());
        rejected(Codes.SUSPENDED, unsigned(0, new Op.Emit(1)));
    }

    @Test
    void blockFull() {
        TestChain small = new TestChain();
        small.parameters = new Genesis.Parameters(2 * TestChain.GAS_LIMIT - 1, 1000, 10);
        small.with("a", ScriptModule.plain()).start();
        BlockResult result =
                small.commit(
                        small.tx(1, "a", new Op.Burn(TestChain.GAS_LIMIT)),
                        small.tx(2, "a", new Op.Emit(1)));
        assertEquals(
                new Status.Rejected(Codes.BLOCK_FULL), result.executed().get(1).receipt().status());
        assertEquals(ChangeSet.EMPTY, result.executed().get(1).changes());
    }

    @Test
    void leavingOutTheRejectedChangesNothing() {
        Transaction first = chain.tx(1, "a", new Op.Put(1, 1, 1));
        Transaction bad = TestChain.signed(2, chain.unsigned(2, 5, first.messages()));
        Transaction last = chain.tx(3, "a", new Op.Put(1, 2, 1));
        BlockResult with = chain.kernel.execute(chain.state, chain.block(first, bad, last));
        BlockResult without = chain.kernel.execute(chain.state, chain.block(first, last));
        assertEquals(without, with.withoutRejected());
    }

    @Test
    void moduleTextInReceiptsIsBounded() {
        Executed executed = chain.run("a", new Op.Refuse("\ud83d\ude00" + "X".repeat(500)));
        Status.Refused refused = (Status.Refused) executed.receipt().status();
        assertEquals("??" + "X".repeat(62), refused.code());
        assertEquals(
                executed.receipt(), theseus.protocol.Receipt.decode(executed.receipt().encode()));
    }

    private void rejected(String code, Transaction unsigned) {
        rejectedAsIs(code, TestChain.signed(1, unsigned));
    }

    /** Rejected in a block with {@code code}, before it with {@code queueCode}. */
    private void rejected(String code, Transaction unsigned, String queueCode) {
        Transaction signed = TestChain.signed(1, unsigned);
        assertEquals(queueCode, check(signed).code());
        assertRejectedInBlock(code, signed);
    }

    private void rejectedAsIs(String code, Transaction transaction) {
        Application.Checked checked = check(transaction);
        assertEquals(code, checked.code());
        assertTrue(checked.explanation().length() > 10);
        assertRejectedInBlock(code, transaction);
    }

    private void assertRejectedInBlock(String code, Transaction transaction) {
        BlockResult result = chain.kernel.execute(chain.state, chain.block(transaction));
        assertEquals(new Status.Rejected(code), result.executed().getFirst().receipt().status());
        assertEquals(0, result.executed().getFirst().receipt().gasUsed());
        assertEquals(ChangeSet.EMPTY, result.changes());
    }

    private void accepted(Transaction unsigned) {
        Transaction signed = TestChain.signed(1, unsigned);
        assertEquals("", check(signed).code());
        BlockResult result = chain.kernel.execute(chain.state, chain.block(signed));
        assertEquals(new Status.Applied(), result.executed().getFirst().receipt().status());
    }

    private Application.Checked check(Transaction transaction) {
        return chain.kernel.check(chain.state, chain.timeMillis(), transaction.encode());
    }

    private Transaction unsigned(long nonce, Op... ops) {
        return chain.unsigned(1, nonce, List.of(TestChain.message("a", ops)));
    }

    private Transaction messages(Message... messages) {
        return chain.unsigned(1, 0, List.of(messages));
    }

    private static Transaction expiring(Transaction t, long expiryMillis) {
        return new Transaction(
                t.chain(),
                t.sender(),
                t.nonce(),
                expiryMillis,
                t.gasLimit(),
                t.messages(),
                t.witness());
    }

    private static Transaction limited(Transaction t, long gasLimit) {
        return new Transaction(
                t.chain(),
                t.sender(),
                t.nonce(),
                t.expiryMillis(),
                gasLimit,
                t.messages(),
                t.witness());
    }

    private static List<Witness.KeySignature> signatures(Transaction transaction, int key) {
        return List.of(TestChain.signature(0, TestChain.key(key), transaction));
    }

    private AccountRecord account(int number) {
        return AccountRecord.read(chain.state, TestChain.account(number));
    }
}
