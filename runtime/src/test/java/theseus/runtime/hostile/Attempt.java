package theseus.runtime.hostile;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import theseus.protocol.Artifact;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;

/** What somebody brings to be let in: source, class files, a JAR, or an artifact as it travels. */
sealed interface Attempt {
    /** Members of {@code Attack}, whose {@code static void go(Context c, long n)} is called. */
    record Source(String members) implements Attempt {}

    /** Members of the module's own class, {@code define} included, unless it says nothing of it. */
    record Module(String members) implements Attempt {}

    /** Class files by internal name beside {@link Frame}'s: of {@code m/Attack} and others. */
    record Crafted(Supplier<SortedMap<String, byte[]>> classes) implements Attempt {}

    /** A JAR as it lies in a file. */
    record Jar(Supplier<byte[]> content) implements Attempt {}

    /** Code that nobody packed. */
    record Travelling(Supplier<Artifact> artifact) implements Attempt {}

    /** What packing this one gives. */
    default Packing packed(SortedMap<String, byte[]> compiled) {
        return switch (this) {
            case Source _, Module _ -> Packager.pack(files(compiled));
            case Crafted(var classes) -> {
                SortedMap<String, byte[]> all = new TreeMap<>(Frame.classes());
                all.putAll(classes.get());
                yield Packager.pack(files(all));
            }
            case Jar(var content) -> Packager.pack(content.get());
            case Travelling(var artifact) ->
                    new Packing.Packed(artifact.get(), artifact.get().descriptor().orElseThrow());
        };
    }

    static SortedMap<String, Bytes> files(SortedMap<String, byte[]> classes) {
        SortedMap<String, Bytes> files = new TreeMap<>();
        classes.forEach((name, content) -> files.put(name + ".class", Bytes.of(content)));
        return files;
    }
}
