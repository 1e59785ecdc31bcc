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

    /** Loaded as they are: what the metered code itself calls. */
    private static final List<String> UNMETERED = List.of("Guard", "Meter", "MeterAccount");

    private static final List<String> METERED =
            List.of(
                    "ArrayView",
                    "Arrays",
                    "BaseCollection",
                    "BaseList",
                    "BigNumbers",
                    "ByteStrings",
                    "Comparators",
                    "Enums",
                    "FixedList",
                    "Functions",
                    "IndexIterator",
                    "Lists",
                    "Loops",
                    "MeteredBuilder",
                    "MeteredDeque",
                    "MeteredDeque$Walk",
                    "MeteredList",
                    "MeteredMap",
                    "MeteredSet",
                    "Node",
                    "Numbers",
                    "Optionals",
                    "ReadOnlyList",
                    "Sorting",
                    "Strings",
                    "SubList",
                    "Tree",
                    "TreeView",
                    "TreeWalk",
                    "Values");

    /** Made once: a class is read and metered when the first sandbox opens. */
    private static final class Holder {
        static final Instrumenter.Instrumented METERED_CLASSES =
                Instrumenter.instrumentGuests(read(METERED));
        static final SortedMap<String, byte[]> ALL = all();

        private static SortedMap<String, byte[]> all() {
            SortedMap<String, byte[]> all = new TreeMap<>(METERED_CLASSES.classes());
            all.putAll(read(UNMETERED));
            return Collections.unmodifiableSortedMap(all);
        }
    }

    private GuestClasses() {}

    /** By internal name, ready to be defined. */
    static SortedMap<String, byte[]> all() {
        return Holder.ALL;
    }

    /** How much stack their methods take. */
    static Frames frames() {
        return Holder.METERED_CLASSES.frames();
    }

    private static SortedMap<String, byte[]> read(List<String> names) {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        for (String name : names) {
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
        return classes;
    }
}
