package theseus.module.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.module.assets.Assets.Allocation;
import theseus.module.assets.Assets.BalanceOf;
import theseus.module.assets.Assets.Genesis;
import theseus.module.assets.Assets.Issue;
import theseus.module.assets.Assets.Issued;
import theseus.module.assets.Assets.Refused;
import theseus.module.assets.Assets.Supply;
import theseus.module.assets.Assets.Transfer;
import theseus.module.assets.Assets.Transferred;
import theseus.testkit.Account;
import theseus.testkit.Chain;
import theseus.testkit.Receipt;
import theseus.testkit.Specification;

class AssetsTest {
    private static final long FIRST = 1000;

    private final Account issuer = Account.named("issuer");
    private final Account alice = Account.named("alice");
    private final Account bob = Account.named("bob");
    private final Chain chain = chain(new Allocation(alice.id(), FIRST));

    @Test
    void theSpecificationIsWhatRuns() {
        Specification.check(Assets.class, Path.of(""));
    }

    @Test
    void genesisAllocatesAndCountsAsIssued() {
        assertEquals(FIRST, balance(alice));
        assertEquals(0, balance(bob));
        assertEquals(FIRST, issued());
        assertEquals(issuer.id(), chain.query(new Supply()).issuer());
    }

    @Test
    void anAccountMayStandInGenesisTwice() {
        Chain other = chain(new Allocation(bob.id(), 1), new Allocation(bob.id(), 2));
        assertEquals(3, other.query(new BalanceOf(bob.id())).amount());
    }

    @Test
    void transferMovesTheAmount() {
        Receipt receipt = chain.send(alice, new Transfer(bob.id(), 300)).applied();
        assertEquals(FIRST - 300, balance(alice));
        assertEquals(300, balance(bob));
        assertEquals(new Transferred(alice.id(), bob.id(), 300), receipt.event(Transferred.class));
    }

    @Test
    void transferToOneselfChangesNothing() {
        chain.send(alice, new Transfer(alice.id(), FIRST)).applied();
        assertEquals(FIRST, balance(alice));
    }

    @Test
    void everythingMayBeTransferred() {
        chain.send(alice, new Transfer(bob.id(), FIRST)).applied();
        assertEquals(0, balance(alice));
        assertEquals(FIRST, balance(bob));
    }

    @Test
    void issueCreatesTheAmount() {
        Receipt receipt = chain.send(issuer, new Issue(bob.id(), 5)).applied();
        assertEquals(5, balance(bob));
        assertEquals(FIRST + 5, issued());
        assertEquals(new Issued(bob.id(), 5), receipt.event(Issued.class));
    }

    @Test
    void moreThanHeldIsRefused() {
        chain.send(alice, new Transfer(bob.id(), FIRST + 1)).refused(Refused.INSUFFICIENT_FUNDS);
    }

    @Test
    void whoHoldsNothingTransfersNothing() {
        chain.send(bob, new Transfer(alice.id(), 1)).refused(Refused.INSUFFICIENT_FUNDS);
    }

    @Test
    void amountsBelowOneAreRefused() {
        chain.send(alice, new Transfer(bob.id(), 0)).refused(Refused.AMOUNT_NOT_POSITIVE);
        chain.send(alice, new Transfer(bob.id(), Long.MIN_VALUE))
                .refused(Refused.AMOUNT_NOT_POSITIVE);
        chain.send(issuer, new Issue(bob.id(), 0)).refused(Refused.AMOUNT_NOT_POSITIVE);
    }

    @Test
    void onlyTheIssuerIssues() {
        chain.send(alice, new Issue(alice.id(), 1)).refused(Refused.NOT_ISSUER);
    }

    @Test
    void supplyEndsAtTheLargestLong() {
        chain.send(issuer, new Issue(bob.id(), Long.MAX_VALUE - FIRST)).applied();
        chain.send(issuer, new Issue(bob.id(), 1)).refused(Refused.SUPPLY_EXHAUSTED);
        assertEquals(Long.MAX_VALUE, issued());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensSupplyIsConserved(long seed) {
        Random random = new Random(seed);
        List<Account> accounts = List.of(issuer, alice, bob);
        Map<Account, Long> model = new HashMap<>(Map.of(issuer, 0L, alice, FIRST, bob, 0L));
        for (int step = 0; step < 60; step++) {
            Account from = accounts.get(random.nextInt(accounts.size()));
            Account to = accounts.get(random.nextInt(accounts.size()));
            long amount = random.nextLong(-10, 2 * FIRST);
            if (random.nextInt(4) == 0) {
                boolean ok = from.equals(issuer) && amount > 0;
                assertEquals(ok, chain.send(from, new Issue(to.id(), amount)).isApplied());
                model.merge(to, ok ? amount : 0, Long::sum);
            } else {
                boolean ok = amount > 0 && model.get(from) >= amount;
                assertEquals(ok, chain.send(from, new Transfer(to.id(), amount)).isApplied());
                model.merge(from, ok ? -amount : 0, Long::sum);
                model.merge(to, ok ? amount : 0, Long::sum);
            }
        }
        long total = 0;
        for (Account account : accounts) {
            assertEquals(model.get(account), balance(account));
            total += balance(account);
        }
        assertEquals(total, issued());
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L, System.nanoTime());
    }

    private Chain chain(Allocation... allocations) {
        return Chain.of(Assets.class, new Genesis(issuer.id(), List.of(allocations)));
    }

    private long balance(Account account) {
        return chain.query(new BalanceOf(account.id())).amount();
    }

    private long issued() {
        return chain.query(new Supply()).issued();
    }
}
