package theseus.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.PlanFollower;
import theseus.kernel.Plans;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.kernel.spi.StateStore;
import theseus.kernel.spi.StateView;
import theseus.protocol.Block;
import theseus.protocol.Header;
import theseus.protocol.MerkleTree;
import theseus.protocol.Phase;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Executes blocks of the past again, with what plans did in them: the tables of a plan that came to
 * authority are filled and followed as they were then, join and leave. Each block must lead to the
 * receipts of its header. Changes are kept in a layer over the copy and folded into it where tables
 * move and at the end; there the state root must be that of the header.
 */
final class ChainReplay {
    private final Kernel kernel;
    private final StateStore store;
    private final Layer state;
    private final SortedMap<Hash, PastPlan> filling = new TreeMap<>();
    private Plans plans = Plans.NONE;

    /**
     * @param store the state after the block that {@code stretch} begins with
     * @param startMillis its time
     */
    ChainReplay(Kernel kernel, StateStore store, Stretch stretch, long startMillis) {
        this.kernel = kernel;
        this.store = store;
        this.state = new Layer(store.head());
        PlanFollower follower = kernel.follower();
        stretch.joining().keySet().forEach(id -> filling.put(id, new PastPlan(id, follower)));
        filling.values().forEach(plan -> plan.after(state, stretch.first(), startMillis));
    }

    /** After the last block that was taken over; shows later ones too. */
    Layer state() {
        return state;
    }

    /** What does not change any more, of now. */
    StateView frozen() {
        fold(Optional.empty());
        return store.head();
    }

    /** What the next block runs on: in the first one of a plan's authority, with its tables. */
    StateView base() {
        plans = Plans.read(state, plans);
        return plans.active().stream()
                .filter(plan -> plan.record().startHeight() > 0)
                .filter(plan -> plan.record().joinedHeight() == 0)
                .filter(plan -> hasAuthority(plan.phase()))
                .findFirst()
                .<StateView>map(
                        plan ->
                                new Joined(
                                        state,
                                        past(plan.id()).tables(),
                                        kernel.planned(state, plan.id()).newTables()))
                .orElse(state);
    }

    /** Whether the next block is one in which another plan than the rehearsed has authority. */
    boolean isShared() {
        plans = Plans.read(state, plans);
        return plans.active().stream()
                .anyMatch(
                        plan ->
                                hasAuthority(plan.phase())
                                        || plan.phase() == Phase.ROLLED_BACK
                                                && plan.record().joinedHeight() > 0);
    }

    private static boolean hasAuthority(Phase phase) {
        return phase.hasTwoWorlds() || phase == Phase.FINAL;
    }

    BlockResult execute(StateView base, Block block) {
        BlockResult result = kernel.execute(base, input(block));
        Hash root = MerkleTree.root(result.receipts().stream().map(Receipt::encode).toList());
        if (!root.equals(block.header().receiptRoot())) {
            throw Failure.refused(
                    "REPLAY_DIFFERS",
                    "Executed again, block %,d has other receipts than its header says; this program and the node are not of one version."
                            .formatted(block.header().height()));
        }
        return result;
    }

    /** Takes over what a block did. */
    void apply(StateView base, Block block, BlockResult result) {
        BlockInput input = input(block);
        filling.values().forEach(plan -> plan.follow(base, input, result));
        SortedMap<TableId, Link> links = moving(result.changes());
        if (links.isEmpty()) {
            state.apply(new ChangeSet(result.changes().tables()));
        } else {
            move(links);
            fold(Optional.of(new ChangeSet(result.changes().tables(), links)));
            verify(block.header());
        }
        filling.values()
                .forEach(
                        plan ->
                                plan.after(
                                        state,
                                        block.header().height(),
                                        block.header().timeMillis()));
    }

    /** Without tables that leave and never joined. */
    private SortedMap<TableId, Link> moving(ChangeSet changes) {
        SortedMap<TableId, Link> moving = new TreeMap<>();
        changes.links()
                .forEach(
                        (table, link) -> {
                            if (link instanceof Link.Join
                                    || changes.tables().containsKey(table)
                                    || !state.range(table, Bytes.EMPTY, Optional.empty(), 1)
                                            .isEmpty()) {
                                moving.put(table, link);
                            }
                        });
        return moving;
    }

    private void move(Map<TableId, Link> links) {
        links.values().stream()
                .filter(Link.Join.class::isInstance)
                .map(link -> ((Link.Join) link).set())
                .distinct()
                .forEach(
                        id -> {
                            store.unlinked(id).write(past(id).content(), 0, Bytes.EMPTY);
                            filling.remove(id);
                        });
    }

    private PastPlan past(Hash plan) {
        PastPlan past = filling.get(plan);
        if (past == null) {
            throw Failure.refused(
                    "REPLAY_DIFFERS",
                    "Plan %s came to authority in the sample and the node did not say so; ask another node."
                            .formatted(plan));
        }
        return past;
    }

    /** Commits what lies in the layer, then {@code block}. */
    private void fold(Optional<ChangeSet> block) {
        commit(state.changes());
        block.ifPresent(this::commit);
        state.rebase(store.head());
    }

    private void commit(ChangeSet changes) {
        if (!changes.equals(ChangeSet.EMPTY)) {
            store.commit(store.stage(store.height() + 1, changes), List.of());
        }
    }

    /** All changes so far must lead to the certified root. */
    void verify(Header last) {
        fold(Optional.empty());
        if (!store.root().equals(last.stateRoot())) {
            throw Failure.refused(
                    "REPLAY_DIFFERS",
                    "Executed again, the blocks up to %,d lead to the state root %s, the chain says %s."
                            .formatted(last.height(), store.root(), last.stateRoot()));
        }
    }

    static BlockInput input(Block block) {
        Header header = block.header();
        return new BlockInput(
                header.chain(),
                header.height(),
                header.timeMillis(),
                header.parent(),
                header.proposer(),
                block.submissions());
    }
}
