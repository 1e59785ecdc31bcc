package theseus.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import theseus.kernel.Kernel;

/**
 * A few platform threads that run module code for those who ask: queries, dry runs, explanations.
 * Each has a kernel of its own; the block path has another. Gas bounds how long one takes.
 */
final class Readers implements AutoCloseable {
    private static final int MAX_WAITING = 256;
    private static final long RETRY_MILLIS = 500;

    /** Modules run here; well above what the meter lets them nest. */
    private static final long STACK_BYTES = 16 * 1024 * 1024;

    /** What runs on a reader. */
    @FunctionalInterface
    interface Task<T> {
        T run(Kernel kernel) throws Exception;
    }

    private final ThreadLocal<Kernel> kernels;
    private final ThreadPoolExecutor threads;

    Readers(int threadCount, Supplier<Kernel> kernel) {
        this.kernels = ThreadLocal.withInitial(kernel);
        this.threads =
                new ThreadPoolExecutor(
                        threadCount,
                        threadCount,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform()
                                .daemon()
                                .name("theseus-reader-", 0)
                                .stackSize(STACK_BYTES)
                                .factory());
    }

    /**
     * Runs it and waits.
     *
     * @throws HttpError 503 when too many wait already
     */
    <T> T ask(Task<T> task) throws Exception {
        Callable<T> call = () -> task.run(kernels.get());
        FutureTask<T> future = new FutureTask<>(call);
        try {
            threads.execute(future);
        } catch (RejectedExecutionException e) {
            throw HttpError.busy("Too many queries wait already", RETRY_MILLIS);
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
