package theseus.storage.rocksdb;

import java.util.Random;

/** Randomness whose seed is printed; {@code -Dtheseus.seed=N} repeats a run. */
final class Seeds {
    private Seeds() {}

    static Random random(String test) {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        System.out.println(test + ": -Dtheseus.seed=" + seed);
        return new Random(seed);
    }
}
