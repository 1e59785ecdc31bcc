package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.health.ConsentMessages.Terms;
import theseus.health.RecordsMessages.Held;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The two locks before a ciphertext: a consent in force, and an access entry, both proven under one
 * certified header. Time is that header's block time, so that consent ends for everybody at once.
 */
final class ReleaseRules {
    private final Ledger.Snapshot state;
    private final long accessAgeMillisMax;

    ReleaseRules(Ledger.Snapshot state, long accessAgeMillisMax) {
        this.state = state;
        this.accessAgeMillisMax = accessAgeMillisMax;
    }

    /** What the ledger says of a record that may be released, and under which entry. */
    record Allowed(Held record, AuditMessages.Last entry) {}

    Verdict<Allowed> check(AccountId reader, Hash recordId) {
        return switch (record(recordId)) {
            case Verdict.Denied<Held> denied -> denied.as();
            case Verdict.Given<Held>(Held record) ->
                    switch (consent(record, reader)) {
                        case Verdict.Denied<Hash> denied -> denied.as();
                        case Verdict.Given<Hash> _ -> access(record, reader, recordId);
                    };
        };
    }

    /** A record that the ledger offers. */
    Verdict<Held> record(Hash recordId) {
        return switch (state.get(Tables.RECORDS, Tables.HELD, recordId)) {
            case Verdict.Denied<Optional<Held>> denied -> denied.as();
            case Verdict.Given<Optional<Held>>(Optional<Held> held) -> {
                if (held.isEmpty()) {
                    yield Verdict.denied(
                            DenialCode.UNKNOWN_RECORD, "the ledger has no record " + recordId);
                }
                yield held.get().erased()
                        ? Verdict.denied(
                                DenialCode.RECORD_ERASED, "the patient erased record " + recordId)
                        : Verdict.given(held.get());
            }
        };
    }

    /** The grant in force; patients need none for their own records. */
    private Verdict<Hash> consent(Held record, AccountId reader) {
        if (reader.equals(record.patient())) {
            return Verdict.given(Hash.ZERO);
        }
        var relationship = new ConsentMessages.Relationship(record.patient(), reader);
        return switch (state.get(Tables.CONSENT, Tables.CONSIDERED, relationship)) {
            case Verdict.Denied<Optional<ConsentMessages.Considered>> denied -> denied.as();
            case Verdict.Given<Optional<ConsentMessages.Considered>>(var considered) ->
                    inForce(
                            record.tags(),
                            relationship,
                            considered.map(ConsentMessages.Considered::grantIds).orElse(List.of()));
        };
    }

    /** One covering grant in force suffices; otherwise the newest covering one says why not. */
    private Verdict<Hash> inForce(
            List<Bytes> tags, ConsentMessages.Relationship relationship, List<Hash> grantIds) {
        Verdict<Hash> reason =
                Verdict.denied(
                        DenialCode.CONSENT_MISSING,
                        "the patient granted this reader nothing that covers the record");
        for (Hash grantId : grantIds) {
            switch (GrantTerms.of(state, grantId)) {
                case Verdict.Denied<Optional<Terms>> denied -> {
                    return denied.as();
                }
                case Verdict.Given<Optional<Terms>>(Optional<Terms> terms) -> {
                    if (terms.isPresent() && covers(terms.get(), relationship, tags)) {
                        Optional<Verdict<Hash>> denial = outOfForce(grantId, terms.get());
                        if (denial.isEmpty()) {
                            return Verdict.given(grantId);
                        }
                        reason = denial.get();
                    }
                }
            }
        }
        return reason;
    }

    private static boolean covers(
            Terms terms, ConsentMessages.Relationship relationship, List<Bytes> tags) {
        return terms.patient().equals(relationship.patient())
                && terms.reader().equals(relationship.reader())
                && !tags.isEmpty()
                && terms.tags().containsAll(tags);
    }

    private Optional<Verdict<Hash>> outOfForce(Hash grantId, Terms terms) {
        long now = state.header().timeMillis();
        if (terms.revoked()) {
            return Optional.of(
                    Verdict.denied(
                            DenialCode.CONSENT_REVOKED, "the patient revoked grant " + grantId));
        }
        if (now < terms.fromMillis()) {
            return Optional.of(
                    Verdict.denied(
                            DenialCode.CONSENT_NOT_YET,
                            "grant %s begins %d ms after block %d"
                                    .formatted(
                                            grantId,
                                            terms.fromMillis() - now,
                                            state.header().height())));
        }
        if (now >= terms.untilMillis()) {
            return Optional.of(
                    Verdict.denied(
                            DenialCode.CONSENT_EXPIRED,
                            "grant %s ended %d ms before block %d"
                                    .formatted(
                                            grantId,
                                            now - terms.untilMillis(),
                                            state.header().height())));
        }
        return Optional.empty();
    }

    private Verdict<Allowed> access(Held record, AccountId reader, Hash recordId) {
        var reading = new AuditMessages.Reading(reader, recordId);
        return switch (state.get(Tables.AUDIT, Tables.LAST_ACCESS, reading)) {
            case Verdict.Denied<Optional<AuditMessages.Last>> denied -> denied.as();
            case Verdict.Given<Optional<AuditMessages.Last>>(var last) -> {
                if (last.isEmpty() || !last.get().patient().equals(record.patient())) {
                    yield Verdict.denied(
                            DenialCode.NO_ACCESS_ENTRY,
                            "announce the access on the chain first: an audit.Access for record "
                                    + recordId);
                }
                long ageMillis = state.header().timeMillis() - last.get().timeMillis();
                yield ageMillis > accessAgeMillisMax
                        ? Verdict.denied(
                                DenialCode.ACCESS_ENTRY_OLD,
                                "the access was announced %d ms ago, the vault accepts %d; announce it again"
                                        .formatted(ageMillis, accessAgeMillisMax))
                        : Verdict.given(new Allowed(record, last.get()));
            }
        };
    }
}
