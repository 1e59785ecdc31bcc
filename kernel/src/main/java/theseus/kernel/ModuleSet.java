package theseus.kernel;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Sha256;
import theseus.sdk.Hash;

/**
 * The instances of a chain by name, with the code of each, as a value: an execution can be given
 * another one than the state holds.
 */
public record ModuleSet(SortedMap<String, Installed> instances) {
    private static final String DOMAIN = "theseus/module-set/1";

    /** An instance with its code. */
    public record Installed(ModuleRecord module, Artifact artifact) {}

    public ModuleSet {
        SortedMap<String, Installed> sorted = new TreeMap<>();
        sorted.putAll(instances);
        instances = Collections.unmodifiableSortedMap(sorted);
    }

    /** The same set with another version of one instance. */
    public ModuleSet with(String instance, Installed version) {
        SortedMap<String, Installed> changed = new TreeMap<>(instances);
        changed.put(instance, version);
        return new ModuleSet(changed);
    }

    /** The same set without one instance. */
    public ModuleSet without(String instance) {
        SortedMap<String, Installed> changed = new TreeMap<>(instances);
        changed.remove(instance);
        return new ModuleSet(changed);
    }

    /** SHA-256 of the domain and the array of [name, module record], by name. */
    public Hash hash() {
        CborWriter out = new CborWriter(256 * (1 + instances.size()));
        out.arrayHeader(instances.size());
        for (Map.Entry<String, Installed> entry : instances.entrySet()) {
            out.arrayHeader(2).text(entry.getKey());
            entry.getValue().module().write(out);
        }
        return Sha256.of(DOMAIN, out.toBytes());
    }
}
