package theseus.cli;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import theseus.assessment.Finding;
import theseus.assessment.Measured;
import theseus.assessment.Rehearsed;
import theseus.assessment.Report;
import theseus.client.ChainClient;
import theseus.crypto.Signatures;
import theseus.kernel.BackfillCursor;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Compared;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Block;
import theseus.protocol.Descriptor;
import theseus.protocol.Evidence;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Hash;

/**
 * Runs a candidate over a chain's last blocks: beside the version in force, compared, and on a
 * state of its own. It reads from a node and writes nowhere. The state at the beginning is proven
 * by its root, each block by the receipts that it must lead to, the end by the state root again.
 */
final class Rehearsal {
    private static final int FILLED_AT_ONCE = 4_096;
    private static final int TIMED_PER_MESSAGE = 40;

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
    private final Kernel kernel = new Kernel(runtime, Signatures.best());
    private final PlanFollower follower = kernel.follower();
    private final RehearsalNotes notes;
    private final Descriptor old;
    private final Descriptor now;
    private final SortedSet<TableId> newTables = new TreeSet<>();
    private long migrationNanos;
    private long replayNanos;
    private long comparingNanos;
    private long freeNanos;

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

    static Report run(Order order, Screen screen) {
        return new Rehearsal(order, screen).run();
    }

    private Report run() {
        ChainClient client = order.client();
        long head = client.status().height();
        long start = Math.max(0, head - order.blocks());
        if (head == start) {
            throw Failure.refused("NO_BLOCKS", "The chain has no blocks to rehearse over yet.");
        }
        try (StateStore store =
                StateCopy.of(
                        client,
                        kernel,
                        start,
                        count -> screen.progress("records copied", count, 0))) {
            screen.line("state of block %,d copied and proven".formatted(start));
            return rehearse(store, start, head);
        }
    }

    private Report rehearse(StateStore store, long start, long head) {
        StateView base = Views.with(store.head(), order.candidate().artifact());
        long startMillis =
                start == 0
                        ? order.client().genesis().timeMillis()
                        : order.client().header(start).timeMillis();
        PlanRecord plan = record(start, startMillis);
        Layer filled = Layer.empty();
        Optional<Evidence> trip = migrate(base, filled, plan);
        // Without the candidate's code: the blocks may be those that brought it onto the chain.
        Layer state = new Layer(store.head());
        Layer tables = new Layer(filled);
        Layer own = new Layer(Views.joined(base, filled, newTables));
        CandidateSandbox sandbox =
                CandidateSandbox.of(runtime, order.instance(), order.candidate().artifact());
        List<Rehearsed.InvariantResult> invariants =
                sandbox.invariants(own, follower.broken(own, plan));
        Header last = order.client().header(head);
        if (trip.isPresent()) {
            notes.stopped(trip.get());
        } else {
            walk(state, tables, own, plan, start, head);
            verify(store, state, last);
        }
        Rehearsed rehearsed =
                notes.rehearsed(
                        new Rehearsed.Sample(
                                start,
                                head,
                                notes.transactions(),
                                notes.touched(),
                                notes.counts().routines(),
                                last.stateRoot()),
                        invariants,
                        filled,
                        own,
                        sandbox);
        return new Report(
                theseus.assessment.Assessment.of(rehearsed),
                new Measured(
                        migrationNanos / 1_000_000,
                        replayNanos / 1_000_000,
                        comparingNanos / 1_000_000,
                        freeNanos / 1_000_000,
                        notes.counts().times()));
    }

    private PlanRecord record(long start, long startMillis) {
        return new PlanRecord(
                order.plan(),
                Phase.SHADOW,
                0,
                start + 1,
                startMillis,
                start,
                0,
                Hash.ZERO,
                Optional.empty(),
                Tally.EMPTY,
                List.of(),
                "",
                Optional.empty());
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
            filled = follower.backfill(base, tables, plan, cursor, FILLED_AT_ONCE);
            cursor = filled.next();
        }
        migrationNanos = System.nanoTime() - from;
        screen.line("%,d records of older tables migrated".formatted(records));
        return filled.trip();
    }

    private void walk(
            Layer state, Layer tables, Layer own, PlanRecord plan, long start, long head) {
        PlanFollower free = new Kernel(runtime, Signatures.best()).follower();
        StateView withCode = Views.with(state, order.candidate().artifact());
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            for (long height = start + 1; height <= head; height++) {
                Block block = order.client().block(height);
                Future<BlockResult> freely =
                        beside.submit(() -> free(free, own, plan, input(block)));
                boolean goesOn = compare(state, withCode, tables, plan, block);
                notes.free(height, block.submissions(), join(freely));
                screen.progress("blocks", height - start, head - start);
                if (!goesOn) {
                    return;
                }
            }
        }
    }

    private BlockResult free(PlanFollower free, Layer own, PlanRecord plan, BlockInput input) {
        long from = System.nanoTime();
        BlockResult result = free.free(own, plan, input);
        own.apply(result.changes());
        freeNanos += System.nanoTime() - from;
        return result;
    }

    private static BlockResult join(Future<BlockResult> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("Interrupted.");
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** Whether it can go on after this block. */
    private boolean compare(
            Layer state, StateView withCode, Layer tables, PlanRecord plan, Block block) {
        BlockInput input = input(block);
        long from = System.nanoTime();
        BlockResult result = kernel.execute(state, input);
        replayNanos += System.nanoTime() - from;
        checkReceipts(block, result);
        from = System.nanoTime();
        Followed followed = follower.shadow(withCode, tables, plan, input, result);
        comparingNanos += System.nanoTime() - from;
        notes.block(result);
        followed.compared().forEach(compared -> notes.compared(block.header().height(), compared));
        time(withCode, tables, input, followed.compared());
        if (followed.trip().isPresent()) {
            notes.stopped(followed.trip().get());
            return false;
        }
        state.apply(result.changes());
        tables.apply(followed.changes());
        return true;
    }

    /** Some of each type once more, alone and by the clock. */
    private void time(StateView state, Layer tables, BlockInput input, List<Compared> compared) {
        new RehearsalClock(kernel, order, newTables, TIMED_PER_MESSAGE)
                .time(state, tables, input, compared, notes.counts());
    }

    private static BlockInput input(Block block) {
        Header header = block.header();
        return new BlockInput(
                header.chain(),
                header.height(),
                header.timeMillis(),
                header.parent(),
                header.proposer(),
                block.submissions());
    }

    private void checkReceipts(Block block, BlockResult result) {
        Hash root = MerkleTree.root(result.receipts().stream().map(Receipt::encode).toList());
        if (!result.changes().links().isEmpty()) {
            throw Failure.refused(
                    "UPGRADE_IN_BETWEEN",
                    "In block %,d tables of another plan joined or left the state. Rehearse over fewer blocks: --blocks %d"
                            .formatted(
                                    block.header().height(),
                                    order.client().status().height() - block.header().height()));
        }
        if (!root.equals(block.header().receiptRoot())) {
            throw Failure.refused(
                    "REPLAY_DIFFERS",
                    "Executed again, block %,d has other receipts than its header says; this program and the node are not of one version."
                            .formatted(block.header().height()));
        }
    }

    /** All changes since the beginning must lead to the certified root of the end. */
    private static void verify(StateStore store, Layer state, Header last) {
        Hash root = store.stage(store.height() + 1, state.changes()).root();
        if (!root.equals(last.stateRoot())) {
            throw Failure.refused(
                    "REPLAY_DIFFERS",
                    "Executed again, the blocks lead to the state root %s, the chain says %s."
                            .formatted(root, last.stateRoot()));
        }
    }
}
