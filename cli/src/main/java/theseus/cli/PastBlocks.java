package theseus.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import theseus.client.ChainClient;
import theseus.protocol.Block;

/** Blocks of a chain in order, fetched and their signatures verified some blocks ahead. */
final class PastBlocks implements AutoCloseable {
    private static final int AHEAD = 6;
    private static final int THREADS = 2;

    private final ChainClient client;
    private final VerifiedOnce signatures;
    private final long last;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Deque<Future<Block>> coming = new ArrayDeque<>();
    private long asked;

    /** The blocks from {@code first} to {@code last}. */
    PastBlocks(ChainClient client, VerifiedOnce signatures, long first, long last) {
        this.client = client;
        this.signatures = signatures;
        this.last = last;
        this.asked = first - 1;
    }

    Block next() {
        while (asked < last && coming.size() < AHEAD) {
            long height = ++asked;
            coming.add(threads.submit(() -> fetch(height)));
        }
        return join(coming.removeFirst());
    }

    private Block fetch(long height) {
        Block block = client.block(height);
        signatures.ahead(block.submissions());
        return block;
    }

    static <T> T join(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("Interrupted.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CompletionException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
