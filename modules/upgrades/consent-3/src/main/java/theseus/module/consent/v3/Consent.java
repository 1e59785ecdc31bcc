package theseus.module.consent.v3;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Form;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Result;
import theseus.sdk.View;

/**
 * Who may read which of a patient's records, what for, until when. Nobody may unless a grant in
 * force says so; the patient revokes at once. The chain matches blinded tags and never learns what
 * they mean. In an emergency, a reader whom the patient named may break the glass. See README.md.
 */
@ModuleInfo(name = "consent", version = "3.0.1")
public final class Consent implements Module {
    public static final int MAX_TAGS = 256;
    public static final int MAX_BODY_BYTES = 8 * 1024;

    /**
     * Grants that one patient keeps for one reader, and as many that are limited to purposes; those
     * out of force make room when full.
     */
    public static final int MAX_GRANTS_PER_READER = 16;

    public static final int MAX_PAGE = 100;

    // ---- messages ----

    /**
     * Lets {@code reader} read the sender's records whose tags are all among {@code tags}.
     *
     * @param grantId 32 random bytes
     * @param reader the reader's account in this relationship
     * @param tags categories, labels and periods, blinded as in the records; ascending
     * @param fromMillis in force from this block time on; 0: at once
     * @param untilMillis in force before this block time
     * @param body what was agreed, encrypted for patient and reader; the chain does not look at it
     * @param keys commitment to the keys that the patient hands over in the vault
     * @param use what the reader may use it for
     */
    @Form(2)
    public record Grant(
            Hash grantId,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            Bytes body,
            Hash keys,
            Use use)
            implements Message {}

    /** Ends a grant of the sender's from this transaction on. */
    public record Revoke(Hash grantId) implements Message {}

    /** Takes one purpose back from a grant of the sender's; the others stay. */
    public record Withdraw(Hash grantId, Purpose purpose) implements Message {}

    /** Says what may be read in an emergency and by whom; nothing when it is empty. */
    public record SetEmergency(Optional<EmergencyRule> rule) implements Message {}

    /**
     * Takes a lease on what the patient lets be read in an emergency.
     *
     * @param document hash of what the reader wrote about it; no health data goes on chain
     */
    public record BreakGlass(AccountId patient, Lease.Reason reason, Hash document)
            implements Message {}

    /** What the reader of a lease did with it; due before the next. */
    public record Report(Hash leaseId, Hash document) implements Message {}

    /** What the patient makes of a lease; a dispute ends it, and bars the reader. */
    public record Review(Hash leaseId, boolean accepted, Hash document) implements Message {}

    // ---- events ----

    public record Granted(Hash grantId, AccountId patient, AccountId reader, long untilMillis)
            implements Event {}

    public record Revoked(Hash grantId, AccountId patient, AccountId reader) implements Event {}

    public record Withdrawn(Hash grantId, AccountId patient, AccountId reader, Purpose purpose)
            implements Event {}

    public record EmergencySet(AccountId patient) implements Event {}

    /** The notice: a wallet that watches its pseudonym sees it with the block. */
    public record GlassBroken(
            Hash leaseId,
            AccountId patient,
            AccountId reader,
            Lease.Reason reason,
            long untilMillis)
            implements Event {}

    public record Reported(Hash leaseId, AccountId patient, AccountId reader, Hash document)
            implements Event {}

    public record Reviewed(Hash leaseId, AccountId patient, AccountId reader, boolean accepted)
            implements Event {}

    // ---- refusals ----

    public enum Refused implements Refusal {
        /** No grant of the patient's to this reader covers all tags. */
        CONSENT_MISSING,
        /** The grant is not in force yet. */
        CONSENT_NOT_YET,
        /** The grant's time is over. */
        CONSENT_EXPIRED,
        /** The patient revoked the grant. */
        CONSENT_REVOKED,
        /** The grant is in force, but for other purposes. */
        CONSENT_OTHER_PURPOSE,
        /** Purposes are ascending, at least one. */
        MALFORMED_PURPOSES,
        /** Tags are 16 bytes each, ascending, 1 to {@link #MAX_TAGS}. */
        MALFORMED_TAGS,
        /** A grant ends after it begins, and after the block that it is made in. */
        PERIOD_EMPTY,
        /** The encrypted body is larger than {@link #MAX_BODY_BYTES}. */
        BODY_TOO_LARGE,
        /** A grant has this id: choose another. */
        GRANT_EXISTS,
        /** {@link #MAX_GRANTS_PER_READER} grants to this reader are in force: revoke one. */
        TOO_MANY_GRANTS,
        /** No grant has this id. */
        UNKNOWN_GRANT,
        /** Only the patient who granted revokes, withdraws and reviews. */
        NOT_PATIENT,
        /** The grant is not for this purpose, or no longer. */
        PURPOSE_NOT_GRANTED,
        /** It is the grant's last purpose: revoke the grant. */
        LAST_PURPOSE,
        /** See {@link EmergencyRule} for its bounds. */
        EMERGENCY_MALFORMED,
        /** The patient lets nobody read in an emergency, or not this reader. */
        NO_EMERGENCY_ACCESS,
        /** The reader's last lease on this patient's data is in force. */
        LEASE_EXISTS,
        /** The reader has not reported on the last lease. */
        REPORT_DUE,
        /** The patient disputes the last lease. */
        LEASE_DISPUTED,
        /** No lease has this id. */
        UNKNOWN_LEASE,
        /** Only the reader of a lease reports on it. */
        NOT_READER,
        /** The lease was reported on. */
        ALREADY_REPORTED,
        /** A page has 1 to {@link #MAX_PAGE} entries. */
        LIMIT_OUT_OF_RANGE
    }

    // ---- queries ----

    public record GrantOf(Hash grantId) implements Query<Terms> {}

    /** The encrypted body and the key commitment of a grant. */
    public record BodyOf(Hash grantId) implements Query<Grants.Body> {}

    /** A patient's grants by id, those after {@code after} when it is given. */
    public record GrantsOf(AccountId patient, Optional<Hash> after, int limit)
            implements Query<Page> {}

    public record Page(List<Listed> grants) {}

    public record Listed(Hash grantId, Terms terms) {}

    /** Answers or refuses as {@link ConsentCheck#check} would in the last block. */
    public record Check(AccountId patient, AccountId reader, List<Bytes> tags)
            implements Query<InForce> {}

    /** Answers or refuses as {@link ConsentCheck#checkFor} would in the last block. */
    public record CheckFor(AccountId patient, AccountId reader, List<Bytes> tags, Purpose purpose)
            implements Query<InForce> {}

    public record InForce(Hash grantId) {}

    public record EmergencyOf(AccountId patient) implements Query<EmergencyRule> {}

    public record LeaseOf(Hash leaseId) implements Query<Lease> {}

    /** A patient's leases by id, those after {@code after} when it is given. */
    public record LeasesOf(AccountId patient, Optional<Hash> after, int limit)
            implements Query<Leases> {}

    public record Leases(List<ListedLease> leases) {}

    public record ListedLease(Hash leaseId, Lease lease) {}

    // ---- parts, each with its tables ----

    private final Grants grants = new Grants();
    private final Emergencies emergencies = new Emergencies(grants);

    @Override
    public void define(Definition module) {
        grants.define(module);
        emergencies.define(module);
        module.handles(Grant.class, this::grant)
                .upMessage(Version1.Grant.class, Grant.class, Version1::up)
                .handles(Revoke.class, this::revoke)
                .handles(Withdraw.class, this::withdraw)
                .handles(SetEmergency.class, emergencies::set)
                .handles(BreakGlass.class, emergencies::breakGlass)
                .canaryKey(BreakGlass.class, message -> message.patient().bytes())
                .handles(Report.class, emergencies::report)
                .handles(Review.class, emergencies::review)
                .offers(ConsentCheck.class, new Offered())
                .answers(GrantOf.class, Terms.class, this::grantOf)
                .answers(
                        BodyOf.class,
                        Grants.Body.class,
                        (view, query) -> grants.body(view, query.grantId()))
                .answers(GrantsOf.class, Page.class, this::grantsOf)
                .answers(Check.class, InForce.class, this::check)
                .answers(CheckFor.class, InForce.class, this::checkFor)
                .answers(
                        EmergencyOf.class,
                        EmergencyRule.class,
                        (view, query) -> emergencies.rule(view, query.patient()))
                .answers(
                        LeaseOf.class,
                        Lease.class,
                        (view, query) -> emergencies.lease(view, query.leaseId()))
                .answers(LeasesOf.class, Leases.class, this::leasesOf);
    }

    private void grant(Context context, Grant grant) {
        AccountId patient = context.sender();
        Terms terms =
                new Terms(
                        patient,
                        grant.reader(),
                        grant.tags(),
                        grant.fromMillis(),
                        grant.untilMillis(),
                        false,
                        grant.use());
        context.require(Tags.wellFormed(grant.tags(), MAX_TAGS), Refused.MALFORMED_TAGS);
        context.require(
                grant.untilMillis() > grant.fromMillis()
                        && grant.untilMillis() > context.timeMillis(),
                Refused.PERIOD_EMPTY);
        context.require(grant.body().size() <= MAX_BODY_BYTES, Refused.BODY_TOO_LARGE);
        context.require(grant.use().isWellFormed(), Refused.MALFORMED_PURPOSES);
        grants.add(context, grant.grantId(), terms, new Grants.Body(grant.body(), grant.keys()));
        context.emit(new Granted(grant.grantId(), patient, grant.reader(), grant.untilMillis()));
    }

    private void revoke(Context context, Revoke message) {
        Terms terms = own(context, message.grantId());
        grants.revoke(context, message.grantId());
        context.emit(new Revoked(message.grantId(), terms.patient(), terms.reader()));
    }

    private void withdraw(Context context, Withdraw message) {
        Terms terms = own(context, message.grantId());
        grants.withdraw(context, message.grantId(), message.purpose());
        boolean last = terms.use() instanceof Use.Only(List<Purpose> left) && left.size() == 1;
        context.require(!last, Refused.LAST_PURPOSE);
        context.emit(
                new Withdrawn(
                        message.grantId(), terms.patient(), terms.reader(), message.purpose()));
    }

    /** A grant of the sender's that is not revoked. */
    private Terms own(Context context, Hash grantId) {
        Terms terms = terms(context, grantId);
        context.require(context.sender().equals(terms.patient()), Refused.NOT_PATIENT);
        context.require(!terms.revoked(), Refused.CONSENT_REVOKED);
        return terms;
    }

    private Terms terms(View view, Hash grantId) {
        Optional<Terms> terms = grants.get(view, grantId);
        view.require(terms.isPresent(), Refused.UNKNOWN_GRANT);
        return terms.get();
    }

    /** The interface, so that both of its methods are one value. */
    private final class Offered implements ConsentCheck {
        @Override
        public Result<Hash> check(
                View view, AccountId patient, AccountId reader, List<Bytes> tags) {
            return Result.ok(find(view, patient, reader, tags, Optional.empty()));
        }

        @Override
        public Result<Hash> checkFor(
                View view, AccountId patient, AccountId reader, List<Bytes> tags, Purpose purpose) {
            return Result.ok(find(view, patient, reader, tags, Optional.of(purpose)));
        }
    }

    /** A grant first; a lease only where no grant allows it, and for treatment only. */
    private Hash find(
            View view,
            AccountId patient,
            AccountId reader,
            List<Bytes> tags,
            Optional<Purpose> purpose) {
        Grants.Relationship relationship = new Grants.Relationship(patient, reader);
        Grants.Found found = grants.find(view, relationship, tags, purpose);
        if (found.grantId().isPresent()) {
            return found.grantId().get();
        }
        boolean forTreatment = purpose.isEmpty() || purpose.get() == Purpose.TREATMENT;
        Optional<Hash> lease =
                forTreatment
                        ? emergencies.inForce(view, relationship, tags)
                        : Optional.<Hash>empty();
        view.require(lease.isPresent(), found.reason());
        return lease.get();
    }

    private InForce check(View view, Check query) {
        return new InForce(
                find(view, query.patient(), query.reader(), query.tags(), Optional.empty()));
    }

    private InForce checkFor(View view, CheckFor query) {
        return new InForce(
                find(
                        view,
                        query.patient(),
                        query.reader(),
                        query.tags(),
                        Optional.of(query.purpose())));
    }

    private Terms grantOf(View view, GrantOf query) {
        return terms(view, query.grantId());
    }

    private Page grantsOf(View view, GrantsOf query) {
        requirePage(view, query.limit());
        return new Page(grants.ofPatient(view, query.patient(), query.after(), query.limit()));
    }

    private Leases leasesOf(View view, LeasesOf query) {
        requirePage(view, query.limit());
        return new Leases(
                emergencies.ofPatient(view, query.patient(), query.after(), query.limit()));
    }

    private static void requirePage(View view, int limit) {
        view.require(limit > 0 && limit <= MAX_PAGE, Refused.LIMIT_OUT_OF_RANGE);
    }
}
