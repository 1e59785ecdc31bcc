package theseus.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.kernel.AccountRecord;
import theseus.kernel.Codes;
import theseus.kernel.spi.Application.LeftOut;
import theseus.kernel.spi.Application.Proposal;
import theseus.kernel.spi.StateView;
import theseus.protocol.MalformedException;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What was let into the queue and is not committed: the nonce that each sender's next transaction
 * must have, and of each transaction what a proposal needs to know. Guarded by its owner's lock.
 */
final class Pending {
    /** Sender, nonce and expiry of a queued transaction. */
    private record Known(AccountId sender, long nonce, long expiryMillis) {}

    private final Map<AccountId, Long> next = new HashMap<>();
    private final Map<Bytes, Optional<Known>> known = new IdentityHashMap<>();

    /** The nonce of the sender's next transaction, those that wait counted. */
    long nextNonce(AccountId sender, StateView state) {
        return Math.max(next.getOrDefault(sender, 0L), AccountRecord.read(state, sender).nonce());
    }

    void admitted(Bytes bytes, Submission submission) {
        Optional<Known> one = known(submission);
        known.put(bytes, one);
        one.ifPresent(transaction -> next.put(transaction.sender(), transaction.nonce() + 1));
    }

    /** Leaves out what the kernel would reject for its nonce or expiry, and says so. */
    Proposal propose(List<Bytes> candidates, StateView state, long timeMillis, int maxBytes) {
        List<Bytes> chosen = new ArrayList<>(candidates.size());
        List<LeftOut> leftOut = new ArrayList<>();
        Map<AccountId, Long> nonces = new HashMap<>();
        long bytes = 0;
        for (Bytes candidate : candidates) {
            if (bytes + candidate.size() > maxBytes) {
                break;
            }
            Optional<LeftOut> problem =
                    recall(candidate)
                            .flatMap(one -> problem(candidate, one, nonces, state, timeMillis));
            if (problem.isPresent()) {
                leftOut.add(problem.get());
                forget(candidate);
            } else {
                chosen.add(candidate);
                bytes += candidate.size();
            }
        }
        return new Proposal(chosen, leftOut);
    }

    /** After a block with these was committed. */
    void committed(List<Bytes> submissions) {
        for (Bytes submission : submissions) {
            Optional<Known> one = known.remove(submission);
            if (one != null && one.isPresent()) {
                AccountId sender = one.get().sender();
                Long waiting = next.get(sender);
                if (waiting != null && waiting <= one.get().nonce() + 1) {
                    next.remove(sender);
                }
            }
        }
    }

    private static Optional<LeftOut> problem(
            Bytes candidate,
            Known one,
            Map<AccountId, Long> nonces,
            StateView state,
            long timeMillis) {
        long expected =
                nonces.computeIfAbsent(
                        one.sender(), sender -> AccountRecord.read(state, sender).nonce());
        if (one.expiryMillis() <= timeMillis) {
            return Optional.of(
                    new LeftOut(
                            candidate,
                            Codes.EXPIRED,
                            "it expired at "
                                    + one.expiryMillis()
                                    + " while it waited; sign it again with a later expiry"));
        }
        if (one.nonce() != expected) {
            return Optional.of(
                    new LeftOut(
                            candidate,
                            Codes.WRONG_NONCE,
                            "its nonce is "
                                    + one.nonce()
                                    + " but the sender's next one is "
                                    + expected
                                    + ", since one before it was not committed; sign it again"));
        }
        nonces.put(one.sender(), expected + 1);
        return Optional.empty();
    }

    /** From the queue's memory; what another engine brings is decoded. */
    private Optional<Known> recall(Bytes bytes) {
        Optional<Known> queued = known.get(bytes);
        if (queued != null) {
            return queued;
        }
        try {
            return known(Submission.decode(bytes));
        } catch (MalformedException e) {
            return Optional.empty(); // the kernel rejects it in its receipt
        }
    }

    private void forget(Bytes bytes) {
        Optional<Known> one = known.remove(bytes);
        if (one != null && one.isPresent()) {
            next.remove(one.get().sender());
        }
    }

    private static Optional<Known> known(Submission submission) {
        return submission instanceof Transaction transaction
                ? Optional.of(
                        new Known(
                                transaction.sender(),
                                transaction.nonce(),
                                transaction.expiryMillis()))
                : Optional.empty();
    }
}
