package theseus.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import theseus.kernel.spi.ModuleRuntime;
import theseus.protocol.Artifact;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Runs JVM bytecode: verified, metered, in a loader of its own. Keeps its last answers.
 * Thread-safe.
 */
public final class BytecodeRuntime implements ModuleRuntime {
    private final Consumer<Throwable> diagnostics;
    private final Recent<Admission> answers = new Recent<>();

    /**
     * What some thread prepares now: who asks for the same waits for it, and does nothing twice.
     */
    private final Map<Hash, CompletableFuture<Admission>> underWay = new ConcurrentHashMap<>();

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
        Optional<Admission> known = answers.find(hash);
        if (known.isPresent()) {
            return known.get();
        }
        CompletableFuture<Admission> own = new CompletableFuture<>();
        CompletableFuture<Admission> first = underWay.putIfAbsent(hash, own);
        if (first != null) {
            return first.join();
        }
        try {
            Admission answer = answer(hash, artifact);
            answers.keep(hash, answer);
            own.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(hash);
        }
    }

    private Admission answer(Hash hash, Artifact artifact) {
        try {
            Admitting prepared =
                    Recent.PREPARED.find(hash).orElseGet(() -> prepare(hash, artifact));
            return new Admission.Admitted(prepared.descriptor(), prepared.loader(diagnostics));
        } catch (Inadmissible e) {
            return new Admission.Rejected(e.findings());
        }
    }

    private static Admitting prepare(Hash hash, Artifact artifact) {
        Bytes travelling = artifact.entries().get(Artifact.DESCRIPTOR);
        if (travelling == null) {
            throw Inadmissible.artifact(
                    "the artifact carries no descriptor", "pack the module's JAR");
        }
        Admitting prepared = Admitting.admit(ModuleClasses.of(artifact.entries()));
        if (!prepared.descriptor().encode().equals(travelling)) {
            throw Inadmissible.artifact(
                    "the artifact's descriptor is not the one that its classes have",
                    "pack the module's JAR again");
        }
        Recent.PREPARED.keep(hash, prepared);
        return prepared;
    }
}
