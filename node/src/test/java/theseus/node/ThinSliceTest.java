package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Proven;
import theseus.client.RefusedException;
import theseus.module.assets.Assets;
import theseus.protocol.Genesis;

/** One signed message over HTTP, through every room, to an answer that is proven. */
@Timeout(120)
final class ThinSliceTest {
    @TempDir Path directory;

    @Test
    void aSignedTransferEndsInAProvenBalance() {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = TestChain.create(config);
        try (Node node = Node.start(config);
                ChainClient client = ChainClient.trusting(genesis, TestChain.address(node))) {
            var other = TestChain.account(TestChain.OTHER);
            Answer.Committed committed =
                    client.sender(TestChain.ISSUER).send("gold", new Assets.Transfer(other, 42));
            assertTrue(committed.applied());
            assertEquals(1, committed.receipt().events().size());

            Proven<Optional<Assets.Balance>> proven =
                    client.prove("gold", TestChain.BALANCES, other);
            assertEquals(Optional.of(new Assets.Balance(42)), proven.value());
            assertTrue(proven.header().height() >= committed.height());

            assertEquals(
                    new Assets.Balance(TestChain.SUPPLY - 42),
                    client.query(
                            "gold",
                            new Assets.BalanceOf(TestChain.account(TestChain.ISSUER)),
                            Assets.Balance.class));
            var stranger = TestChain.account(TestChain.key(3));
            assertEquals(
                    Optional.empty(), client.prove("gold", TestChain.BALANCES, stranger).value());

            var refused =
                    assertThrows(
                            RefusedException.class,
                            () ->
                                    client.sender(TestChain.OTHER)
                                            .send("gold", new Assets.Transfer(stranger, 43)));
            assertEquals("INSUFFICIENT_FUNDS", refused.code());
        }
    }
}
