package theseus.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Steps on a disk of which one is the last: the process ends at it. */
final class StruckSteps implements DiskSteps {
    /** What is left of the last one. */
    enum Left {
        NOTHING,
        HALF,
        ALL
    }

    /** The process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String step) {
            super(step, null, false, false);
        }
    }

    private final int last;
    private final Left left;
    private final List<String> steps = new ArrayList<>();

    /**
     * @param last number of the last step, from 1; 0: it never ends
     */
    StruckSteps(int last, Left left) {
        this.last = last;
        this.left = left;
    }

    /**
     * What can be left of a step and was not left by the one before: nothing of a step is all of
     * the one before, and only of what is written there is a half.
     */
    static List<Left> lefts(String step) {
        return step.startsWith("write") ? List.of(Left.HALF, Left.ALL) : List.of(Left.ALL);
    }

    static StruckSteps whole() {
        return new StruckSteps(0, Left.ALL);
    }

    List<String> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void step(String what, Change half, Change all) throws IOException {
        if (last > 0 && steps.size() >= last) {
            throw new AssertionError("nobody is there any more: " + what);
        }
        steps.add(what);
        if (steps.size() != last) {
            all.make();
            return;
        }
        switch (left) {
            case NOTHING -> {}
            case HALF -> half.make();
            case ALL -> all.make();
        }
        throw new Killed(what);
    }
}
