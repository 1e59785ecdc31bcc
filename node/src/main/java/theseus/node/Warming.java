package theseus.node;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.spi.StateView;
import theseus.sdk.Hash;

/**
 * Verifies, instruments and opens the code in force beside a node's start, a module at a time, so
 * that the API need not wait for it and the first block with work hardly does: what is asked for
 * before its turn is prepared at once, and never twice.
 */
final class Warming implements AutoCloseable {
    /** Modules define themselves here; as much as where they run. */
    private static final long STACK_BYTES = 16 * 1024 * 1024;

    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param opened takes over what is ready
     */
    Warming(StateView state, Supplier<Kernel> kernels, Consumer<Kernel.Warm> opened) {
        thread =
                new Thread(
                        null,
                        () -> run(state, kernels.get(), opened),
                        "theseus-warming",
                        STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(StateView state, Kernel kernel, Consumer<Kernel.Warm> opened) {
        try {
            Set<Hash> seen = new TreeSet<>();
            for (ModuleSet.Installed one : kernel.modules(state).instances().values()) {
                if (closing) {
                    return;
                }
                if (seen.add(one.module().artifact())) {
                    open(kernel, one, opened);
                }
            }
        } catch (RuntimeException | LinkageError e) {
            Log.error("node.warming", e);
        }
    }

    /** One that cannot be opened keeps no other waiting. */
    private static void open(Kernel kernel, ModuleSet.Installed one, Consumer<Kernel.Warm> opened) {
        try {
            opened.accept(kernel.warm(Set.of(one.artifact())));
        } catch (RuntimeException | LinkageError e) {
            // Whoever needs the code meets the same, and says it where it matters.
            Log.error("node.warming", e, "artifact", one.module().artifact());
        }
    }

    /** Waits for the module that is being opened: it reads no state that is closed. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}
