package theseus.health;

/** Whom the voyage tells its story. Every word it passes on comes from something that happened. */
public interface Narrator {
    /** A new part of the story begins. */
    void chapter(String title);

    /** One line of it. */
    void line(String text);

    /** Long work goes on: {@code done} of {@code total}. Called often; a screen may show some. */
    void progress(String what, long done, long total);

    /** Tells nobody. */
    static Narrator silent() {
        return new Narrator() {
            @Override
            public void chapter(String title) {}

            @Override
            public void line(String text) {}

            @Override
            public void progress(String what, long done, long total) {}
        };
    }
}
