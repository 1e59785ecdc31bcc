package theseus.health;

/** As a terminal shows it, with the seconds since the start. */
final class Printed implements Narrator {
    private final long start = System.nanoTime();

    @Override
    public void chapter(String title) {
        System.out.printf("%n%s  == %s%n", clock(), title);
    }

    @Override
    public void line(String text) {
        System.out.printf("%s  %s%n", clock(), text);
    }

    /** Seconds since the start, and of processor time. */
    private String clock() {
        double processor =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        return "%5.1f %5.1f".formatted((System.nanoTime() - start) / 1e9, processor);
    }

    @Override
    public void progress(String what, long done, long total) {}
}
