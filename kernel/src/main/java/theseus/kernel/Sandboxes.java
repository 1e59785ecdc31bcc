package theseus.kernel;

import java.util.LinkedHashMap;
import java.util.Set;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Artifact;
import theseus.protocol.Limits;
import theseus.sdk.Hash;

/**
 * The warm sandboxes of one executing thread, one per artifact, the least recently used dropped
 * first. What is in here never shows in a result.
 */
final class Sandboxes {
    static final int MAX_OPEN = 2 * Limits.MAX_INSTANCES;

    private final ModuleRuntime runtime;
    private final LinkedHashMap<Hash, Sandbox> opened = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<Hash, Layout> layouts = new LinkedHashMap<>(16, 0.75f, true);

    Sandboxes(ModuleRuntime runtime) {
        this.runtime = runtime;
    }

    /** Of the descriptor that travels with the code; opens nothing. */
    Layout layout(Hash hash, Artifact artifact) {
        Layout known = layouts.get(hash);
        if (known == null) {
            known =
                    new Layout(
                            artifact.descriptor()
                                    .orElseThrow(
                                            () ->
                                                    new IllegalStateException(
                                                            "artifact "
                                                                    + hash
                                                                    + " has no descriptor")));
            layouts.put(hash, known);
            if (layouts.size() > MAX_OPEN) {
                layouts.remove(layouts.firstEntry().getKey());
            }
        }
        return known;
    }

    /** Opens code that the chain admitted; that the runtime still admits it is an invariant. */
    Sandbox open(Hash hash, Artifact artifact) {
        Sandbox known = opened.get(hash);
        if (known != null) {
            return known;
        }
        return switch (runtime.admit(artifact)) {
            case Admission.Admitted admitted -> keep(hash, admitted);
            case Admission.Rejected(var findings) ->
                    throw new IllegalStateException(
                            "artifact " + hash + " is in force but not admitted: " + findings);
        };
    }

    Sandbox keep(Hash hash, Admission.Admitted admitted) {
        Sandbox fresh = admitted.loader().open();
        opened.put(hash, fresh);
        if (opened.size() > MAX_OPEN) {
            opened.remove(opened.firstEntry().getKey());
        }
        return fresh;
    }

    /** Lets go of a sandbox, so that another thread may take it over. */
    Sandbox handOver(Hash hash, Artifact artifact) {
        Sandbox one = open(hash, artifact);
        opened.remove(hash);
        return one;
    }

    /** Takes over a sandbox that ran elsewhere, unless there is one. */
    void adopt(Hash hash, Sandbox warm) {
        opened.putIfAbsent(hash, warm);
    }

    /** Lets go of all others. */
    void keep(Set<Hash> code) {
        opened.keySet().retainAll(code);
        layouts.keySet().retainAll(code);
    }

    Admission admit(Artifact artifact) {
        return runtime.admit(artifact);
    }
}
