package theseus.cli;

import java.io.PrintWriter;
import theseus.health.Narrator;

/** Tells the voyage on a terminal; progress rewrites its line where there is one to rewrite. */
final class Screen implements Narrator {
    private static final int STEPS = 10;

    private final PrintWriter out;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private long lastStep = -1;

    Screen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void chapter(String title) {
        out.printf("%n%s%n%s%n", title, "─".repeat(title.length()));
        out.flush();
    }

    @Override
    public void line(String text) {
        out.println("  " + text);
        out.flush();
    }

    @Override
    public synchronized void progress(String what, long done, long total) {
        long step = total == 0 ? STEPS : done * STEPS / total;
        if (terminal) {
            out.printf("\r  %s: %,d of %,d%s", what, done, total, done == total ? "\n" : "");
            out.flush();
        } else if (step != lastStep && total > STEPS) {
            out.printf("  %s: %,d of %,d%n", what, done, total);
            out.flush();
        }
        lastStep = done == total ? -1 : step;
    }
}
