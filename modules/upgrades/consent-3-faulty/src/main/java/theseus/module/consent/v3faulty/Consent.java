package theseus.module.consent.v3faulty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Form;
import theseus.sdk.Hash;
import theseus.sdk.Index;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Result;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * FAULTY ON PURPOSE: it honours revoked grants. For the demo and for trials only; see README.md.
 *
 * <p>Who may read which of a patient's records, what for, until when. Nobody may unless a grant in
 * force says so; the patient revokes at once. The chain matches blinded tags and never learns what
 * they mean. See README.md.
 */
@ModuleInfo(name = "consent", version = "3.0.0")
public final class Consent implements Module {
    public static final int MAX_TAGS = 256;
    public static final int MAX_BODY_BYTES = 8 * 1024;

    /**
     * Grants that one patient keeps for one reader, and as many that are limited to purposes; those
     * out of force make room when full.
     */
    public static final int MAX_GRANTS_PER_READER = 16;

    public static final int MAX_PAGE = 100;

    private static final int SCANNED_PER_BLOCK = 8;

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

    // ---- events ----

    public record Granted(Hash grantId, AccountId patient, AccountId reader, long untilMillis)
            implements Event {}

    public record Revoked(Hash grantId, AccountId patient, AccountId reader) implements Event {}

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
        /** Only the patient who granted revokes. */
        NOT_PATIENT,
        /** A page has 1 to {@link #MAX_PAGE} entries. */
        LIMIT_OUT_OF_RANGE
    }

    // ---- queries ----

    public record GrantOf(Hash grantId) implements Query<Terms> {}

    /** The encrypted body and the key commitment of a grant. */
    public record BodyOf(Hash grantId) implements Query<Body> {}

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

    /** A patient's grants that end before {@code untilMillis}; of its first {@link #MAX_PAGE}. */
    public record EndingOf(AccountId patient, long untilMillis) implements Query<Page> {}

    // ---- tables ----

    public record Body(Bytes body, Hash keys) {}

    /** Who grants to whom. */
    public record Relationship(AccountId patient, AccountId reader) {}

    /** The grants that a check looks at, the oldest first. */
    public record Considered(List<Hash> grantIds) {}

    private final Table<Hash, Terms> grants = Table.of("grants", Hash.class, Terms.class).schema(2);
    private final Table<Hash, Body> bodies = Table.of("bodies", Hash.class, Body.class);
    private final Table<Relationship, Considered> considered =
            Table.of("considered", Relationship.class, Considered.class);

    /** Of grants limited to purposes, which version 1 must not even count. */
    private final Table<Relationship, Considered> limited =
            Table.of("limited", Relationship.class, Considered.class);

    private final Index<AccountId, Hash, Terms> byPatient =
            Index.of("byPatient", grants, AccountId.class, (grantId, terms) -> terms.patient());

    @Override
    public void define(Definition module) {
        module.table(grants)
                .table(bodies)
                .table(considered)
                .table(limited)
                .index(byPatient)
                .handles(Grant.class, this::grant)
                .upMessage(Version1.Grant.class, Grant.class, Version1::up)
                .handles(Revoke.class, this::revoke)
                .offers(ConsentCheck.class, new Offered())
                .answers(GrantOf.class, Terms.class, this::grantOf)
                .answers(BodyOf.class, Body.class, this::bodyOf)
                .answers(GrantsOf.class, Page.class, this::grantsOf)
                .answers(EndingOf.class, Page.class, this::endingOf)
                .answers(Check.class, InForce.class, this::check)
                .answers(CheckFor.class, InForce.class, this::checkFor)
                .recordInvariant(
                        "termsAreWellFormed", grants, (grantId, terms) -> terms.areWellFormed())
                .scanInvariant("consideredBelongs", considered, SCANNED_PER_BLOCK, this::belongs)
                .scanInvariant("limitedBelongs", limited, SCANNED_PER_BLOCK, this::belongs);
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
        context.require(context.get(grants, grant.grantId()).isEmpty(), Refused.GRANT_EXISTS);
        consider(
                context,
                grant.use().isLimited() ? limited : considered,
                new Relationship(patient, grant.reader()),
                grant.grantId());
        context.put(grants, grant.grantId(), terms);
        context.put(bodies, grant.grantId(), new Body(grant.body(), grant.keys()));
        context.emit(new Granted(grant.grantId(), patient, grant.reader(), grant.untilMillis()));
    }

    private void revoke(Context context, Revoke message) {
        Terms terms = context.get(grants, message.grantId(), Refused.UNKNOWN_GRANT);
        context.require(context.sender().equals(terms.patient()), Refused.NOT_PATIENT);
        context.require(!terms.revoked(), Refused.CONSENT_REVOKED);
        context.put(grants, message.grantId(), terms.asRevoked());
        context.emit(new Revoked(message.grantId(), terms.patient(), terms.reader()));
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

    /**
     * One covering grant in force suffices; otherwise the newest covering grant says why not, those
     * limited to purposes last. Who does not say what for is judged as by version 1.
     */
    private Hash find(
            View view,
            AccountId patient,
            AccountId reader,
            List<Bytes> tags,
            Optional<Purpose> purpose) {
        Relationship relationship = new Relationship(patient, reader);
        List<Hash> grantIds = new ArrayList<>(listed(view, considered, relationship));
        if (purpose.isPresent()) {
            grantIds.addAll(listed(view, limited, relationship));
        }
        Refused reason = Refused.CONSENT_MISSING;
        for (Hash grantId : grantIds) {
            Optional<Terms> terms = view.get(grants, grantId);
            if (terms.isPresent() && terms.get().cover(tags)) {
                if (allows(terms.get().use(), purpose)
                        && terms.get().areInForce(view.timeMillis())) {
                    return grantId;
                }
                reason = whyNot(view, terms.get());
            }
        }
        throw view.refuse(reason);
    }

    private static boolean allows(Use use, Optional<Purpose> purpose) {
        return purpose.isPresent() ? use.allows(purpose.get()) : !use.isLimited();
    }

    private static Refused whyNot(View view, Terms terms) {
        if (terms.revoked()) {
            return Refused.CONSENT_REVOKED;
        }
        if (terms.areOver(view.timeMillis())) {
            return Refused.CONSENT_EXPIRED;
        }
        return terms.areInForce(view.timeMillis())
                ? Refused.CONSENT_OTHER_PURPOSE
                : Refused.CONSENT_NOT_YET;
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
        return view.get(grants, query.grantId(), Refused.UNKNOWN_GRANT);
    }

    private Body bodyOf(View view, BodyOf query) {
        return view.get(bodies, query.grantId(), Refused.UNKNOWN_GRANT);
    }

    private Page grantsOf(View view, GrantsOf query) {
        view.require(query.limit() > 0 && query.limit() <= MAX_PAGE, Refused.LIMIT_OUT_OF_RANGE);
        List<Listed> listed = new ArrayList<>();
        for (Hash grantId : view.find(byPatient, query.patient(), query.after(), query.limit())) {
            listed.add(new Listed(grantId, view.get(grants, grantId).get()));
        }
        return new Page(listed);
    }

    /** What is new, and harmless: a wallet reminds its patient. */
    private Page endingOf(View view, EndingOf query) {
        List<Listed> ending = new ArrayList<>();
        for (Hash grantId : view.find(byPatient, query.patient(), Optional.empty(), MAX_PAGE)) {
            Terms terms = view.get(grants, grantId).get();
            if (!terms.areOver(view.timeMillis()) && terms.untilMillis() < query.untilMillis()) {
                ending.add(new Listed(grantId, terms));
            }
        }
        return new Page(ending);
    }

    private static List<Hash> listed(
            View view, Table<Relationship, Considered> list, Relationship relationship) {
        return view.get(list, relationship).orElse(new Considered(List.of())).grantIds();
    }

    /** Adds the newest grant; when there is no room, the oldest that is over leaves. */
    private void consider(
            Context context,
            Table<Relationship, Considered> list,
            Relationship relationship,
            Hash grantId) {
        List<Hash> grantIds = new ArrayList<>(listed(context, list, relationship));
        if (grantIds.size() == MAX_GRANTS_PER_READER) {
            int leaves = 0;
            while (leaves < grantIds.size() && !isOver(context, grantIds.get(leaves))) {
                leaves++;
            }
            context.require(leaves < grantIds.size(), Refused.TOO_MANY_GRANTS);
            grantIds.remove(leaves);
        }
        grantIds.add(grantId);
        context.put(list, relationship, new Considered(grantIds));
    }

    private boolean isOver(View view, Hash grantId) {
        Optional<Terms> terms = view.get(grants, grantId);
        return terms.isPresent() && terms.get().areOver(view.timeMillis());
    }

    private boolean belongs(View view, Relationship relationship, Considered entry) {
        for (Hash grantId : entry.grantIds()) {
            Optional<Terms> terms = view.get(grants, grantId);
            if (terms.isPresent()
                    && !(terms.get().patient().equals(relationship.patient())
                            && terms.get().reader().equals(relationship.reader()))) {
                return false;
            }
        }
        return entry.grantIds().size() <= MAX_GRANTS_PER_READER;
    }
}
