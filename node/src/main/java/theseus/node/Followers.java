package theseus.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import theseus.kernel.Kernel;
import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.protocol.Phase;
import theseus.protocol.Statement.Body;
import theseus.sdk.Hash;

/**
 * Starts a {@link Follower} for each plan that needs one and ends it when it does not, repeats what
 * the {@link Herald} has to say, and drops tables that nobody needs any more. On a thread of its
 * own; the block path only asks for the hand-over.
 */
final class Followers implements AutoCloseable {
    private static final long TICK_MILLIS = 1_000;
    private static final long JOIN_MILLIS = 30_000;
    private static final long NOTABLE_WAIT_MILLIS = 50;

    /** Modules run on followers' threads; well above what the meter lets them nest. */
    private static final long STACK_BYTES = 16 * 1024 * 1024;

    /** A follower that failed is started again so often; then the plan is tripped. */
    private static final int MAX_FAILURES = 3;

    /** Who came so many blocks further meanwhile did not fail of the same. */
    private static final long FORGIVEN_BLOCKS = 100;

    private record Failures(int count, long height) {
        static final Failures NONE = new Failures(0, -1);

        Failures and(long height) {
            return new Failures(height > this.height + FORGIVEN_BLOCKS ? 1 : count + 1, height);
        }
    }

    private record Running(Follower follower, Thread thread) {
        boolean hasFailed() {
            return follower.status().state() == FollowerStatus.State.FAILED;
        }
    }

    private final Follower.Around around;
    private final Preparation preparation;
    private final long historyBlocks;
    private final Map<Hash, Running> running = new ConcurrentSkipListMap<>();
    private final Map<Hash, Failures> failures = new ConcurrentSkipListMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private Plans plans = Plans.NONE;

    Followers(Follower.Around around, Preparation preparation, long historyBlocks) {
        this.around = around;
        this.preparation = preparation;
        this.historyBlocks = historyBlocks;
        this.thread = Thread.ofPlatform().daemon().name("theseus-followers").unstarted(this::run);
    }

    void start() {
        tick();
        thread.start();
    }

    /** Of all followers that run, by plan. */
    List<FollowerStatus> statuses() {
        List<FollowerStatus> statuses = new ArrayList<>();
        running.values().forEach(one -> statuses.add(one.follower().status()));
        return statuses;
    }

    Optional<FollowerStatus> status(Hash plan) {
        return Optional.ofNullable(running.get(plan)).map(one -> one.follower().status());
    }

    /**
     * Waits until the plan's new tables stand at {@code height}; by the block path.
     *
     * @return what the follower ran the candidates in
     * @throws NodeException when the follower cannot get there, or the node stops
     */
    Optional<Kernel.Warm> awaitHandOver(Hash plan, long height) throws InterruptedException {
        long started = System.nanoTime();
        Follower follower = handedOver(plan, height);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        if (millis > NOTABLE_WAIT_MILLIS) {
            Log.info("block.waited-for-follower", "plan", plan, "height", height, "millis", millis);
        }
        return follower.warm();
    }

    private Follower handedOver(Hash plan, long height) throws InterruptedException {
        while (true) {
            Follower follower = start(plan);
            try {
                follower.awaitHandOver(height);
                return follower;
            } catch (NodeException e) {
                if (!startsAgain(plan, follower)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true; // none starts from now on
        }
        around.application().feed().close();
        running.values().forEach(one -> one.follower().stop());
        List<Thread> threads = new ArrayList<>(List.of(thread));
        running.values().forEach(one -> threads.add(one.thread()));
        boolean interrupted = false;
        for (Thread one : threads) {
            try {
                one.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long height = around.application().tip().height();
        while (!closed) {
            try {
                around.application().feed().await(height + 1, TICK_MILLIS);
                height = around.application().tip().height();
                tick();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                Log.error("followers.failed", e); // whatever it was, others are still to be kept
            }
        }
    }

    private void tick() {
        // Before the tip is read: the block path may start one for a plan that this tip is too old
        // to know, and waits for it.
        List<Hash> known = List.copyOf(running.keySet());
        Tip tip = around.application().tip();
        plans = Plans.read(tip.state(), plans);
        for (Plans.Standing plan : plans.active()) {
            if (isFollowed(plan.record()) && !closed) {
                start(plan.id());
                retry(plan.id());
            }
        }
        around.herald().tick(tip);
        known.stream().filter(plan -> plans.active(plan).isEmpty()).forEach(this::end);
        dropEnded(tip);
    }

    private static boolean isFollowed(PlanRecord record) {
        boolean carries =
                record.plan().actions().stream()
                        .anyMatch(theseus.protocol.Plan.Action.Upgrade.class::isInstance);
        return switch (record.phase()) {
            case READY, BACKFILL, SHADOW -> true;
            case CANARY, PROBATION, FINAL -> carries && record.joinedHeight() == 0;
            case VOTING, ROLLED_BACK -> false;
        };
    }

    /** The one that runs for the plan, or one that does from now on. */
    private synchronized Follower start(Hash plan) {
        Running known = running.get(plan);
        if (known != null) {
            return known.follower();
        }
        if (closed) {
            throw new NodeException(
                    "STOPPED", "The node stops and follows no more plans; start it again");
        }
        Follower follower = new Follower(plan, around, preparation);
        Thread one =
                Thread.ofPlatform()
                        .daemon()
                        .name("theseus-follower-" + plan.toString().substring(0, 8))
                        .stackSize(STACK_BYTES)
                        .unstarted(follower);
        one.start();
        running.put(plan, new Running(follower, one));
        Log.info("follower.started", "plan", plan);
        return follower;
    }

    private void retry(Hash plan) {
        Running one = running.get(plan);
        if (one != null && one.hasFailed() && !startsAgain(plan, one.follower())) {
            String why = "a follower failed: " + one.follower().status().text();
            around.herald().say(plan, new Body.Trip(plan, Follower.reason(why)));
        }
    }

    /**
     * What fails once may have met a bad moment; what goes on failing cannot be followed.
     *
     * @return whether another one follows the plan in place of {@code failed}
     */
    private synchronized boolean startsAgain(Hash plan, Follower failed) {
        Running one = running.get(plan);
        if (one == null || one.follower() != failed) {
            return !closed;
        }
        if (closed || !one.hasFailed()) {
            return false;
        }
        Failures all = failures.getOrDefault(plan, Failures.NONE).and(failed.status().height());
        failures.put(plan, all);
        if (all.count() >= MAX_FAILURES) {
            return false;
        }
        running.remove(plan);
        start(plan);
        return true;
    }

    private void end(Hash plan) {
        Running one = running.get(plan);
        if (one != null) {
            one.follower().stop();
            if (!one.thread().isAlive()) {
                running.remove(plan);
                failures.remove(plan);
                around.herald().forget(plan);
            }
        }
    }

    /** Tables of plans that ended, once neither the history nor a quarantine holds them. */
    private void dropEnded(Tip tip) {
        for (Hash set : around.store().unlinkedSets()) {
            if (plans.active(set).isPresent() || running.containsKey(set)) {
                continue;
            }
            Optional<PlanRecord> record = Plans.find(tip.state(), set);
            if (record.isPresent() && tip.height() > keptUntil(record.get())) {
                Log.info("tables.dropped", "plan", set, "height", tip.height());
                around.store().dropUnlinked(set);
            }
        }
    }

    /** The block after which tables of a plan that ended may be dropped. */
    long keptUntil(PlanRecord record) {
        boolean quarantine = record.phase() == Phase.ROLLED_BACK && record.joinedHeight() > 0;
        return record.sinceHeight()
                + (quarantine
                        ? Math.max(historyBlocks, around.config().quarantineBlocks())
                        : historyBlocks);
    }

    /** The plan whose tables join the root with the next block, if there is one. */
    static Optional<Plans.Standing> joining(Plans plans) {
        return plans.active().stream()
                .filter(one -> one.record().startHeight() > 0)
                .filter(one -> one.record().joinedHeight() == 0)
                .filter(
                        one ->
                                switch (one.phase()) {
                                    case CANARY, PROBATION, FINAL -> true;
                                    case VOTING, READY, BACKFILL, SHADOW, ROLLED_BACK -> false;
                                })
                .findFirst();
    }
}
