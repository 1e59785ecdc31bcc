package theseus.kernel;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import theseus.protocol.Limits;
import theseus.sdk.Hash;

/** A module set, ready to run. */
final class Instances {
    private final Hash moduleSet;
    private final Map<String, Instance> byName;

    private final Set<String> retired;

    private Instances(Hash moduleSet, Map<String, Instance> byName, Set<String> retired) {
        this.moduleSet = moduleSet;
        this.byName = byName;
        this.retired = retired;
    }

    static Instances of(ModuleSet modules, Sandboxes sandboxes) {
        return of(modules, sandboxes, _ -> Optional.empty(), Set.of());
    }

    /**
     * With candidates among them.
     *
     * @param plans the plan under which an instance serves, by its name
     * @param retired instances that no call reaches any more
     */
    static Instances of(
            ModuleSet modules,
            Sandboxes sandboxes,
            Function<String, Optional<Hash>> plans,
            Set<String> retired) {
        if (modules.instances().size() > Limits.MAX_INSTANCES) {
            throw new IllegalArgumentException(modules.instances().size() + " instances");
        }
        // Each call looks one up; they are put in by name, so that is their order.
        Map<String, Instance> byName = new LinkedHashMap<>();
        modules.instances()
                .forEach(
                        (name, installed) -> {
                            ModuleRecord module = installed.module();
                            byName.put(
                                    name,
                                    new Instance(
                                            name,
                                            module,
                                            sandboxes.layout(
                                                    module.artifact(), installed.artifact()),
                                            () ->
                                                    sandboxes.open(
                                                            module.artifact(),
                                                            installed.artifact()),
                                            plans.apply(name)));
                        });
        return new Instances(modules.hash(), Collections.unmodifiableMap(byName), retired);
    }

    /** Whether calls to it fail as if it were suspended. */
    boolean isRetired(String name) {
        return retired.contains(name);
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
