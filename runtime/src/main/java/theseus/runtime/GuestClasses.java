package theseus.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The runtime's own classes that live inside each sandbox loader, beside the module: the meter and
 * the library that stands in for the JDK's. Each loader defines its own copies.
 */
final class GuestClasses {
    static final String PACKAGE = "theseus/runtime/guest/";

    private static final List<String> NAMES = List.of("Lists", "Meter", "MeterAccount");

    private static final SortedMap<String, byte[]> CLASSES = read();

    private GuestClasses() {}

    /** By internal name, ready to be defined. */
    static SortedMap<String, byte[]> all() {
        return CLASSES;
    }

    private static SortedMap<String, byte[]> read() {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        for (String name : NAMES) {
            String path = "guest/" + name + ".class";
            try (InputStream in = GuestClasses.class.getResourceAsStream(path)) {
                if (in == null) {
                    throw new IllegalStateException("the runtime's own " + path + " is missing");
                }
                classes.put(PACKAGE + name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Collections.unmodifiableSortedMap(classes);
    }
}
