package theseus.runtime;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs metered programs in this JVM and says of each what came of it; {@link #main} does so in a
 * process of its own, started with other flags. The classes come instrumented, in a file, as
 * instrumenting thousands would take an interpreter minutes.
 */
final class RandomRuns {
    /** Cold, and warmer. */
    private static final int ROUNDS = 3;

    /**
     * What a node gives to threads that run modules. Compiled frames were seen to take six times as
     * much as the meter reckons: of a megabyte, the default, too much.
     */
    private static final long NODE_STACK_BYTES = 16 * 1024 * 1024;

    private static final long MAX_GAS = 40_000;

    /** What a run ended with, what it cost, and what stack it gave back. */
    record Run(String end, long gas, int stack) {}

    private final SandboxLoader loader;

    RandomRuns(SortedMap<String, byte[]> instrumented) {
        loader = new SandboxLoader(instrumented);
        loader.initializeAll();
    }

    /** Some have enough to reach the end of the stack first. */
    static long gasLimit(long seed) {
        return seed % 8 == 0 ? 10 * MAX_GAS : 2_000 + seed * 7919 % MAX_GAS;
    }

    static long first(long seed) {
        return seed % 5 == 0 ? Long.MIN_VALUE + seed : seed * 0x9E3779B97F4A7C15L >> seed % 50;
    }

    static int second(long seed) {
        return (int) (seed % 12);
    }

    static MethodHandle start(ClassLoader loader, long seed) {
        try {
            Class<?> type = Class.forName(RandomProgram.name(seed).replace('/', '.'), true, loader);
            var method = type.getDeclaredMethod("m0", long.class, int.class);
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("program " + seed, e);
        }
    }

    Run run(long seed) {
        MethodHandle start = start(loader, seed);
        loader.gas().set(gasLimit(seed));
        loader.gas().stack(GasAccount.STACK_BYTES);
        String end = end(start, seed);
        return new Run(end, gasLimit(seed) - loader.gas().left(), loader.gas().stackLeft());
    }

    static String end(MethodHandle start, long seed) {
        try {
            return "returned " + (long) start.invokeExact(first(seed), second(seed));
        } catch (Trap trap) {
            return trap.kind() + ", " + trap.reason();
        } catch (Throwable e) {
            return "threw " + e.getClass().getName().replace(RandomProgram.name(seed), "");
        }
    }

    /** A line for each seed: all rounds, which should not differ. */
    List<String> lines(long from, int count) {
        return asOnANode(() -> all(from, count));
    }

    /** On a thread with a quarter of the stack that a node's have. */
    static <T> T asOnANode(Callable<T> body) {
        var task = new FutureTask<>(body);
        new Thread(null, task, "programs", NODE_STACK_BYTES / 4).start();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> all(long from, int count) {
        List<String> lines = new ArrayList<>();
        for (long seed = from; seed < from + count; seed++) {
            StringBuilder line = new StringBuilder("seed ").append(seed);
            for (int round = 0; round < ROUNDS; round++) {
                line.append(' ').append(run(seed));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    static void write(Path file, SortedMap<String, byte[]> classes) throws IOException {
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(classes.size());
            for (var one : classes.entrySet()) {
                out.writeUTF(one.getKey());
                out.writeInt(one.getValue().length);
                out.write(one.getValue());
            }
        }
    }

    private static SortedMap<String, byte[]> read(Path file) throws IOException {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                classes.put(name, in.readNBytes(in.readInt()));
            }
        }
        return classes;
    }

    /** Classes, where to write the lines, the first seed, how many. */
    public static void main(String[] args) throws IOException {
        var runs = new RandomRuns(read(Path.of(args[0])));
        Files.write(
                Path.of(args[1]), runs.lines(Long.parseLong(args[2]), Integer.parseInt(args[3])));
    }
}
