package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import theseus.client.ChainClient;
import theseus.client.ChainEvent;
import theseus.client.EventStream;
import theseus.client.PlanStatus;
import theseus.protocol.Phase;
import theseus.sdk.Hash;

/** Each phase that a plan enters, as the chain announces it, and what was seen in it meanwhile. */
final class PlanLog implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;
    private static final long AWAIT_MILLIS_MAX = 120_000;

    private final ChainClient chain;
    private final Hash plan;
    private final EventStream events;
    private final BlockingQueue<Entered> entered = new LinkedBlockingQueue<>();

    /**
     * @param step of the canary, from 0
     * @param sinceHeight first block of the phase
     * @param reason why; for a rollback the gate and what it says
     */
    record Entered(Phase phase, int step, long sinceHeight, String reason) {}

    /** What both versions were compared on in a phase, by the last look at it. */
    record Seen(long compared, long equal, long declared, long undeclared, long keys) {
        static final Seen NOTHING = new Seen(0, 0, 0, 0, 0);

        static Seen of(PlanStatus status) {
            JsonNode tally =
                    status.phase() == Phase.SHADOW
                            ? status.json().path("agreed").path("tally")
                            : status.json().path("tally");
            long equal = 0;
            long declared = 0;
            long undeclared = 0;
            for (JsonNode message : tally.path("messages")) {
                equal += message.path("equal").asLong();
                declared += message.path("declared").asLong();
                undeclared += message.path("undeclared").asLong();
            }
            return new Seen(
                    tally.path("compared").asLong(),
                    equal,
                    declared,
                    undeclared,
                    tally.path("keys").asLong());
        }
    }

    /** Listens from now on: to be made before the plan is proposed. */
    PlanLog(ChainClient chain, Hash plan) {
        this.chain = chain;
        this.plan = plan;
        this.events = chain.events("", "kernel", "PlanPhase");
        Thread.ofVirtual().name("voyage-plan").start(this::listen);
    }

    private void listen() {
        for (Optional<ChainEvent> event = events.next(); event.isPresent(); event = events.next()) {
            JsonNode body = event.get().body();
            if (body.path("plan").asText().equals(plan.toString())) {
                String position = event.get().position();
                entered.add(
                        new Entered(
                                Phase.valueOf(body.path("phase").asText()),
                                body.path("step").asInt(),
                                Long.parseLong(position.substring(0, position.indexOf(':'))) + 1,
                                body.path("reason").asText()));
            }
        }
    }

    /**
     * Waits for the next phase.
     *
     * @param look is shown the plan as it stands, often
     */
    Entered await(Consumer<PlanStatus> look) {
        long start = System.nanoTime();
        while (true) {
            Optional<PlanStatus> status = chain.upgrades().plan(plan);
            status.ifPresent(look);
            Entered next = poll();
            if (next != null) {
                return next;
            }
            long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (waitedMillis > AWAIT_MILLIS_MAX) {
                throw new IllegalStateException(
                        "the plan stands still for %d ms: %s"
                                .formatted(
                                        waitedMillis,
                                        status.map(one -> one.json().toString())
                                                .orElse("no plan")));
            }
        }
    }

    private Entered poll() {
        try {
            return entered.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a plan was under way", e);
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
