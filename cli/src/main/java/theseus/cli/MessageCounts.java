package theseus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.assessment.Rehearsed.MessageResult;
import theseus.kernel.Compared;
import theseus.kernel.Verdict;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Receipt;
import theseus.sdk.Bytes;

/** Counts what was compared, by message type. */
final class MessageCounts {
    private static final class One {
        private final SortedSet<Bytes> keys = new TreeSet<>();
        private long equal;
        private long declared;
        private long undeclared;
        private long refusedOld;
        private long refusedCandidate;
        private long oldGas;
        private long candidateGas;
        private long worstPercent;
    }

    private final SortedMap<MessageName, One> counts = new TreeMap<>();
    private long routines;

    void add(Compared compared) {
        if (!compared.isSample()) {
            return; // no sample; that it ends otherwise shows where the candidate runs alone
        }
        if (compared.messages().isEmpty()) {
            routines++;
        }
        long old = compared.old().receipt().gasUsed();
        long candidate = compared.candidate().receipt().gasUsed();
        for (MessageName name : compared.messages()) {
            One one = of(name);
            switch (compared.verdict()) {
                case Verdict.Equal _ -> one.equal++;
                case Verdict.Declared _ -> one.declared++;
                case Verdict.Undeclared _ -> one.undeclared++;
                case Verdict.Oversized _ -> throw new IllegalStateException("no sample");
            }
            one.refusedOld += isRefused(compared.old().receipt()) ? 1 : 0;
            one.refusedCandidate += isRefused(compared.candidate().receipt()) ? 1 : 0;
            one.keys.addAll(compared.keys());
            one.oldGas += old;
            one.candidateGas += candidate;
            one.worstPercent = Math.max(one.worstPercent, old == 0 ? 100 : candidate * 100 / old);
        }
    }

    private static boolean isRefused(Receipt receipt) {
        return receipt.status() instanceof Receipt.Status.Refused;
    }

    private One of(MessageName name) {
        return counts.computeIfAbsent(name, _ -> new One());
    }

    boolean saw(MessageName name) {
        return counts.containsKey(name);
    }

    long routines() {
        return routines;
    }

    List<MessageResult> results() {
        List<MessageResult> results = new ArrayList<>();
        counts.forEach(
                (name, one) ->
                        results.add(
                                new MessageResult(
                                        name,
                                        one.equal,
                                        one.declared,
                                        one.undeclared,
                                        one.refusedOld,
                                        one.refusedCandidate,
                                        one.keys.size(),
                                        one.oldGas,
                                        one.candidateGas,
                                        one.worstPercent)));
        return results;
    }
}
