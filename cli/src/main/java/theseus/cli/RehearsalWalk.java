package theseus.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Future;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Followed;
import theseus.kernel.spi.StateView;
import theseus.protocol.Block;

/**
 * The way through the sample. Three go side by side, each on a view of its own: the blocks executed
 * again, the second world some blocks behind, and the candidate alone. What they say is noted in
 * the order of blocks. Where another plan has authority they go in step, and the candidate alone
 * rests.
 */
final class RehearsalWalk implements AutoCloseable {
    /**
     * Blocks that the replay may be ahead; fixed, so that the same sample gives the same report.
     */
    private static final int AHEAD = 8;

    private final PastBlocks blocks;
    private final ChainReplay chain;
    private final SecondWorld second;
    private final FreeRun free;
    private final RehearsalNotes notes;
    private final Deque<Underway> underway = new ArrayDeque<>();
    private boolean inStep;
    private long replayNanos;

    private record Underway(
            Block block,
            BlockResult result,
            Future<Followed> second,
            Optional<Future<BlockResult>> free) {}

    RehearsalWalk(
            PastBlocks blocks,
            ChainReplay chain,
            SecondWorld second,
            FreeRun free,
            RehearsalNotes notes) {
        this.blocks = blocks;
        this.chain = chain;
        this.second = second;
        this.free = free;
        this.notes = notes;
    }

    long replayNanos() {
        return replayNanos;
    }

    /** Whether comparing came to the end. */
    boolean run(Stretch stretch, Screen screen) {
        for (long height = stretch.from() + 1; height <= stretch.head(); height++) {
            Block block = blocks.next();
            boolean goesOn = chain.isShared() ? inStep(block) : sideBySide(block);
            if (!goesOn) {
                return false;
            }
            screen.progress("blocks", height - stretch.from(), stretch.head() - stretch.from());
        }
        return drain(0);
    }

    private boolean sideBySide(Block block) {
        if (inStep) {
            StateView state = chain.frozen();
            second.resume(state);
            free.resume(state, second.tables());
            inStep = false;
        }
        BlockInput input = ChainReplay.input(block);
        Future<BlockResult> freely = free.block(input);
        StateView base = chain.base();
        BlockResult result = execute(base, block);
        underway.add(new Underway(block, result, second.block(input, result), Optional.of(freely)));
        chain.apply(base, block, result);
        return drain(AHEAD);
    }

    private boolean inStep(Block block) {
        if (!drain(0)) {
            return false;
        }
        inStep = true;
        StateView base = chain.base();
        BlockResult result = execute(base, block);
        Followed followed = second.blockOn(base, ChainReplay.input(block), result);
        chain.apply(base, block, result);
        return note(block, result, followed, Optional.empty());
    }

    private BlockResult execute(StateView base, Block block) {
        long from = System.nanoTime();
        BlockResult result = chain.execute(base, block);
        replayNanos += System.nanoTime() - from;
        return result;
    }

    /** Notes what is done until {@code left} blocks are under way. */
    private boolean drain(int left) {
        while (underway.size() > left) {
            Underway one = underway.removeFirst();
            if (!note(one.block(), one.result(), PastBlocks.join(one.second()), one.free())) {
                settle();
                return false;
            }
        }
        return true;
    }

    /** Nothing is under way any more; what it came to does not matter. */
    private void settle() {
        for (Underway one : underway) {
            one.free().ifPresent(PastBlocks::join);
        }
    }

    private boolean note(
            Block block,
            BlockResult result,
            Followed followed,
            Optional<Future<BlockResult>> freely) {
        long height = block.header().height();
        notes.block(result);
        followed.compared().forEach(compared -> notes.compared(height, compared));
        freely.ifPresentOrElse(
                own -> notes.free(height, block.submissions(), PastBlocks.join(own)),
                notes::rested);
        followed.trip().ifPresent(notes::stopped);
        return followed.trip().isEmpty();
    }

    @Override
    public void close() {
        second.close();
        free.close();
    }
}
