package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.client.ChainClient;
import theseus.health.AuditMessages.Head;
import theseus.health.AuditMessages.Listed;
import theseus.health.AuditMessages.Logged;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A pseudonym's accesses, complete: count and last hash are proven under a certified header, and
 * the list that a node tells must lead there (the specification of the module {@code audit}).
 */
record AuditTrail(AccountId pseudonym, List<Listed> accesses) {
    private static final Bytes DOMAIN = Bytes.ofUtf8("theseus/audit/1");

    AuditTrail {
        accesses = List.copyOf(accesses);
    }

    static Verdict<AuditTrail> proven(
            Ledger.Snapshot state, ChainClient chain, AccountId pseudonym) {
        return switch (state.get(Tables.AUDIT, Tables.AUDIT_HEADS, pseudonym)) {
            case Verdict.Denied<Optional<Head>> denied -> denied.as();
            case Verdict.Given<Optional<Head>>(Optional<Head> proven) -> {
                Head head = proven.orElse(new Head(0, Hash.ZERO));
                List<Listed> told = LedgerQueries.accesses(chain, pseudonym, head.count());
                yield leadsTo(head, pseudonym, told)
                        ? Verdict.given(new AuditTrail(pseudonym, told))
                        : Verdict.denied(
                                DenialCode.BAD_PROOF,
                                "the node's list of accesses does not lead to the proven head");
            }
        };
    }

    static boolean leadsTo(Head head, AccountId pseudonym, List<Listed> told) {
        if (told.size() != head.count()) {
            return false;
        }
        Hash last = Hash.ZERO;
        for (int i = 0; i < told.size(); i++) {
            Listed each = told.get(i);
            if (each.number() != i + 1 || !each.access().previous().equals(last)) {
                return false;
            }
            last = hash(pseudonym, each.number(), each.access());
        }
        return last.equals(head.hash());
    }

    static Hash hash(AccountId pseudonym, long number, Logged access) {
        return Digests.sha256(
                Bytes.join(
                                DOMAIN,
                                pseudonym.bytes(),
                                Bytes.ofLong(number),
                                access.reader().bytes(),
                                access.recordId().bytes(),
                                access.grantId().orElse(Hash.ZERO).bytes(),
                                Bytes.ofLong(access.height()),
                                Bytes.ofLong(access.timeMillis()),
                                access.previous().bytes())
                        .unsafeArray());
    }
}
