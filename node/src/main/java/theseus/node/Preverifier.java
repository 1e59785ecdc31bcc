package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import theseus.kernel.spi.SignatureScheme;
import theseus.protocol.MalformedException;
import theseus.protocol.Statement;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.protocol.Witness.KeySignature;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/**
 * Verifies the signatures of a batch on a few platform threads before its transactions queue for
 * admission one by one, so that admission finds them in the {@link SignatureCache}. It decides
 * nothing: what it cannot make sense of, {@code CheckTx} will say.
 */
final class Preverifier implements AutoCloseable {
    private static final int CHUNK = 32;

    private final SignatureScheme cached;
    private final Function<AccountId, Optional<AccountKeys>> rotatedKeys;
    private final ExecutorService threads;

    Preverifier(
            SignatureScheme cached,
            Function<AccountId, Optional<AccountKeys>> rotatedKeys,
            int threadCount) {
        this.cached = cached;
        this.rotatedKeys = rotatedKeys;
        this.threads =
                Executors.newFixedThreadPool(
                        threadCount,
                        Thread.ofPlatform().daemon().name("theseus-verifier-", 0).factory());
    }

    /** Returns when all are verified. */
    void warm(List<Bytes> submissions) throws InterruptedException {
        List<Future<?>> parts = new ArrayList<>();
        for (int from = 0; from < submissions.size(); from += CHUNK) {
            List<Bytes> part =
                    submissions.subList(from, Math.min(from + CHUNK, submissions.size()));
            parts.add(threads.submit(() -> part.forEach(this::verify)));
        }
        for (Future<?> part : parts) {
            try {
                part.get();
            } catch (ExecutionException e) {
                Log.error("preverify.failed", e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void verify(Bytes bytes) {
        Submission submission;
        try {
            submission = Submission.decode(bytes);
        } catch (MalformedException e) {
            return; // CheckTx says so
        }
        Bytes content = submission.signingBytes();
        switch (submission) {
            case Transaction transaction -> {
                Optional<AccountKeys> keys =
                        transaction
                                .witness()
                                .keys()
                                .or(() -> rotatedKeys.apply(transaction.sender()));
                if (keys.isEmpty()) {
                    return;
                }
                for (KeySignature signature : transaction.witness().signatures()) {
                    if (signature.keyIndex() < keys.get().keys().size()) {
                        cached.verify(
                                keys.get().keys().get(signature.keyIndex()),
                                content,
                                signature.signature());
                    }
                }
            }
            case Statement statement ->
                    cached.verify(statement.validator(), content, statement.signature());
        }
    }
}
