package theseus.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.assessment.Rehearsed;
import theseus.assessment.Rehearsed.Divergence;
import theseus.assessment.Rehearsed.Mode;
import theseus.assessment.Rehearsed.Side;
import theseus.kernel.BlockResult;
import theseus.kernel.Compared;
import theseus.kernel.Difference;
import theseus.kernel.Executed;
import theseus.kernel.Verdict;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.sdk.Bytes;

/** What a rehearsal notes on its way, and makes a value of in the end. */
final class RehearsalNotes {
    private static final int MAX_FREE_SHOWN = 3;

    private final Rehearsal.Order order;
    private final Descriptor old;
    private final Descriptor now;
    private final ReadableText text;
    private final MessageCounts counts = new MessageCounts();
    private final FreeComparison freely;
    private final List<Divergence> undeclared = new ArrayList<>();
    private final List<Divergence> declared = new ArrayList<>();
    private final List<Divergence> free = new ArrayList<>();
    private final SortedMap<String, Long> callers = new TreeMap<>();
    private final SortedSet<String> refusals = new TreeSet<>();
    private final SortedSet<String> events = new TreeSet<>();
    private BlockResult last =
            new BlockResult(ChangeSet.EMPTY, List.of(), List.of(), List.of(), List.of());
    private long transactions;
    private long rested;
    private long touched;
    private Optional<Evidence> stopped = Optional.empty();
    private String whyNotFree = "";

    RehearsalNotes(Rehearsal.Order order, Descriptor old, Descriptor now) {
        this.order = order;
        this.old = old;
        this.now = now;
        this.text = new ReadableText(order.deployment().descriptors(), order.instance(), now);
        this.freely = new FreeComparison(order.instance(), now, order.plan().declarations());
    }

    MessageCounts counts() {
        return counts;
    }

    long transactions() {
        return transactions;
    }

    long touched() {
        return touched;
    }

    /** The candidate was not run alone in a block. */
    void rested() {
        rested++;
    }

    void block(BlockResult result) {
        last = result;
        for (Executed one : result.executed()) {
            if (one.receipt().status() instanceof Status.Rejected) {
                continue;
            }
            transactions++;
            if (ran(one.receipt(), order.instance())) {
                touched++;
                for (Receipt.VersionUsed version : one.receipt().versions()) {
                    callers.merge(version.instance(), 1L, Long::sum);
                }
            }
        }
    }

    private static boolean ran(Receipt receipt, String instance) {
        return receipt.versions().stream().anyMatch(v -> v.instance().equals(instance));
    }

    void compared(long height, Compared one) {
        counts.add(one);
        see(one.candidate().receipt());
        switch (one.verdict()) {
            case Verdict.Equal _, Verdict.Oversized _ -> {}
            case Verdict.Declared(List<Difference> differences, boolean _) ->
                    note(declared, height, one, Optional.empty(), "", differences);
            case Verdict.Undeclared(Gate gate, String explanation, List<Difference> differences) ->
                    note(undeclared, height, one, Optional.of(gate), explanation, differences);
        }
    }

    private void see(Receipt receipt) {
        if (receipt.status() instanceof Status.Refused refused
                && refused.instance().equals(order.instance())) {
            refusals.add(refused.code());
        }
        for (EventRecord event : receipt.events()) {
            if (event.instance().equals(order.instance())) {
                events.add(event.name());
            }
        }
    }

    private void note(
            List<Divergence> into,
            long height,
            Compared one,
            Optional<Gate> gate,
            String explanation,
            List<Difference> differences) {
        if (into.size() < Rehearsed.MAX_DIVERGENCES) {
            into.add(
                    new Divergence(
                            Mode.COMPARING,
                            height,
                            one.old().receipt().submission(),
                            what(one.messages()),
                            gate,
                            explanation,
                            text.differences(differences),
                            text.side(one.old(), false),
                            text.side(one.candidate(), true)));
        }
    }

    private static String what(List<MessageName> messages) {
        return messages.isEmpty()
                ? "a routine"
                : String.join(
                        ", ",
                        messages.stream().map(m -> m.instance() + "." + m.message()).toList());
    }

    /** Comparing could not go on: a lens failed, or two records came to one place. */
    void stopped(Evidence evidence) {
        stopped = Optional.of(evidence);
        if (whyNotFree.isEmpty() && freely.equal() + freely.undeclared() == 0) {
            whyNotFree = "the new tables could not be filled";
        }
    }

    /** The same block on the candidate's own state. */
    void free(long height, List<Bytes> submissions, BlockResult own) {
        for (int i = 0; i < submissions.size(); i++) {
            Executed before = last.executed().get(i);
            Executed after = own.executed().get(i);
            boolean touches =
                    ran(before.receipt(), order.instance())
                            || ran(after.receipt(), order.instance());
            if (!touches
                    || before.receipt().status() instanceof Status.Rejected
                    || !(Submission.decode(submissions.get(i)) instanceof Transaction sent)) {
                continue;
            }
            see(after.receipt());
            List<MessageName> messages =
                    sent.messages().stream()
                            .map(m -> new MessageName(m.instance(), m.name()))
                            .toList();
            FreeComparison.Outcome outcome = freely.compare(messages, before, after);
            if (!outcome.isEqual() && !outcome.isDeclared() && free.size() < MAX_FREE_SHOWN) {
                free.add(
                        new Divergence(
                                Mode.FREE,
                                height,
                                before.receipt().submission(),
                                what(messages.stream().distinct().sorted().toList()),
                                Optional.of(Gate.UNDECLARED_DIFFERENCE),
                                "",
                                outcome.lines(),
                                text.side(before, false),
                                text.side(after, true)));
            }
        }
    }

    Rehearsed rehearsed(
            Rehearsed.Sample sample,
            List<Rehearsed.InvariantResult> invariants,
            StateView filled,
            StateView own,
            CandidateSandbox sandbox) {
        List<Rehearsed.TableMigration> tables =
                new MigrationCount(order.instance(), old, now, sandbox).of(filled, own);
        return new Rehearsed(
                new Rehearsed.Subject(
                        order.deployment().chain(),
                        order.deployment().name(),
                        order.instance(),
                        now.module(),
                        old.version(),
                        order.deployment().instance(order.instance()).hash(),
                        now.version(),
                        order.candidate().artifact().hash()),
                sample,
                order.findings(),
                order.plan().declarations(),
                counts.results(),
                divergences(),
                new Rehearsed.FreeRun(
                        whyNotFree, freely.equal(), freely.declared(), freely.undeclared(), rested),
                invariants,
                tables,
                dependents(),
                MigrationCount.reversal(order.plan(), tables, sandbox, own, now),
                uncovered(tables));
    }

    /** What stopped it, then what is undeclared, then what is declared. */
    private List<Divergence> divergences() {
        List<Divergence> all = new ArrayList<>();
        stopped.ifPresent(
                evidence -> {
                    Side nothing = new Side("", 0, List.of(), List.of());
                    all.add(
                            new Divergence(
                                    Mode.COMPARING,
                                    evidence.height(),
                                    evidence.submission(),
                                    "the new tables",
                                    Optional.of(evidence.gate()),
                                    evidence.explanation(),
                                    evidence.differences(),
                                    nothing,
                                    nothing));
                });
        all.addAll(undeclared);
        all.addAll(free);
        all.addAll(declared);
        return all.subList(0, Math.min(all.size(), Rehearsed.MAX_DIVERGENCES));
    }

    private List<Rehearsed.Dependent> dependents() {
        List<Rehearsed.Dependent> dependents = new ArrayList<>();
        ChainFit.dependents(order.deployment(), order.instance())
                .forEach(
                        (name, wanted) ->
                                dependents.add(
                                        new Rehearsed.Dependent(
                                                name,
                                                wanted.shape().name(),
                                                true,
                                                callers.getOrDefault(name, 0L))));
        order.deployment()
                .instance(order.instance())
                .bindings()
                .forEach(
                        binding ->
                                dependents.add(
                                        new Rehearsed.Dependent(
                                                binding.instance(),
                                                binding.interfaceName(),
                                                false,
                                                callers.getOrDefault(binding.instance(), 0L))));
        return dependents;
    }

    private List<Rehearsed.Uncovered> uncovered(List<Rehearsed.TableMigration> tables) {
        List<Rehearsed.Uncovered> gaps = new ArrayList<>(MigrationCount.uncovered(tables));
        SortedSet<String> before = new TreeSet<>();
        old.messages().forEach(message -> before.add(message.name()));
        SortedSet<String> names = new TreeSet<>();
        now.messages().forEach(message -> names.add(message.name()));
        SortedMap<String, Integer> probes =
                ProbeFindings.of(order.candidate().artifact()).covered();
        for (String name : names) {
            boolean isNew = !before.contains(name);
            if (isNew || !counts.saw(new MessageName(order.instance(), name))) {
                gaps.add(
                        gap(
                                "message " + name,
                                consequence(isNew) + " " + probed(probes.getOrDefault(name, 0))));
            }
        }
        missing(now.refusals(), refusals)
                .forEach(
                        code -> gaps.add(gap("refusal " + code, "When it is given was not seen.")));
        missing(now.events().stream().map(Descriptor.EventShape::name).toList(), events)
                .forEach(
                        name -> gaps.add(gap("event " + name, "When it is emitted was not seen.")));
        return gaps;
    }

    private static String consequence(boolean isNew) {
        return isNew
                ? "It is new: nothing to compare it with."
                : "It holds the plan until it was seen, unless the vote waives it.";
    }

    /** What stands in for samples: what the author says, which every node has seen to be so. */
    private static String probed(int probes) {
        return switch (probes) {
            case 0 -> "No probe sends it: its author's tests alone speak for it.";
            case 1 -> "One probe sends it, and came out as its author says.";
            default -> probes + " probes send it, and came out as their author says.";
        };
    }

    private static List<String> missing(List<String> all, SortedSet<String> seen) {
        List<String> missing = new ArrayList<>(all);
        missing.removeAll(seen);
        Collections.sort(missing);
        return missing;
    }

    private static Rehearsed.Uncovered gap(String what, String consequence) {
        return new Rehearsed.Uncovered(what, consequence);
    }
}
