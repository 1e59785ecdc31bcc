package theseus.runtime;

import java.util.List;
import java.util.SortedMap;
import theseus.kernel.spi.ModuleRuntime.Finding;

/** Decides whether module code may run on the chain. */
final class Verifier {
    private Verifier() {}

    /**
     * What stands against {@code classes} (by internal name, without {@code .class}); empty when
     * they may run. A function of its argument alone.
     */
    static List<Finding> verify(SortedMap<String, byte[]> classes) {
        return List.of();
    }
}
