package theseus.cli;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import theseus.assessment.Finding;
import theseus.assessment.Measured;
import theseus.assessment.Rehearsed;
import theseus.assessment.Report;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.crypto.Signatures;
import theseus.kernel.BackfillCursor;
import theseus.kernel.Filled;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Block;
import theseus.protocol.Descriptor;
import theseus.protocol.Evidence;
import theseus.protocol.Header;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.TableId;
import theseus.runtime.BytecodeRuntime;

/**
 * Runs a candidate over a chain's last blocks: beside the version in force, compared, and on a
 * state of its own. It reads from a node and writes nowhere. The state at the beginning is proven
 * by its root, each block by the receipts that it must lead to, the end by the state root again.
 */
final class Rehearsal {
    private static final String HISTORY_UNAVAILABLE = "HISTORY_UNAVAILABLE";

    /**
     * What is rehearsed.
     *
     * @param blocks how many of the last blocks
     * @param findings of the check, for the report
     */
    record Order(
            ChainClient client,
            Deployment deployment,
            String instance,
            ModuleFile candidate,
            Plan plan,
            long blocks,
            List<Finding> findings) {
        Order {
            findings = List.copyOf(findings);
        }
    }

    private final Order order;
    private final Screen screen;
    private final BytecodeRuntime runtime = new BytecodeRuntime();
    private final VerifiedOnce signatures = new VerifiedOnce(Signatures.best());
    private final Kernel kernel = kernel();
    private final PlanFollower follower = kernel.follower();
    private final RehearsalNotes notes;
    private final Descriptor old;
    private final Descriptor now;
    private final SortedSet<TableId> newTables = new TreeSet<>();
    private long migrationNanos;

    private Rehearsal(Order order, Screen screen) {
        this.order = order;
        this.screen = screen;
        this.old = order.deployment().instance(order.instance()).descriptor();
        this.now = order.candidate().descriptor();
        this.notes = new RehearsalNotes(order, old, now);
        now.tables().forEach(t -> newTables.add(id(t)));
        old.tables().forEach(t -> newTables.remove(id(t)));
    }

    private TableId id(Descriptor.TableShape table) {
        return new TableId(order.instance(), table.name(), table.schema());
    }

    private Kernel kernel() {
        return new Kernel(runtime, signatures);
    }

    static Report run(Order order, Screen screen) {
        return new Rehearsal(order, screen).run();
    }

    private Report run() {
        ChainClient client = order.client();
        Stretch stretch = Stretch.of(client, order.instance(), order.blocks());
        if (stretch.head() == stretch.from()) {
            throw Failure.refused("NO_BLOCKS", "The chain has no blocks to rehearse over yet.");
        }
        try (StateStore store = copy(stretch);
                PastBlocks blocks =
                        new PastBlocks(client, signatures, stretch.first() + 1, stretch.head())) {
            screen.line("state of block %,d copied and proven".formatted(stretch.first()));
            stretch.notes(order.blocks()).forEach(screen::line);
            return rehearse(store, blocks, stretch);
        }
    }

    private StateStore copy(Stretch stretch) {
        try {
            return StateCopy.of(
                    order.client(),
                    kernel,
                    stretch.first(),
                    count -> screen.progress("records copied", count, 0));
        } catch (ApiException e) {
            if (stretch.beginsEarlier() && e.code().equals(HISTORY_UNAVAILABLE)) {
                throw Failure.refused(
                        "UPGRADE_IN_BETWEEN",
                        "In block %,d tables of another plan joined the state; to fill them again, block %,d must still be kept. Rehearse over fewer blocks: --blocks %d"
                                .formatted(
                                        stretch.joined(),
                                        stretch.first(),
                                        stretch.head() - stretch.joined()));
            }
            throw e;
        }
    }

    private long millis(long height) {
        return height == 0
                ? order.client().genesis().timeMillis()
                : order.client().header(height).timeMillis();
    }

    private Report rehearse(StateStore store, PastBlocks blocks, Stretch stretch) {
        ChainReplay chain = new ChainReplay(kernel, store, stretch, millis(stretch.first()));
        for (long height = stretch.first() + 1; height <= stretch.from(); height++) {
            Block block = blocks.next();
            StateView base = chain.base();
            chain.apply(base, block, chain.execute(base, block));
            screen.progress(
                    "earlier blocks", height - stretch.first(), stretch.from() - stretch.first());
        }
        StateView start = chain.frozen();
        StateView base = Views.with(start, order.candidate().artifact());
        PlanRecord plan = record(stretch.from(), millis(stretch.from()));
        Layer filled = Layer.empty();
        Optional<Evidence> trip = migrate(base, filled, plan);
        CandidateSandbox sandbox =
                CandidateSandbox.of(runtime, order.instance(), order.candidate().artifact());
        FreeRun free =
                new FreeRun(kernel(), plan, order.candidate().artifact(), newTables, start, filled);
        SecondWorld second = new SecondWorld(kernel(), order, plan, newTables, start, filled);
        try (RehearsalWalk walk = new RehearsalWalk(blocks, chain, second, free, notes)) {
            List<Rehearsed.InvariantResult> invariants =
                    sandbox.invariants(free.own(), follower.broken(free.own(), plan));
            Header last = order.client().header(stretch.head());
            if (trip.isPresent()) {
                notes.stopped(trip.get());
            } else if (walk.run(stretch, screen)) {
                chain.verify(last);
            }
            Rehearsed rehearsed = rehearsed(stretch, last, invariants, filled, free.own(), sandbox);
            return new Report(
                    theseus.assessment.Assessment.of(rehearsed),
                    new Measured(
                            migrationNanos / 1_000_000,
                            walk.replayNanos() / 1_000_000,
                            second.nanos() / 1_000_000,
                            free.nanos() / 1_000_000,
                            second.clock().times()));
        }
    }

    private Rehearsed rehearsed(
            Stretch stretch,
            Header last,
            List<Rehearsed.InvariantResult> invariants,
            Layer filled,
            Layer own,
            CandidateSandbox sandbox) {
        return notes.rehearsed(
                new Rehearsed.Sample(
                        stretch.from(),
                        stretch.head(),
                        notes.transactions(),
                        notes.touched(),
                        notes.counts().routines(),
                        last.stateRoot()),
                invariants,
                filled,
                own,
                sandbox);
    }

    private PlanRecord record(long start, long startMillis) {
        return PlanRecord.begun(order.plan(), Phase.SHADOW, start + 1, startMillis, start);
    }

    private Optional<Evidence> migrate(StateView base, Layer tables, PlanRecord plan) {
        long from = System.nanoTime();
        Filled filled = follower.begin(base, tables, plan);
        BackfillCursor cursor = filled.next();
        long records = 0;
        while (filled.trip().isEmpty()) {
            tables.apply(filled.changes());
            records += filled.records();
            screen.progress("records migrated", records, 0);
            if (cursor.isDone()) {
                break;
            }
            filled = follower.backfill(base, tables, plan, cursor, PastPlan.FILLED_AT_ONCE);
            cursor = filled.next();
        }
        migrationNanos = System.nanoTime() - from;
        screen.line("%,d records of older tables migrated".formatted(records));
        return filled.trip();
    }
}
