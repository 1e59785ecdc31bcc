package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import theseus.assessment.Measured.MessageTime;
import theseus.kernel.BlockInput;
import theseus.kernel.Candidate;
import theseus.kernel.Compared;
import theseus.kernel.Executed;
import theseus.kernel.Joined;
import theseus.kernel.Kernel;
import theseus.kernel.ModuleSet;
import theseus.kernel.Trace;
import theseus.kernel.spi.StateView;
import theseus.protocol.Plan.MessageName;
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
    private final SortedMap<MessageName, Times> times = new TreeMap<>();

    private static final class Times {
        private long count;
        private long oldNanos;
        private long candidateNanos;
    }

    RehearsalClock(Kernel kernel, Rehearsal.Order order, SortedSet<TableId> newTables, int most) {
        this.kernel = kernel;
        this.order = order;
        this.newTables = newTables;
        this.most = most;
    }

    void time(StateView state, StateView tables, BlockInput input, List<Compared> compared) {
        Map<Hash, Compared> wanted = new TreeMap<>();
        for (Compared one : compared) {
            if (one.messages().size() == 1 && of(one.messages().getFirst()).count < most) {
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
        StateView joined = new Joined(state, tables, newTables);
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
                    Times taken = of(one.messages().getFirst());
                    taken.count++;
                    taken.oldNanos += between - from;
                    taken.candidateNanos += until - between;
                }
            }
        }
    }

    private Times of(MessageName name) {
        return times.computeIfAbsent(name, _ -> new Times());
    }

    /** On average. */
    List<MessageTime> times() {
        List<MessageTime> all = new ArrayList<>();
        times.forEach(
                (name, one) -> {
                    if (one.count > 0) {
                        all.add(
                                new MessageTime(
                                        name,
                                        one.oldNanos / one.count / 1_000,
                                        one.candidateNanos / one.count / 1_000));
                    }
                });
        return all;
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
