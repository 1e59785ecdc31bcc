package theseus.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Module code as it travels: the class files, {@link #DESCRIPTOR} and, where the author wrote some,
 * {@link #PROBES} by path. Its hash is over these canonical entries, not over a JAR's bytes.
 * Encoded as an array that holds the array of [path, content], sorted by path ({@link
 * String#compareTo}).
 */
public record Artifact(SortedMap<String, Bytes> entries) {
    public static final String DESCRIPTOR = "META-INF/theseus/descriptor.cbor";

    /** Where {@link Probes} travel, in artifacts that have some. */
    public static final String PROBES = "META-INF/theseus/probes.cbor";

    private static final String DOMAIN = "theseus/artifact/1";
    private static final int MAX_PATH_LENGTH = 512;

    public Artifact {
        // Not the copy constructor: it would keep a comparator of the caller's.
        TreeMap<String, Bytes> sorted = new TreeMap<>();
        sorted.putAll(entries);
        Wire.atMost("entries of an artifact", sorted.size(), Limits.MAX_ARTIFACT_ENTRIES);
        long total = 0;
        for (Map.Entry<String, Bytes> entry : sorted.entrySet()) {
            Wire.atMost("characters of a path", entry.getKey().length(), MAX_PATH_LENGTH);
            total += entry.getKey().length() + entry.getValue().size();
        }
        if (total > Limits.MAX_ARTIFACT_BYTES) {
            throw new IllegalArgumentException(
                    "an artifact of " + total + " bytes, at most " + Limits.MAX_ARTIFACT_BYTES);
        }
        entries = Collections.unmodifiableSortedMap(sorted);
    }

    public Hash hash() {
        return Sha256.of(DOMAIN, encode());
    }

    /**
     * The descriptor that travels with the code; empty when there is none. Whether the code is what
     * it says, admission decides.
     *
     * @throws MalformedException when what stands there is none
     */
    public Optional<Descriptor> descriptor() {
        return Optional.ofNullable(entries.get(DESCRIPTOR)).map(Descriptor::decode);
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Artifact decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                Limits.MAX_ARTIFACT_BYTES + 16 * Limits.MAX_ARTIFACT_ENTRIES,
                Artifact::read);
    }

    private void write(CborWriter out) {
        out.arrayHeader(1).arrayHeader(entries.size());
        entries.forEach((path, content) -> out.arrayHeader(2).text(path).bytes(content));
    }

    private static Artifact read(CborReader in) {
        in.expectArray(1);
        int count = in.arrayHeader(Limits.MAX_ARTIFACT_ENTRIES);
        TreeMap<String, Bytes> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            in.expectArray(2);
            String path = in.text();
            if (!entries.isEmpty() && path.compareTo(entries.lastKey()) <= 0) {
                throw new MalformedException(
                        Malformed.NOT_CANONICAL,
                        "before byte "
                                + in.offset()
                                + ": the paths of an artifact must be sorted and distinct");
            }
            entries.put(path, in.bytes());
        }
        return new Artifact(entries);
    }
}
