package theseus.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import theseus.kernel.spi.StateStore;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Hash;

/**
 * On a small disk of its own: transactions until it is full; the node stops and says so; with room
 * again it goes on, and has all that was acknowledged. Prints {@code WHOLE} and how much that was.
 */
final class FullDiskProcess {
    private static final int PIECE_BYTES = 1 << 20;

    private FullDiskProcess() {}

    /** Directory, engine, bytes that are left free of the disk. */
    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        NodeConfig config =
                TestChain.config(disk.resolve("node"))
                        .withStorage(NodeConfig.StorageKind.valueOf(arguments[1]))
                        .withMinFreeMegabytes(0)
                        .withHttp(CrashProcess.SHUT);
        Story.FORWARD.create(config);
        Path ballast = disk.resolve("ballast");
        Map<Hash, Long> acknowledged = new HashMap<>();
        AtomicReference<StateStore> state = new AtomicReference<>();
        Ground ground = ground(state);
        Node.start(config, ground).close();
        // Before the start: an engine may reserve room for its log, and would fill that first.
        fill(ballast, disk, Long.parseLong(arguments[2]));
        try (Node node = Node.start(config, ground)) {
            Driver driver = driver(node, state, acknowledged);
            boolean isGone = false;
            while (!isGone) {
                try {
                    driver.traffic(20, "notes");
                } catch (Driver.Gone gone) {
                    isGone = true;
                }
            }
            try {
                node.stopped().toCompletableFuture().join();
                throw new AssertionError("it did not fail");
            } catch (CompletionException e) {
                System.out.println("STOPPED " + e.getCause().getMessage());
                if (!((NodeException) e.getCause()).code().equals("STORAGE_FULL")) {
                    throw e;
                }
            }
        }
        int before = acknowledged.size();
        Files.delete(ballast);
        try (Node node = Node.start(config, ground)) {
            BlockStore blocks = new BlockStore(state.get());
            acknowledged.forEach(
                    (id, height) -> {
                        Optional<BlockStore.Location> at = blocks.find(id);
                        if (at.isEmpty() || at.get().height() != height) {
                            throw new AssertionError(id + " of " + height + " is at " + at);
                        }
                    });
            driver(node, state, acknowledged).traffic(5, "notes");
        }
        System.out.println("WHOLE " + before + " and " + acknowledged.size());
    }

    private static Driver driver(
            Node node, AtomicReference<StateStore> state, Map<Hash, Long> acknowledged) {
        return new Driver(
                node, state.get(), sent -> acknowledged.put(sent.id(), sent.committed().height()));
    }

    private static Ground ground(AtomicReference<StateStore> state) {
        return new Ground(
                new BytecodeRuntime(),
                Ground::open,
                real -> {
                    state.set(real);
                    return real;
                });
    }

    private static void fill(Path ballast, Path disk, long freeBytes) throws Exception {
        try (var out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(disk).getUsableSpace() > freeBytes + PIECE_BYTES) {
                out.write(new byte[PIECE_BYTES]);
            }
        }
    }
}
