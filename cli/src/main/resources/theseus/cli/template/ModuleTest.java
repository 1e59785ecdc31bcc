package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** Runs the module as a chain would: verified, metered, in a sandbox. */
final class @Class@Test {
    private final Account alice = Account.named("alice");
    private final Chain chain = Chain.of(@Class@.class);

    @Test
    void whatIsWrittenCanBeRead() {
        chain.send(alice, new @Class@.Write("hello")).applied();

        assertEquals("hello", chain.query(new @Class@.LineOf(1)).text());
        assertEquals(1, chain.query(new @Class@.Length()).lines());
    }

    @Test
    void anEmptyLineIsRefused() {
        chain.send(alice, new @Class@.Write("")).refused(@Class@.Refused.EMPTY_LINE);
    }
}
