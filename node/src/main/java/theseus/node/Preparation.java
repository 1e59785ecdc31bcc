package theseus.node;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.Planned;
import theseus.kernel.ProbeRun;
import theseus.kernel.spi.ModuleRuntime;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.StateView;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.Sha256;
import theseus.sdk.Hash;

/**
 * Prepares for a plan: has the runtime verify and instrument each artifact that it brings, runs the
 * probes that come with it, and says as one hash what this node would run.
 */
final class Preparation {
    private static final String DOMAIN = "theseus/prepared/1";

    private final ModuleRuntime runtime;
    private final Supplier<Hash> fingerprint;

    /**
     * @param fingerprint of the runtime: nodes that differ in it may not agree on gas; asked for
     *     when there is a plan, since it has the runtime make its library
     */
    Preparation(ModuleRuntime runtime, Supplier<Hash> fingerprint) {
        this.runtime = runtime;
        this.fingerprint = fingerprint;
    }

    /** What came of it. */
    sealed interface Answer {
        /**
         * @param prepared SHA-256 of the domain and [plan, protocol version, runtime's fingerprint,
         *     artifacts by hash]
         */
        record Ready(Hash prepared, Planned planned) implements Answer {}

        record Inadmissible(String reason) implements Answer {}
    }

    Answer of(StateView state, Hash plan) {
        Planned planned =
                new Kernel(runtime, (key, content, signature) -> false).planned(state, plan);
        SortedMap<Hash, String> artifacts = new TreeMap<>();
        for (String instance : planned.changes().keySet()) {
            ModuleSet.Installed installed = planned.modules().instances().get(instance);
            if (installed == null) {
                continue; // it retires
            }
            Hash hash = installed.module().artifact();
            if (artifacts.put(hash, instance) != null) {
                continue;
            }
            Optional<String> problem = problem(installed.artifact());
            if (problem.isPresent()) {
                String reason = "artifact " + hash + " for " + instance + " " + problem.get();
                return new Answer.Inadmissible(
                        reason.substring(0, Math.min(reason.length(), Limits.MAX_REASON_LENGTH)));
            }
        }
        CborWriter out =
                new CborWriter(128 + 40 * artifacts.size())
                        .arrayHeader(4)
                        .bytes(plan.bytes())
                        .integer(Kernel.PROTOCOL_VERSION)
                        .bytes(fingerprint.get().bytes())
                        .arrayHeader(artifacts.size());
        artifacts.keySet().forEach(hash -> out.bytes(hash.bytes()));
        return new Answer.Ready(Sha256.of(DOMAIN, out.toBytes()), planned);
    }

    /** Why code is not admitted, or does not do what its author says. */
    private Optional<String> problem(Artifact artifact) {
        if (runtime.admit(artifact) instanceof Admission.Rejected(var findings)) {
            ModuleRuntime.Finding first = findings.getFirst();
            return Optional.of(
                    "is not admitted: "
                            + first.className()
                            + " "
                            + first.method()
                            + " "
                            + first.problem());
        }
        return ProbeRun.of(runtime, artifact).stream()
                .filter(probe -> probe.failure().isPresent())
                .findFirst()
                .map(
                        probe ->
                                "fails its own probe '%s': %s. Run: theseus module check JAR"
                                        .formatted(probe.name(), probe.failure().orElseThrow()));
    }
}
