package theseus.module.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.crypto.Signatures;
import theseus.kernel.BlockInput;
import theseus.kernel.BlockResult;
import theseus.kernel.Compared;
import theseus.kernel.Kernel;
import theseus.kernel.KernelTables;
import theseus.kernel.PlanRecord;
import theseus.kernel.Verdict;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.protocol.Tally;
import theseus.protocol.Transaction;
import theseus.runtime.BytecodeRuntime;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.testkit.Account;
import theseus.testkit.Chain;

/**
 * Puts a plan whose new tables are filled into PROBATION, without waiting for windows and
 * validators: its tables join the root with a block that says nothing else.
 */
final class Probation {
    private final Kernel kernel = new Kernel(new BytecodeRuntime(), Signatures.best());
    private final Chain chain;
    private final Plan plan;

    Probation(Chain chain, Plan plan) {
        this.chain = chain;
        this.plan = plan;
        new Shadow(chain, plan);
        long height = chain.height() + 1;
        SortedMap<TableId, ChangeSet.Link> links = new TreeMap<>();
        for (TableId table : kernel.planned(chain.state().head(), plan.id()).newTables()) {
            links.put(table, new ChangeSet.Link.Join(plan.id()));
        }
        PlanRecord record =
                new PlanRecord(
                        plan,
                        Phase.PROBATION,
                        0,
                        height + 1,
                        chain.timeMillis(),
                        height - 1,
                        height,
                        Hash.ZERO,
                        Optional.empty(),
                        Tally.EMPTY,
                        List.of(),
                        "",
                        Optional.empty());
        SortedMap<TableId, SortedMap<Bytes, Optional<Bytes>>> tables = new TreeMap<>();
        tables.put(
                KernelTables.PLANS,
                new TreeMap<>(Map.of(KernelTables.key(plan.id()), Optional.of(record.encode()))));
        chain.state().commit(chain.state().stage(height, new ChangeSet(tables, links)), List.of());
    }

    /** What came out of a block of one transaction. */
    record Outcome(Receipt receipt, List<Compared> compared) {
        Optional<Verdict> verdict() {
            return compared.stream().map(Compared::verdict).findFirst();
        }
    }

    Outcome block(Transaction... transactions) {
        StateView before = chain.state().head();
        Hash parent = chain.stateRoot();
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
        return new Outcome(result.executed().getFirst().receipt(), result.compared());
    }

    PlanRecord record() {
        return PlanRecord.decode(
                chain.state()
                        .head()
                        .get(KernelTables.PLANS, KernelTables.key(plan.id()))
                        .orElseThrow());
    }
}
