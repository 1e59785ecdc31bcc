package theseus.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Computes parts of one result on the calling thread and, as far as it is free, on one more. What
 * is computed does not depend on who computes it.
 */
final class Workers implements AutoCloseable {
    /** Computes on the calling thread alone: for what must not keep the helper from a block. */
    static final Workers NONE = new Workers(Optional.empty());

    private final Optional<ExecutorService> helper;

    private Workers(Optional<ExecutorService> helper) {
        this.helper = helper;
    }

    static Workers start() {
        return new Workers(
                Optional.of(
                        Executors.newSingleThreadExecutor(
                                Thread.ofPlatform().daemon().name("state-helper").factory())));
    }

    /**
     * The results of {@code parts}, in their order. The helper joins in when it has nothing else to
     * do; nobody waits for it to come.
     */
    <T> List<T> run(List<Supplier<T>> parts) {
        if (parts.size() < 2 || helper.isEmpty()) {
            return parts.stream().map(Supplier::get).toList();
        }
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<T>> results = new ArrayList<>(parts.size());
        parts.forEach(part -> results.add(new CompletableFuture<>()));
        Runnable worker =
                () ->
                        IntStream.generate(next::getAndIncrement)
                                .takeWhile(i -> i < parts.size())
                                .forEach(i -> complete(results.get(i), parts.get(i)));
        helper.get().execute(worker);
        worker.run();
        return results.stream().map(CompletableFuture::join).toList();
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> part) {
        try {
            result.complete(part.get());
        } catch (RuntimeException failed) {
            result.completeExceptionally(failed);
        }
    }

    @Override
    public void close() {
        helper.ifPresent(ExecutorService::close);
    }
}
