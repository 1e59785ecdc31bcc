package theseus.module.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Compared;
import theseus.kernel.Filled;
import theseus.kernel.Followed;
import theseus.kernel.Kernel;
import theseus.kernel.PlanRecord;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.UnlinkedTables;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Transaction;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/** What a node's follower does for a plan, between two blocks of a test's chain. */
final class Shadow {
    private static final int RECORDS = 100;

    private final Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.best());
    private final Chain chain;
    private final PlanRecord plan;
    private final UnlinkedTables tables;

    /** Fills the plan's new tables from the state of now. */
    Shadow(Chain chain, Plan plan) {
        this.chain = chain;
        this.plan =
                PlanRecord.begun(
                        plan, Phase.SHADOW, chain.height() + 1, chain.timeMillis(), chain.height());
        this.tables = chain.state().unlinked(plan.id());
        fill();
    }

    private void fill() {
        StateView state = chain.state().head();
        Filled part = kernel.follower().begin(state, tables, plan);
        write(part);
        while (!part.next().isDone()) {
            part = kernel.follower().backfill(state, tables, plan, part.next(), RECORDS);
            write(part);
        }
    }

    private void write(Filled part) {
        part.trip().ifPresent(trip -> fail(trip.toString()));
        tables.write(part.changes(), chain.height(), Bytes.EMPTY);
    }

    /** Makes a block, and says how it compared in both worlds. */
    List<Compared> block(Transaction... transactions) {
        StateView before = chain.state().head();
        Hash parent = chain.height() == 0 ? Hash.ZERO : chain.stateRoot();
        chain.block(transactions);
        BlockInput block =
                new BlockInput(
                        chain.id(),
                        chain.height(),
                        chain.timeMillis(),
                        parent,
                        Account.key("validator").publicKey(),
                        new ArrayList<>(
                                Arrays.stream(transactions).map(Transaction::encode).toList()));
        BlockResult result = kernel.execute(before, block);
        Followed followed = kernel.follower().shadow(before, tables, plan, block, result);
        followed.trip().ifPresent(trip -> fail(trip.toString()));
        tables.write(followed.changes(), chain.height(), Bytes.EMPTY);
        return followed.compared();
    }

    private static void fail(String why) {
        throw new AssertionError(why);
    }
}
