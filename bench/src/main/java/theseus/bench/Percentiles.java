package theseus.bench;

import java.util.List;

/** Of nanoseconds in ascending order. */
final class Percentiles {
    private Percentiles() {}

    /**
     * @param share of all that took at most so long, such as 0.99
     */
    static double millis(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)] / 1e6;
    }

    /** The median over rounds. */
    static double median(List<long[]> rounds, double share) {
        return Twins.median(rounds.stream().mapToDouble(one -> millis(one, share)).toArray());
    }
}
