package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.protocol.Limits;
import theseus.sdk.Bytes;

/** What nobody votes for, whoever proposes it. */
final class BlockChecksTest {
    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        chain.with("a", ScriptModule.plain()).start();
    }

    private static void refused(String why, List<Bytes> submissions) {
        String problem = BlockChecks.problem(submissions).orElseThrow();
        assertTrue(problem.contains(why), problem);
    }

    private List<Bytes> some(int count) {
        List<Bytes> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(chain.tx(i, "a").encode());
        }
        return some;
    }

    @Test
    void anHonestBlockIsNone() {
        assertEquals(Optional.empty(), BlockChecks.problem(some(3)));
        assertEquals(Optional.empty(), BlockChecks.problem(List.of()));
    }

    @Test
    void tooManyTooLargeTwiceAndMalformed() {
        Bytes one = some(1).getFirst();
        refused("at most 20000", Collections.nCopies(Limits.MAX_BLOCK_TRANSACTIONS + 1, one));
        Bytes large = Bytes.wrap(new byte[Limits.MAX_TRANSACTION_BYTES]);
        refused("bytes, at most", Collections.nCopies(65, large));
        refused("submission 1 stands there twice", List.of(one, one));
        refused("submission 1: ", List.of(one, Bytes.fromHex("80")));
        Bytes larger = Bytes.wrap(new byte[Limits.MAX_TRANSACTION_BYTES + 1]);
        refused("submission 0: ", List.of(larger));
    }
}
