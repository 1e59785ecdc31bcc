package theseus.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import theseus.kernel.AccountRecord;
import theseus.kernel.Codes;
import theseus.kernel.spi.Application.LeftOut;
import theseus.kernel.spi.Application.Proposal;
import theseus.kernel.spi.StateView;
import theseus.protocol.MalformedException;
import theseus.protocol.Message;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * What was let into the queue and is not committed: the nonce that each sender's next transaction
 * must have, and of each transaction what a proposal needs to know. Guarded by its owner's lock.
 */
final class Pending {
    /**
     * A queued transaction.
     *
     * @param repairs whether the kernel keeps room for it
     */
    private record Known(
            Place place,
            long expiryMillis,
            long gasLimit,
            Set<String> instances,
            boolean repairs) {}

    /** A sender's transaction of that nonce. */
    private record Place(AccountId sender, long nonce) {}

    /** What a proposal does with a candidate. */
    private sealed interface Fate {
        record Taken() implements Fate {}

        /** There is no room, or one of the same sender goes before it and is still on its way. */
        record Later() implements Fate {}

        record Dropped(LeftOut why) implements Fate {}
    }

    private final Map<AccountId, Long> next = new HashMap<>();
    private final Map<AccountId, String> lanes = new HashMap<>();
    private final Map<Bytes, Optional<Known>> known = new IdentityHashMap<>();
    private final Set<Place> waiting = new HashSet<>();

    /** The nonce of the sender's next transaction, those that wait counted. */
    long nextNonce(AccountId sender, StateView state) {
        return Math.max(next.getOrDefault(sender, 0L), AccountRecord.read(state, sender).nonce());
    }

    /**
     * The lane in which a sender's other transactions wait. One that must come after them waits
     * there too: at the head of another lane it would only be in the way.
     */
    Optional<String> lane(AccountId sender) {
        return Optional.ofNullable(lanes.get(sender));
    }

    void admitted(Bytes bytes, Submission submission, boolean repairs, String lane) {
        Optional<Known> one = known(submission, repairs);
        known.put(bytes, one);
        one.ifPresent(
                transaction -> {
                    Place place = transaction.place();
                    next.put(place.sender(), place.nonce() + 1);
                    lanes.put(place.sender(), lane);
                    waiting.add(place);
                });
    }

    /** Takes back what was admitted last. */
    void withdrawn(Bytes bytes) {
        Optional<Known> one = known.remove(bytes);
        if (one == null || one.isEmpty()) {
            return;
        }
        Place place = one.get().place();
        waiting.remove(place);
        if (waiting.contains(new Place(place.sender(), place.nonce() - 1))) {
            next.put(place.sender(), place.nonce());
        } else {
            gone(place.sender());
        }
    }

    /**
     * Leaves out what the kernel would reject for its nonce or expiry, and says so; what waits for
     * another of its sender stays queued.
     */
    Proposal propose(
            List<Bytes> candidates,
            StateView state,
            BlockBudget budget,
            long timeMillis,
            int maxBytes) {
        List<Bytes> chosen = new ArrayList<>(candidates.size());
        List<LeftOut> leftOut = new ArrayList<>();
        Map<AccountId, Long> nonces = new HashMap<>();
        long bytes = 0;
        for (Bytes candidate : candidates) {
            if (bytes + candidate.size() > maxBytes) {
                break;
            }
            Optional<Known> one = recall(candidate);
            switch (one.isEmpty()
                    ? new Fate.Taken()
                    : fate(candidate, one.get(), nonces, state, budget, timeMillis)) {
                case Fate.Taken() -> {
                    chosen.add(candidate);
                    bytes += candidate.size();
                }
                case Fate.Later() -> {}
                case Fate.Dropped(LeftOut why) -> {
                    leftOut.add(why);
                    forget(candidate);
                }
            }
        }
        return new Proposal(chosen, leftOut);
    }

    /** After a block with these was committed. */
    void committed(List<Bytes> submissions) {
        for (Bytes submission : submissions) {
            Optional<Known> one = known.remove(submission);
            if (one != null && one.isPresent()) {
                Place place = one.get().place();
                waiting.remove(place);
                Long expected = next.get(place.sender());
                if (expected != null && expected <= place.nonce() + 1) {
                    gone(place.sender());
                }
            }
        }
    }

    private Fate fate(
            Bytes candidate,
            Known one,
            Map<AccountId, Long> nonces,
            StateView state,
            BlockBudget budget,
            long timeMillis) {
        Place place = one.place();
        long expected =
                nonces.computeIfAbsent(
                        place.sender(), sender -> AccountRecord.read(state, sender).nonce());
        if (one.expiryMillis() <= timeMillis) {
            return new Fate.Dropped(
                    new LeftOut(
                            candidate,
                            Codes.EXPIRED,
                            "it expired at "
                                    + one.expiryMillis()
                                    + " while it waited; sign it again with a later expiry"));
        }
        if (place.nonce() > expected && waiting.contains(new Place(place.sender(), expected))) {
            return new Fate.Later();
        }
        if (place.nonce() != expected) {
            return new Fate.Dropped(
                    new LeftOut(
                            candidate,
                            Codes.WRONG_NONCE,
                            "its nonce is "
                                    + place.nonce()
                                    + " but the sender's next one is "
                                    + expected
                                    + ", since one before it was not committed; sign it again"));
        }
        if (!budget.take(one.gasLimit(), candidate.size(), one.instances(), one.repairs())) {
            return new Fate.Later();
        }
        nonces.put(place.sender(), expected + 1);
        return new Fate.Taken();
    }

    /** From the queue's memory; what another engine brings is decoded. */
    private Optional<Known> recall(Bytes bytes) {
        Optional<Known> queued = known.get(bytes);
        if (queued != null) {
            return queued;
        }
        try {
            return known(Submission.decode(bytes), false);
        } catch (MalformedException e) {
            return Optional.empty(); // the kernel rejects it in its receipt
        }
    }

    private void forget(Bytes bytes) {
        Optional<Known> one = known.remove(bytes);
        if (one != null && one.isPresent()) {
            waiting.remove(one.get().place());
            gone(one.get().place().sender());
        }
    }

    private void gone(AccountId sender) {
        next.remove(sender);
        lanes.remove(sender);
    }

    private static Optional<Known> known(Submission submission, boolean repairs) {
        return submission instanceof Transaction transaction
                ? Optional.of(
                        new Known(
                                new Place(transaction.sender(), transaction.nonce()),
                                transaction.expiryMillis(),
                                transaction.gasLimit(),
                                instances(transaction),
                                repairs))
                : Optional.empty();
    }

    private static Set<String> instances(Transaction transaction) {
        List<Message> messages = transaction.messages();
        if (messages.size() == 1) {
            return Set.of(messages.getFirst().instance());
        }
        Set<String> instances = new HashSet<>();
        messages.forEach(message -> instances.add(message.instance()));
        return instances;
    }
}
