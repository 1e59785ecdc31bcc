package theseus.testkit;

/**
 * What a {@link LensCheck} saw of one lens that kept all its laws.
 *
 * @param lens from where to where
 * @param up old units that went up
 * @param is new units that have an image in the old table
 * @param absent new units that the old version does not see
 * @param refused new units that have no image and must have one
 * @param pairs pairs of units that were compared for collisions
 * @param impossible random units that no invariant lets be, and say nothing
 */
public record LensReport(
        String lens,
        long seed,
        int up,
        int is,
        int absent,
        int refused,
        int pairs,
        int impossible) {
    /** Whether the old version can stand in for the new one: no unit was refused. */
    public boolean isReversible() {
        return refused == 0;
    }

    @Override
    public String toString() {
        return "%s: %d up; down %d is, %d absent, %d refused; %d pairs; %d impossible; seed %d"
                .formatted(lens, up, is, absent, refused, pairs, impossible, seed);
    }
}
