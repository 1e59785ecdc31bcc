package theseus.bench;

import java.util.List;
import java.util.function.Consumer;

/** A whole-system measurement. Compares within one run, interleaved, since machines are noisy. */
public interface Benchmark {
    String name();

    /** One line for {@code --help}. */
    String description();

    /** Whether it runs only when it is named. */
    default boolean isLong() {
        return false;
    }

    /** Measures; long work says how far it is, a line at a time. */
    List<Figure> run(Consumer<String> progress) throws Exception;
}
