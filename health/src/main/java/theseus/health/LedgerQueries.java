package theseus.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.client.ChainClient;
import theseus.sdk.AccountId;
import theseus.sdk.Hash;
import theseus.sdk.Query;

/** Lists that a node tells; where it matters their content is proven afterwards. */
final class LedgerQueries {
    private static final int PAGE = 500;

    private LedgerQueries() {}

    record RecordsOf(AccountId patient, Optional<Hash> after, int limit)
            implements Query<RecordsMessages.Page> {}

    record AuditOf(AccountId patient, long from, int limit) implements Query<AuditMessages.Page> {}

    /** All records of a pseudonym. */
    static List<RecordsMessages.Listed> records(ChainClient chain, AccountId pseudonym) {
        List<RecordsMessages.Listed> all = new ArrayList<>();
        Optional<Hash> after = Optional.empty();
        while (true) {
            List<RecordsMessages.Listed> page =
                    chain.query(
                                    Tables.RECORDS,
                                    new RecordsOf(pseudonym, after, PAGE),
                                    RecordsMessages.Page.class)
                            .records();
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = Optional.of(page.getLast().recordId());
        }
    }

    /** The first {@code count} accesses in a pseudonym's audit. */
    static List<AuditMessages.Listed> accesses(ChainClient chain, AccountId pseudonym, long count) {
        List<AuditMessages.Listed> all = new ArrayList<>();
        while (all.size() < count) {
            List<AuditMessages.Listed> page =
                    chain.query(
                                    Tables.AUDIT,
                                    new AuditOf(pseudonym, all.size() + 1L, PAGE),
                                    AuditMessages.Page.class)
                            .accesses();
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
        }
        return all.subList(0, (int) count);
    }
}
