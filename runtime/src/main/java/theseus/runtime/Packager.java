package theseus.runtime;

import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.sdk.Bytes;

/**
 * Makes an artifact of a module's JAR: takes its class files, derives the descriptor by verifying,
 * linking and defining the module once, and embeds it; with it the probes that stand beside the
 * module's class. Build metadata is left out, so JARs that differ in it only are the same artifact.
 */
public final class Packager {
    private Packager() {}

    /** Packs the JAR of one module. */
    public static Packing pack(byte[] jar) {
        try {
            return pack(Jar.read(jar));
        } catch (Inadmissible e) {
            return new Packing.Rejected(e.findings());
        }
    }

    /** Packs files by path, as they would stand in a JAR. */
    public static Packing pack(SortedMap<String, Bytes> files) {
        try {
            SortedMap<String, Bytes> entries = new TreeMap<>(ModuleClasses.canonical(files));
            Admitting admitting = Admitting.admit(ModuleClasses.of(entries));
            Descriptor descriptor = admitting.descriptor();
            Bytes travelling = files.get(Artifact.DESCRIPTOR);
            if (travelling != null && !travelling.equals(descriptor.encode())) {
                throw Inadmissible.artifact(
                        "its descriptor is not the one that its classes have",
                        "leave " + Artifact.DESCRIPTOR + " out of the JAR; packing adds it");
            }
            entries.put(Artifact.DESCRIPTOR, descriptor.encode());
            ProbeSource.of(files, descriptor)
                    .ifPresent(probes -> entries.put(Artifact.PROBES, probes.encode()));
            Artifact artifact = artifact(entries);
            Recent.PREPARED.keep(artifact.hash(), admitting);
            return new Packing.Packed(artifact, descriptor);
        } catch (Inadmissible e) {
            return new Packing.Rejected(e.findings());
        }
    }

    private static Artifact artifact(SortedMap<String, Bytes> entries) {
        try {
            return new Artifact(entries);
        } catch (IllegalArgumentException e) {
            throw Inadmissible.artifact(String.valueOf(e.getMessage()), "split the module");
        }
    }
}
