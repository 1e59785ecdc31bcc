package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.protocol.Phase;

/**
 * Random upgrades, rollbacks, hotfixes, trips, breakers, installs, retirements and traffic against
 * the reference model. {@code -Dtheseus.seed} and {@code -Dtheseus.steps} (blocks) say which and
 * how long; {@code -Dtheseus.long} makes it long. Of a run that fails, what is told is the shortest
 * one that fails likewise.
 */
final class ModelRunTest {
    private static final int BLOCKS_PER_CHAIN = 150;
    private static final int BLOCKS = 1_500;
    private static final int LONG_BLOCKS = 100_000;

    @Test
    void kernelAndStateDoWhatTheModelSays() {
        long first = Long.getLong("theseus.seed", System.nanoTime());
        int blocks =
                Integer.getInteger(
                        "theseus.steps", Boolean.getBoolean("theseus.long") ? LONG_BLOCKS : BLOCKS);
        Map<Phase, Integer> ended = new TreeMap<>();
        Map<String, Integer> gates = new TreeMap<>();
        int opened = 0;
        int transactions = 0;
        for (int done = 0; done < blocks; done += BLOCKS_PER_CHAIN) {
            long seed = first + done / BLOCKS_PER_CHAIN;
            System.out.println("theseus.seed=" + seed);
            List<List<Move>> moves = Dice.blocks(seed, BLOCKS_PER_CHAIN);
            try (ModelRun run = new ModelRun()) {
                run.all(moves);
                run.ended.forEach((phase, count) -> ended.merge(phase, count, Integer::sum));
                run.gates.forEach((gate, count) -> gates.merge(gate, count, Integer::sum));
                opened += run.opened;
                transactions += run.transactions;
            } catch (Difference found) {
                Difference least = Shrinker.shrink(moves, found);
                throw new AssertionError(
                        "-Dtheseus.seed=" + seed + ": " + least.getMessage(), least);
            }
        }
        System.out.println(
                opened + " plans, " + transactions + " transactions, " + ended + " " + gates);
        if (blocks >= BLOCKS) {
            assertTrue(ended.getOrDefault(Phase.FINAL, 0) > 5, ended::toString);
            assertTrue(ended.getOrDefault(Phase.ROLLED_BACK, 0) > 5, ended::toString);
            assertTrue(gates.size() > 4, gates::toString);
        }
    }
}
