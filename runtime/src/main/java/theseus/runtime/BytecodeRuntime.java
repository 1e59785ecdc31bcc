package theseus.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import theseus.kernel.spi.ModuleRuntime;
import theseus.protocol.Artifact;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Runs JVM bytecode: verified, metered, in a loader of its own. Keeps the answers to the artifacts
 * that it was asked about last, since preparing one takes tens of milliseconds. Thread-safe.
 */
public final class BytecodeRuntime implements ModuleRuntime {
    /** Answers that are kept. */
    static final int MAX_KEPT = 64;

    private final Consumer<Throwable> diagnostics;

    private final Map<Hash, Admission> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Hash, Admission> eldest) {
                    return size() > MAX_KEPT;
                }
            };

    public BytecodeRuntime() {
        this(_ -> {});
    }

    /**
     * @param diagnostics told what left a module when one traps with an exception, stack trace and
     *     all, on the thread that runs it; for authors' tests, never part of a result
     */
    public BytecodeRuntime(Consumer<Throwable> diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Override
    public Admission admit(Artifact artifact) {
        Hash hash = artifact.hash();
        synchronized (kept) {
            Admission known = kept.get(hash);
            if (known != null) {
                return known;
            }
        }
        // Two threads may prepare the same artifact; they come to the same answer.
        Admission answer = prepare(artifact);
        synchronized (kept) {
            kept.put(hash, answer);
        }
        return answer;
    }

    private Admission prepare(Artifact artifact) {
        try {
            Bytes travelling = artifact.entries().get(Artifact.DESCRIPTOR);
            if (travelling == null) {
                throw Inadmissible.artifact(
                        "the artifact carries no descriptor", "pack the module's JAR");
            }
            Admitting admitting = Admitting.admit(ModuleClasses.of(artifact.entries()));
            if (!admitting.descriptor().encode().equals(travelling)) {
                throw Inadmissible.artifact(
                        "the artifact's descriptor is not the one that its classes have",
                        "pack the module's JAR again");
            }
            return new Admission.Admitted(admitting.descriptor(), admitting.loader(diagnostics));
        } catch (Inadmissible e) {
            return new Admission.Rejected(e.findings());
        }
    }
}
