package theseus.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.client.ChainClient;
import theseus.health.AuditMessages.Listed;
import theseus.sdk.Hash;

/**
 * All accesses to one patient's records in the patient's own words: who (from the patient's address
 * book), what kind of data (only the patient's secret tells), where, when.
 */
final class PatientAudit {
    private final List<Line> lines = new ArrayList<>();
    private final long height;
    private long entries;

    PatientAudit(PatientWallet wallet, ChainClient chain, Ledger.Snapshot state) {
        this.height = state.header().height();
        for (String institution : wallet.institutions()) {
            AuditTrail trail =
                    Steps.given(AuditTrail.proven(state, chain, wallet.pseudonym(institution)));
            entries += trail.accesses().size();
            tell(wallet, institution, trail, kinds(wallet, chain, institution, trail));
        }
    }

    /** In the order of time. */
    List<String> lines() {
        return lines.stream()
                .sorted(Comparator.comparingLong(Line::timeMillis))
                .map(Line::text)
                .toList();
    }

    private record Line(long timeMillis, String text) {}

    long entries() {
        return entries;
    }

    long height() {
        return height;
    }

    private static Map<Hash, String> kinds(
            PatientWallet wallet, ChainClient chain, String institution, AuditTrail trail) {
        Map<Hash, String> kinds = new LinkedHashMap<>();
        if (trail.accesses().isEmpty()) {
            return kinds;
        }
        for (RecordsMessages.Listed each :
                LedgerQueries.records(chain, wallet.pseudonym(institution))) {
            kinds.put(
                    each.recordId(),
                    wallet.category(institution, each.held().tags())
                            .map(Category::words)
                            .orElse("data of a kind this device does not know"));
        }
        return kinds;
    }

    /** One line for accesses that follow each other by the same reader to the same kind of data. */
    private void tell(
            PatientWallet wallet, String institution, AuditTrail trail, Map<Hash, String> kinds) {
        int from = 0;
        List<Listed> accesses = trail.accesses();
        while (from < accesses.size()) {
            Listed first = accesses.get(from);
            String kind = kinds.getOrDefault(first.access().recordId(), "a record");
            int to = from + 1;
            while (to < accesses.size()
                    && accesses.get(to).access().reader().equals(first.access().reader())
                    && kinds.getOrDefault(accesses.get(to).access().recordId(), "a record")
                            .equals(kind)) {
                to++;
            }
            long time = first.access().timeMillis();
            lines.add(
                    new Line(
                            time,
                            "  %s  %s read %s: %s, %s"
                                    .formatted(
                                            Steps.time(time).substring(0, 8),
                                            wallet.nameOf(first.access().reader()),
                                            kind,
                                            to - from == 1 ? "1 record" : to - from + " records",
                                            institution)));
            from = to;
        }
    }
}
