package theseus.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import theseus.kernel.Kernel;

/**
 * A few platform threads that run module code for those who ask: queries, dry runs, explanations.
 * Each has a kernel of its own; the block path has another. Gas bounds how long one takes. No
 * client takes more than a part of the places; what takes as long as a block runs one at a time, so
 * that with two threads the others are answered beside it.
 */
final class Readers implements AutoCloseable {
    /** Tasks that run or wait. */
    static final int MAX_TASKS = 256;

    static final int MAX_TASKS_PER_CLIENT = MAX_TASKS / 4;

    /** Clients that wait for a long task, one each. */
    private static final int MAX_LONG_TASKS = 16;

    private static final long LONG_TASK_WAIT_MILLIS = 5_000;
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
    private final ClientQuota tasks = new ClientQuota(MAX_TASKS, MAX_TASKS_PER_CLIENT);
    private final ClientQuota longTasks = new ClientQuota(MAX_LONG_TASKS, 1);
    private final Semaphore longTask = new Semaphore(1, true);

    Readers(int threadCount, Supplier<Kernel> kernel) {
        this.kernels = ThreadLocal.withInitial(kernel);
        this.threads =
                new ThreadPoolExecutor(
                        threadCount,
                        threadCount,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_TASKS),
                        Thread.ofPlatform()
                                .daemon()
                                .name("theseus-reader-", 0)
                                .stackSize(STACK_BYTES)
                                .factory());
    }

    /**
     * Runs it and waits.
     *
     * @throws HttpError when too many wait already: 429 of this client, 503 of all
     */
    <T> T ask(String client, Task<T> task) throws Exception {
        tasks.take(client, 1).orRefuse("queries waiting", RETRY_MILLIS);
        try {
            return run(task);
        } finally {
            tasks.release(client, 1);
        }
    }

    /**
     * Runs one that may take as long as a block: one at a time, and of each client no second one
     * waits for long.
     *
     * @throws HttpError when it did not come to its turn
     */
    <T> T askLong(String client, Task<T> task) throws Exception {
        longTasks
                .take(client, 1, LONG_TASK_WAIT_MILLIS)
                .orRefuse("explanations waiting", LONG_TASK_WAIT_MILLIS);
        try {
            longTask.acquire(); // in turn; each that waits is another client
            try {
                return ask(client, task);
            } finally {
                longTask.release();
            }
        } finally {
            longTasks.release(client, 1);
        }
    }

    /** How many tasks run or wait. */
    long taken() {
        return tasks.taken();
    }

    /** Of how many clients a long task runs or waits. */
    long waitingLong() {
        return longTasks.taken();
    }

    private static HttpError tooMany() {
        return HttpError.busy("Too many queries wait already", RETRY_MILLIS);
    }

    private <T> T run(Task<T> task) throws Exception {
        Callable<T> call = () -> task.run(kernels.get());
        FutureTask<T> future = new FutureTask<>(call);
        try {
            threads.execute(future);
        } catch (RejectedExecutionException e) {
            throw tooMany();
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
