package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import theseus.kernel.AccountRecord;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.ConsensusEngine.Committed;
import theseus.kernel.spi.ConsensusEngine.NotCommitted;
import theseus.kernel.spi.ConsensusEngine.Submitted;
import theseus.kernel.spi.StateStore;
import theseus.protocol.Artifact;
import theseus.protocol.Message;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.SigningKey;
import theseus.protocol.Transaction;
import theseus.protocol.Witness;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Sends to a node in its own process, without HTTP, and looks at its state. By one thread. */
final class Driver {
    static final SigningKey COUNCIL = TestChain.key(900);
    private static final int PIECES = 3;
    private static final long GAS = 2_000_000;
    private static final long COUNCIL_GAS = 40_000_000;
    private static final long LIFETIME_MILLIS = 300_000;
    private static final long MAX_LAG = 30;
    private static final long PAUSE_NANOS = 1_000_000;

    /** The node takes nothing any more. */
    static final class Gone extends RuntimeException {
        Gone(String why) {
            super(why, null, false, false);
        }
    }

    record Sent(Hash id, Committed committed) {
        boolean isApplied() {
            return committed.receipt().status() instanceof Receipt.Status.Applied;
        }

        String outcome() {
            return committed.receipt().status().toString();
        }
    }

    private final Node node;
    private final StateStore state;
    private final Consumer<Sent> acknowledged;
    private long number;

    Driver(Node node, StateStore state, Consumer<Sent> acknowledged) {
        this.node = node;
        this.state = state;
        this.acknowledged = acknowledged;
        this.number = node.height(); // so that values differ after each start
    }

    Hash chain() {
        return node.chain();
    }

    StateStore state() {
        return state;
    }

    Optional<PlanRecord> plan(Hash id) {
        return Plans.find(state.head(), id);
    }

    /** Whether nothing is left to be done for it. */
    boolean isOver(Hash plan) {
        return plan(plan).map(one -> one.phase().ended()).orElse(false)
                && Plans.read(state.head()).active(plan).isEmpty();
    }

    /** Brings it onto the chain piece by piece; what is there already is refused, and is there. */
    void stage(Artifact artifact) {
        Bytes code = artifact.encode();
        int size = (code.size() + PIECES - 1) / PIECES;
        for (int i = 0; i < PIECES; i++) {
            Bytes piece = code.slice(i * size, Math.min(code.size(), (i + 1) * size));
            council(new Notes.Stage(artifact.hash(), i, PIECES, piece));
        }
    }

    void propose(Plan plan) {
        council(new Notes.Propose(plan.encode(), plan.kind()));
    }

    void approve(Hash plan) {
        council(new Notes.Approve(plan));
    }

    void stop(Hash plan) {
        council(new Notes.Stop(plan, "a test"));
    }

    /** What it answers when it is refused; empty when it was applied. */
    Optional<String> council(theseus.sdk.Message body) {
        Sent sent = send(COUNCIL, COUNCIL_GAS, List.of(Message.of("council", body))).getFirst();
        return sent.isApplied() ? Optional.empty() : Optional.of(sent.outcome());
    }

    /** {@code each} of every sender to every instance; all must be applied. */
    void traffic(int each, String... instances) {
        List<CompletableFuture<Sent>> all = new ArrayList<>();
        for (int i = 0; i < Notes.SENDERS; i++) {
            List<Message> messages = new ArrayList<>();
            for (int j = 0; j < each; j++) {
                for (String instance : instances) {
                    number++;
                    messages.add(
                            Message.of(instance, new Notes.Put(number * 7 % Notes.KEYS, number)));
                }
            }
            all.addAll(begin(TestChain.key(901 + i), GAS, messages));
        }
        for (CompletableFuture<Sent> one : all) {
            Sent sent = await(one);
            if (!sent.isApplied()) {
                throw new AssertionError(sent.outcome());
            }
        }
    }

    /** On a starved machine blocks would run away from those who follow plans. */
    void awaitFollowers() {
        while (node.following().stream().anyMatch(this::isBehind)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isBehind(FollowerStatus one) {
        return switch (one.state()) {
            case PREPARING -> true;
            case FILLING, FOLLOWING -> node.height() - one.height() > MAX_LAG;
            case READY, TRIPPED, HANDED_OVER, FAILED, STOPPED -> false;
        };
    }

    Sent put(String instance, long key, long value) {
        return send(
                        TestChain.key(901),
                        GAS,
                        List.of(Message.of(instance, new Notes.Put(key, value))))
                .getFirst();
    }

    private List<Sent> send(SigningKey key, long gas, List<Message> messages) {
        return begin(key, gas, messages).stream().map(this::await).toList();
    }

    /** A transaction for each message. */
    private List<CompletableFuture<Sent>> begin(SigningKey key, long gas, List<Message> messages) {
        long nonce = AccountRecord.read(state.head(), TestChain.account(key)).nonce();
        List<CompletableFuture<Sent>> begun = new ArrayList<>();
        for (Message message : messages) {
            Transaction unsigned =
                    new Transaction(
                            node.chain(),
                            TestChain.account(key),
                            nonce++,
                            System.currentTimeMillis() + LIFETIME_MILLIS,
                            gas,
                            List.of(message),
                            new Witness(
                                    Optional.of(AccountKeys.single(key.publicKey())), List.of()));
            Bytes signature = key.sign(unsigned.signingBytes());
            Transaction signed =
                    unsigned.withWitness(
                            new Witness(
                                    Optional.of(AccountKeys.single(key.publicKey())),
                                    List.of(new Witness.KeySignature(0, signature))));
            begun.add(
                    switch (submit(signed.encode())) {
                        case Submitted.Accepted accepted ->
                                accepted.committed()
                                        .thenApply(committed -> new Sent(accepted.id(), committed))
                                        .toCompletableFuture();
                        case Submitted.Rejected rejected ->
                                throw new Gone(rejected.code() + " " + rejected.explanation());
                    });
        }
        return begun;
    }

    private Submitted submit(Bytes bytes) {
        try {
            return node.submit(bytes);
        } catch (RuntimeException e) {
            throw new Gone("" + e); // the state beneath it is gone
        }
    }

    private Sent await(CompletableFuture<Sent> begun) {
        try {
            Sent sent = begun.join();
            acknowledged.accept(sent);
            return sent;
        } catch (CompletionException e) {
            if (e.getCause() instanceof NotCommitted) {
                throw new Gone("" + e.getCause());
            }
            throw e;
        }
    }
}
