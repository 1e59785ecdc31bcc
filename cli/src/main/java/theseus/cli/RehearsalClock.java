package theseus.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import theseus.kernel.BlockInput;
import theseus.kernel.Candidate;
import theseus.kernel.Compared;
import theseus.kernel.Executed;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.Trace;
import theseus.kernel.spi.StateView;
import theseus.protocol.Receipt;
import theseus.protocol.Submission;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Takes the time of single transactions in both versions; nothing of it is deterministic. */
final class RehearsalClock {
    private final Kernel kernel;
    private final Rehearsal.Order order;
    private final SortedSet<TableId> newTables;
    private final int most;

    RehearsalClock(Kernel kernel, Rehearsal.Order order, SortedSet<TableId> newTables, int most) {
        this.kernel = kernel;
        this.order = order;
        this.newTables = newTables;
        this.most = most;
    }

    void time(
            StateView state,
            StateView tables,
            BlockInput input,
            List<Compared> compared,
            MessageCounts counts) {
        Map<Hash, Compared> wanted = new TreeMap<>();
        for (Compared one : compared) {
            if (one.messages().size() == 1 && counts.timed(one.messages().getFirst()) < most) {
                wanted.put(one.old().receipt().submission(), one);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Optional<ModuleSet> candidates = candidates(state);
        if (candidates.isEmpty()) {
            return;
        }
        StateView joined = Views.joined(state, tables, newTables);
        for (Bytes encoding : input.submissions()) {
            Submission submission = Submission.decode(encoding);
            Compared one = wanted.get(submission.id());
            if (one != null) {
                long from = System.nanoTime();
                Executed old = kernel.executeOne(state, input, submission, Trace.off());
                long between = System.nanoTime();
                kernel.executeOne(joined, input, submission, candidates.get(), Trace.off());
                long until = System.nanoTime();
                // Alone at the block's beginning it may not be let in: another came before it.
                if (!(old.receipt().status() instanceof Receipt.Status.Rejected)) {
                    counts.time(one.messages().getFirst(), between - from, until - between);
                }
            }
        }
    }

    private Optional<ModuleSet> candidates(StateView state) {
        return kernel.candidate(
                                kernel.modules(state),
                                order.instance(),
                                order.candidate().artifact())
                        instanceof Candidate.Fits(ModuleSet modules)
                ? Optional.of(modules)
                : Optional.empty();
    }
}
