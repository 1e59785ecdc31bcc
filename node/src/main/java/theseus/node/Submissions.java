package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import theseus.kernel.spi.ConsensusEngine;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.kernel.spi.ConsensusEngine.NotCommitted;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.protocol.MalformedException;
import theseus.protocol.Submission;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Hands submissions to the engine, signatures verified beforehand, and waits for the outcome. */
final class Submissions {
    /** After this long an accepted submission is answered as accepted. */
    static final long MAX_WAIT_MILLIS = 30_000;

    /** What became of a submission. */
    sealed interface Answer {
        Hash id();

        record Accepted(Hash id) implements Answer {}

        record Durable(Hash id, Committed committed) implements Answer {}

        record Refused(Hash id, String code, String explanation, long retryAfterMillis)
                implements Answer {}
    }

    private final ConsensusEngine engine;
    private final Preverifier preverifier;

    Submissions(ConsensusEngine engine, Preverifier preverifier) {
        this.engine = engine;
        this.preverifier = preverifier;
    }

    int queued() {
        return engine.queued();
    }

    /** One answer for each, in order. Once the queue is full, the rest is not tried. */
    List<Answer> submit(List<Bytes> submissions, boolean untilCommitted)
            throws InterruptedException {
        preverifier.warm(submissions);
        List<Submitted> submitted = new ArrayList<>(submissions.size());
        for (Bytes submission : submissions) {
            boolean full =
                    !submitted.isEmpty()
                            && submitted.getLast() instanceof Submitted.Rejected last
                            && (last.code().equals(ConsensusEngine.BUSY)
                                    || last.code().equals(ConsensusEngine.PAUSED)
                                    || last.code().equals(ConsensusEngine.STOPPED));
            submitted.add(full ? submitted.getLast() : engine.submit(submission));
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MILLIS);
        List<Answer> answers = new ArrayList<>(submissions.size());
        for (int i = 0; i < submissions.size(); i++) {
            answers.add(
                    switch (submitted.get(i)) {
                        case Submitted.Rejected(var id, var code, var explanation, long retry) ->
                                new Answer.Refused(
                                        id.equals(Hash.ZERO) ? idOf(submissions.get(i)) : id,
                                        code,
                                        explanation,
                                        retry);
                        case Submitted.Accepted accepted ->
                                untilCommitted
                                        ? await(accepted, deadline)
                                        : new Answer.Accepted(accepted.id());
                    });
        }
        return answers;
    }

    private static Answer await(Submitted.Accepted accepted, long deadline)
            throws InterruptedException {
        try {
            Committed committed =
                    accepted.committed()
                            .toCompletableFuture()
                            .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Answer.Durable(accepted.id(), committed);
        } catch (TimeoutException e) {
            return new Answer.Accepted(accepted.id());
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof NotCommitted not) {
                return new Answer.Refused(
                        accepted.id(), not.code(), String.valueOf(not.getMessage()), 0);
            }
            throw new IllegalStateException(e);
        }
    }

    private static Hash idOf(Bytes submission) {
        try {
            return Submission.decode(submission).id();
        } catch (MalformedException e) {
            return Hash.ZERO;
        }
    }
}
