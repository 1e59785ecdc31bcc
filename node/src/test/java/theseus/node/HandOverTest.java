package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Genesis;

/** A block that needs a follower's tables never runs without them. */
@Timeout(60)
final class HandOverTest {
    @TempDir Path directory;

    @Test
    void afterFollowersAreClosedNothingIsHandedOver() throws Exception {
        NodeConfig config = TestChain.config(directory.resolve("node"));
        Genesis genesis = Story.FORWARD.create(config);
        try (DataDirectory data = DataDirectory.open(config.directory());
                Twin twin = new Twin(genesis, data.artifacts(genesis), directory)) {
            twin.followers().close();
            NodeException refused =
                    assertThrows(
                            NodeException.class,
                            () -> twin.followers().awaitHandOver(genesis.hash(), 0));
            assertEquals("STOPPED", refused.code());
        }
    }
}
