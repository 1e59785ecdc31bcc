package theseus.protocol;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.sdk.Bytes;

/**
 * Module code as it travels: the class files and {@link #DESCRIPTOR} by path. Its hash is over
 * these canonical entries, not over a JAR's bytes.
 */
public record Artifact(SortedMap<String, Bytes> entries) {
    public static final String DESCRIPTOR = "META-INF/theseus/descriptor.cbor";

    public Artifact {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }
}
