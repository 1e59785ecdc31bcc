package theseus.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import theseus.client.Answer;
import theseus.protocol.Message;
import theseus.sdk.Hash;

/**
 * Reads and writes at a constant rate, whatever the chain does meanwhile: what is due begins, also
 * when what began earlier has not ended. What became of each transaction is kept; each is sent
 * once, and not again when it is refused, so that a refusal shows.
 */
final class Load implements AutoCloseable {
    private static final int MAX_UNDER_WAY = 64;
    private static final long CLOSE_SECONDS = 60;

    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(
                    1, Thread.ofPlatform().daemon().name("voyage-load").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
    private final List<Sent> sent = new ArrayList<>();
    private final AtomicLong released = new AtomicLong();
    private final List<String> failed = new ArrayList<>();
    private final AtomicLong late = new AtomicLong();

    /**
     * A transaction that the load sent and had an answer to.
     *
     * @param height of its block; 0 when it was not let in
     * @param code as in {@link Outcomes}; each should have been applied
     */
    record Sent(String what, Hash id, long height, String code) {
        boolean applied() {
            return code.equals(Outcomes.APPLIED);
        }
    }

    /** Somebody in the load; one thing of each at a time. */
    interface Actor {
        /** Acts once, and tells what became of its transactions. */
        void act(Load load);
    }

    /** Lets each of {@code actors} in turn act, so many times a second among them. */
    void begin(List<? extends Actor> actors, int perSecond) {
        if (actors.isEmpty() || perSecond == 0) {
            return;
        }
        AtomicInteger turn = new AtomicInteger();
        List<ReentrantLock> busy = actors.stream().map(_ -> new ReentrantLock()).toList();
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        clock.scheduleAtFixedRate(
                () -> {
                    if (!room.tryAcquire()) {
                        late.incrementAndGet();
                        return;
                    }
                    int who = Math.floorMod(turn.getAndIncrement(), actors.size());
                    workers.execute(() -> act(actors.get(who), busy.get(who)));
                },
                periodNanos,
                periodNanos,
                TimeUnit.NANOSECONDS);
    }

    private void act(Actor actor, ReentrantLock busy) {
        busy.lock();
        try {
            actor.act(this);
        } catch (RuntimeException e) {
            synchronized (sent) {
                failed.add(String.valueOf(e.getMessage()));
            }
        } finally {
            busy.unlock();
            room.release();
        }
    }

    void add(String what, Answer answer) {
        long height = answer instanceof Answer.Committed committed ? committed.height() : 0;
        Sent one = new Sent(what, answer.id(), height, Outcomes.code(answer));
        synchronized (sent) {
            sent.add(one);
        }
    }

    void released(int records) {
        released.addAndGet(records);
    }

    /** Records that were released, opened and proven so far. */
    long released() {
        return released.get();
    }

    /** Why something else went wrong than a transaction: a vault that released nothing. */
    List<String> failed() {
        synchronized (sent) {
            return List.copyOf(failed);
        }
    }

    /** What was due and could not begin, since too much was under way. */
    long late() {
        return late.get();
    }

    /** A place in what was sent so far. */
    int mark() {
        synchronized (sent) {
            return sent.size();
        }
    }

    /** What was answered between two places. */
    List<Sent> between(int from, int to) {
        synchronized (sent) {
            return List.copyOf(sent.subList(from, to));
        }
    }

    /** Begins nothing more, and waits for what is under way. */
    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "a transaction has no answer after " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A reader who announces one access after another, and fetches, opens and proves the record.
     */
    record Visit(Reader reader, Cards.OfGrant grant, List<Hash> ids, AtomicInteger next)
            implements Actor {
        Visit(Reader reader, Cards.OfGrant grant, List<Hash> ids) {
            this(reader, grant, ids, new AtomicInteger());
        }

        @Override
        public void act(Load load) {
            List<Hash> one = List.of(ids.get(Math.floorMod(next.getAndIncrement(), ids.size())));
            load.add("access", reader.access(grant.pseudonym(), one.getFirst()));
            reader.fetch(grant.pseudonym(), one).forEach(Steps::given);
            load.released(1);
        }
    }

    /** An institution that writes one record after another. */
    record Writing(Institution institution, List<FhirResource> resources, AtomicInteger next)
            implements Actor {
        Writing(Institution institution, List<FhirResource> resources) {
            this(institution, resources, new AtomicInteger());
        }

        @Override
        public void act(Load load) {
            FhirResource one =
                    resources.get(Math.floorMod(next.getAndIncrement(), resources.size()));
            for (Message message : institution.keep(List.of(one), 1)) {
                load.add("record", institution.commit(message));
            }
        }
    }

    /** A patient who grants. */
    record Granting(GrantingPatient patient) implements Actor {
        @Override
        public void act(Load load) {
            load.add("grant", patient.grant());
        }
    }

    /** A patient who revokes the oldest grant, if there is one. */
    record Revoking(GrantingPatient patient) implements Actor {
        @Override
        public void act(Load load) {
            Optional<Answer> answer = patient.revoke();
            answer.ifPresent(one -> load.add("revocation", one));
        }
    }
}
