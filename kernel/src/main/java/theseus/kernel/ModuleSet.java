package theseus.kernel;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.protocol.Artifact;

/**
 * The instances of a chain by name, with the code of each, as a value: an execution can be given
 * another one than the state holds.
 */
public record ModuleSet(SortedMap<String, Installed> instances) {
    /** An instance with its code. */
    public record Installed(ModuleRecord module, Artifact artifact) {}

    public ModuleSet {
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    }

    /** The same set with another version of one instance. */
    public ModuleSet with(String instance, Installed version) {
        SortedMap<String, Installed> changed = new TreeMap<>(instances);
        changed.put(instance, version);
        return new ModuleSet(changed);
    }
}
