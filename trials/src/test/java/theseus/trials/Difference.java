package theseus.trials;

import java.util.List;

/** Chain and model do not do the same. */
final class Difference extends AssertionError {
    /** In which block, from 0. */
    final int block;

    /** Of what sort it is, so that a shorter run may be said to show the same. */
    final String kind;

    final List<String> story;

    Difference(int block, String kind, String text, List<String> story, Throwable cause) {
        super(text, cause);
        this.block = block;
        this.kind = kind;
        this.story = List.copyOf(story);
    }
}
