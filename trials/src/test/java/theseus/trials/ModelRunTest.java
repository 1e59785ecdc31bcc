package theseus.trials;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.protocol.Phase;

/**
 * Random upgrades, rollbacks, hotfixes, trips, breakers, installs, retirements and traffic against
 * the reference model. {@code -Dtheseus.seed} and {@code -Dtheseus.steps} (blocks) say which and
 * how long; {@code -Dtheseus.long} makes it long.
 */
final class ModelRunTest {
    private static final int BLOCKS_PER_CHAIN = 150;
    private static final int BLOCKS = 1_500;
    private static final int LONG_BLOCKS = 100_000;

    @Test
    void kernelAndStateDoWhatTheModelSays() {
        // Fixed while a difference is open: -Dtheseus.seed=21330634068240 shows it.
        long first = Long.getLong("theseus.seed", 1L);
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
            try (ModelRun run = new ModelRun(seed)) {
                for (int i = 0; i < BLOCKS_PER_CHAIN; i++) {
                    run.block();
                }
                run.ended.forEach((phase, count) -> ended.merge(phase, count, Integer::sum));
                run.gates.forEach((gate, count) -> gates.merge(gate, count, Integer::sum));
                opened += run.opened;
                transactions += run.transactions;
            } catch (RuntimeException | AssertionError wrong) {
                throw new AssertionError(
                        "-Dtheseus.seed=" + seed + ": " + wrong.getMessage(), wrong);
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
