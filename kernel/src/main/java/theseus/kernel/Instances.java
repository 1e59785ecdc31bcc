package theseus.kernel;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import theseus.protocol.Limits;
import theseus.sdk.Hash;

/** A module set, ready to run. */
final class Instances {
    private final Hash moduleSet;
    private final Map<String, Instance> byName;

    private Instances(Hash moduleSet, Map<String, Instance> byName) {
        this.moduleSet = moduleSet;
        this.byName = byName;
    }

    static Instances of(ModuleSet modules, Sandboxes sandboxes) {
        if (modules.instances().size() > Limits.MAX_INSTANCES) {
            throw new IllegalArgumentException(modules.instances().size() + " instances");
        }
        Map<String, Instance> byName = new TreeMap<>();
        modules.instances()
                .forEach(
                        (name, installed) -> {
                            ModuleRecord module = installed.module();
                            Sandboxes.Opened opened =
                                    sandboxes.open(module.artifact(), installed.artifact());
                            byName.put(
                                    name,
                                    new Instance(name, module, opened.layout(), opened.sandbox()));
                        });
        return new Instances(modules.hash(), Collections.unmodifiableMap(byName));
    }

    Hash moduleSet() {
        return moduleSet;
    }

    Optional<Instance> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them, by name. */
    Collection<Instance> all() {
        return byName.values();
    }
}
