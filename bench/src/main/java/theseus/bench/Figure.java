package theseus.bench;

/**
 * One measured figure.
 *
 * @param target what was promised; empty text when the figure stands for itself
 * @param met whether the target was reached; true where there is none
 * @param runs how many interleaved runs the figure is the median of
 */
public record Figure(
        String name, double figure, String unit, String target, boolean met, int runs) {
    /** A figure without a target. */
    public static Figure of(String name, double figure, String unit, int runs) {
        return new Figure(name, figure, unit, "", true, runs);
    }

    public static Figure atLeast(double target, String name, double figure, String unit, int runs) {
        return new Figure(name, figure, unit, ">= " + target, figure >= target, runs);
    }

    public static Figure atMost(double target, String name, double figure, String unit, int runs) {
        return new Figure(name, figure, unit, "<= " + target, figure <= target, runs);
    }
}
