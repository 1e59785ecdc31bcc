package theseus.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import theseus.protocol.Transaction;
import theseus.sdk.AccountId;
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

    /**
     * One answer for each, in order. Once the queue is full, the rest is not tried; once a sender
     * has its part of it, what this sender has further down.
     */
    List<Answer> submit(List<Bytes> submissions, boolean untilCommitted)
            throws InterruptedException {
        preverifier.warm(submissions);
        List<Submitted> submitted = offer(submissions);
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

    private List<Submitted> offer(List<Bytes> submissions) {
        List<Submitted> submitted = new ArrayList<>(submissions.size());
        Optional<Submitted> forAll = Optional.empty();
        Map<AccountId, Submitted> forSender = new HashMap<>();
        for (Bytes submission : submissions) {
            Optional<AccountId> waits = forSender.isEmpty() ? Optional.empty() : sender(submission);
            Optional<Submitted> known =
                    forAll.or(() -> waits.flatMap(one -> Optional.ofNullable(forSender.get(one))));
            Submitted answer = known.orElseGet(() -> engine.submit(submission));
            if (known.isEmpty() && answer instanceof Submitted.Rejected rejected) {
                switch (rejected.code()) {
                    case ConsensusEngine.BUSY, ConsensusEngine.PAUSED, ConsensusEngine.STOPPED ->
                            forAll = Optional.of(answer);
                    case ConsensusEngine.SENDER_BUSY ->
                            sender(submission).ifPresent(one -> forSender.put(one, answer));
                    default -> {}
                }
            }
            submitted.add(answer);
        }
        return submitted;
    }

    private static Optional<AccountId> sender(Bytes submission) {
        try {
            return Submission.decode(submission) instanceof Transaction transaction
                    ? Optional.of(transaction.sender())
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty(); // which its own answer says
        }
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
