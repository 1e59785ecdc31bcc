package theseus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.protocol.TrapKind;
import theseus.testkit.sample.counter.Counter;
import theseus.testkit.sample.counter.Counter.Add;
import theseus.testkit.sample.counter.Counter.Added;
import theseus.testkit.sample.counter.Counter.CountOf;
import theseus.testkit.sample.counter.Counter.Fail;
import theseus.testkit.sample.counter.Counter.Refused;
import theseus.testkit.sample.counter.Counter.Total;
import theseus.testkit.sample.doubler.Doubler;
import theseus.testkit.sample.doubler.Doubler.Twice;

final class ChainTest {
    private final Account alice = Account.named("alice");
    private final Account bob = Account.named("bob");

    @Test
    void aModuleRunsInAFewLines() {
        Chain chain = Chain.of(Counter.class);
        Receipt receipt = chain.send(alice, new Add(2)).applied();
        assertEquals(new Added(alice.id(), 2, 2), receipt.event(Added.class));
        chain.send(bob, new Add(3), new Add(4)).applied();
        assertEquals(9, chain.query(new Total()));
        assertEquals(2, chain.height());
        assertTrue(receipt.gasUsed() > 0);
    }

    @Test
    void refusalsRevertAndKeepTheNonceGoing() {
        Chain chain = Chain.of(Counter.class);
        chain.send(alice, new Add(2), new Add(-1)).refused(Refused.NOT_POSITIVE);
        assertEquals(0, chain.query(new Total()));
        chain.send(alice, new Add(1)).applied();
    }

    @Test
    void aQueryMayBeRefused() {
        Chain chain = Chain.of(Counter.class);
        var refused = assertThrows(QueryRefused.class, () -> chain.query(new CountOf(alice.id())));
        assertEquals("UNKNOWN_ACCOUNT", refused.code());
    }

    @Test
    void aTrapShowsTheModulesOwnStackTraceToItsAuthor() {
        Chain chain = Chain.of(Counter.class);
        Receipt receipt = chain.send(alice, new Fail()).trapped(TrapKind.EXCEPTION);
        var error = assertThrows(AssertionError.class, receipt::applied);
        assertTrue(
                error.getMessage()
                        .startsWith(
                                "Fail should be applied, but trapped in counter, EXCEPTION:"
                                        + " java.lang.IllegalStateException left"),
                error.getMessage());
        var cause = assertInstanceOf(IllegalStateException.class, error.getCause());
        assertEquals(Counter.class.getName(), cause.getStackTrace()[0].getClassName());
    }

    @Test
    void modulesCallEachOther() {
        Chain chain = Chain.with("counter", Counter.class).with("doubler", Doubler.class).start();
        Receipt receipt = chain.send(alice, new Twice(5)).applied();
        assertEquals(
                List.of(new Added(alice.id(), 5, 5), new Added(alice.id(), 5, 10)),
                receipt.events(Added.class));
        chain.send(alice, new Twice(0)).refused(Refused.NOT_POSITIVE);
        assertEquals(10, chain.query(new CountOf(alice.id())));
    }

    @Test
    void instancesOfOneModuleAreApart() {
        Chain chain =
                Chain.with("red", Counter.class)
                        .with("blue", Counter.class)
                        .with("doubler", Doubler.class)
                        .bind("doubler", "counting", "blue")
                        .start();
        chain.send(alice, "red", new Add(1)).applied();
        chain.send(alice, new Twice(2)).applied();
        assertEquals(1, chain.query("red", new Total()));
        assertEquals(4, chain.query("blue", new Total()));
        var error = assertThrows(AssertionError.class, () -> chain.send(alice, new Add(1)));
        assertTrue(error.getMessage().contains("say which"), error.getMessage());
    }

    @Test
    void whatIsMissingIsSaid() {
        var alone = assertThrows(IllegalArgumentException.class, () -> Chain.of(Doubler.class));
        assertTrue(alone.getMessage().contains("counting 1, which no instance serves"));
        var error =
                assertThrows(
                        AssertionError.class,
                        () -> Chain.of(Counter.class).send(alice, new Twice(1)));
        assertTrue(error.getMessage().contains("no instance on this chain"));
    }

    @Test
    void timePassesWhenTold() {
        Chain chain = Chain.of(Counter.class);
        var before = chain.time();
        chain.advance(Duration.ofDays(30));
        assertEquals(before.plus(Duration.ofDays(30)), chain.time());
        assertEquals(1, chain.height());
        chain.send(alice, new Add(1)).applied();
        assertEquals(before.plus(Duration.ofDays(30)).plus(Chain.BLOCK_INTERVAL), chain.time());
    }

    @Test
    void theSameTestGivesTheSameState() {
        Chain one = Chain.of(Counter.class);
        Chain two = Chain.of(Counter.class);
        one.block(one.transaction(alice, new Add(1)), one.transaction(alice, new Add(2)));
        two.block(two.transaction(alice, new Add(1)), two.transaction(alice, new Add(2)));
        assertEquals(one.stateRoot(), two.stateRoot());
        assertEquals(3, one.query(new Total()));
    }
}
