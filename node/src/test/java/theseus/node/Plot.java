package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Where a story is struck: at each of its turns, before it is stored, inside, after, or with the
 * next block; now and then at any block between.
 */
final class Plot {
    private static final int MAX_BETWEEN = 12;

    private final Random random;
    private final List<Strike.Target> turns = new ArrayList<>();

    /**
     * @param twice whether at each turn before it and once more, which is thorough; else once
     */
    Plot(Story story, boolean twice, Random random) {
        this.random = random;
        for (String turn : story.turns()) {
            boolean isTables = turn.equals(Strike.TABLES);
            boolean isBefore = twice || random.nextInt(4) == 0;
            if (isBefore) {
                turns.add(new Strike.Target(turn, Strike.Moment.BEFORE, number(isTables)));
            }
            if (isBefore && !twice) {
                continue;
            }
            Strike.Moment[] others =
                    isTables || turn.equals(Strike.HAND_OVER)
                            ? new Strike.Moment[] {Strike.Moment.INSIDE, Strike.Moment.AFTER}
                            : new Strike.Moment[] {
                                Strike.Moment.INSIDE, Strike.Moment.AFTER, Strike.Moment.NEXT
                            };
            turns.add(
                    new Strike.Target(
                            turn, others[random.nextInt(others.length)], number(isTables)));
        }
    }

    /** Every second turn alone, for one of two that share the turns. */
    void half(boolean isFirst) {
        List<Strike.Target> all = List.copyOf(turns);
        turns.clear();
        for (int i = isFirst ? 0 : 1; i < all.size(); i += 2) {
            turns.add(all.get(i));
        }
    }

    private int number(boolean isTables) {
        return isTables ? 1 + random.nextInt(3) : 1;
    }

    /** For the next start. */
    List<Strike.Target> next() {
        List<Strike.Target> targets = new ArrayList<>(turns);
        if (random.nextInt(4) == 0) {
            Strike.Moment[] moments = Strike.Moment.values();
            targets.add(
                    new Strike.Target(
                            Strike.BLOCK,
                            moments[random.nextInt(moments.length)],
                            1 + random.nextInt(MAX_BETWEEN)));
        }
        return targets;
    }

    /** It was struck there. */
    void struck(Strike.Target target) {
        turns.remove(target);
    }

    /** What it was not struck at, yet. */
    List<Strike.Target> left() {
        return List.copyOf(turns);
    }
}
