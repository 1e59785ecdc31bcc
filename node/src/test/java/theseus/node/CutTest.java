package theseus.node;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power is cut at each turn of each kind of plan: what was not synced is gone, and the node
 * comes to the blocks and tables of an undisturbed one.
 */
@Timeout(300)
final class CutTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void theStoryGoesOnWhereverThePowerIsCut(Story story) throws Exception {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println(story + " seed " + seed);
        System.out.println("  " + Ordeal.ofPower(story, false, seed, directory).run());
    }
}
