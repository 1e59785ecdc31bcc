package theseus.storage.rocksdb;

import java.util.Random;

/** Randomness whose seed is printed; {@code -Dseed=N} repeats a run. */
final class Seeds {
    private Seeds() {}

    static Random random(String test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test + ": -Dseed=" + seed);
        return new Random(seed);
    }
}
