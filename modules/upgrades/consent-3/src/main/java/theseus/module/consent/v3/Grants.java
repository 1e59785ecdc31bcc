package theseus.module.consent.v3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Index;
import theseus.sdk.Table;
import theseus.sdk.View;

/** Grants by their parts, and which of them a check looks at. */
final class Grants {
    private static final int SCANNED_PER_BLOCK = 8;

    /** Grants to look through for a page of them: each has as many parts as there are scopes. */
    private static final int PARTS_OF_A_GRANT = Scope.values().length;

    public record Body(Bytes body, Hash keys) {}

    /** Who grants to whom. */
    public record Relationship(AccountId patient, AccountId reader) {}

    /** The grants that a check looks at, the oldest first. */
    public record Considered(List<Hash> grantIds) {}

    private final Table<Part.Key, Part> grants =
            Table.of("grants", Part.Key.class, Part.class).schema(3);
    private final Table<Hash, Body> bodies = Table.of("bodies", Hash.class, Body.class);
    private final Table<Relationship, Considered> considered =
            Table.of("considered", Relationship.class, Considered.class);
    private final Table<Relationship, Considered> limited =
            Table.of("limited", Relationship.class, Considered.class);
    private final Index<AccountId, Part.Key, Part> byPatient =
            Index.of("byPatient", grants, AccountId.class, (key, part) -> part.patient());

    void define(Definition module) {
        module.table(grants)
                .table(bodies)
                .table(considered)
                .table(limited)
                .index(byPatient)
                .lens(PartsLens.FROM, grants, new PartsLens())
                .recordInvariant("partIsWellFormed", grants, (key, part) -> part.isWellFormed())
                .scanInvariant("consideredBelongs", considered, SCANNED_PER_BLOCK, this::belongs)
                .scanInvariant("limitedBelongs", limited, SCANNED_PER_BLOCK, this::belongs);
    }

    /** The grant as a whole: for the purposes that were not withdrawn. */
    Optional<Terms> get(View view, Hash grantId) {
        List<Entry<Part.Key, Part>> parts = parts(view, grantId);
        return PartsLens.isGrant(parts) ? Optional.of(PartsLens.whole(parts)) : Optional.empty();
    }

    Body body(View view, Hash grantId) {
        return view.get(bodies, grantId, Consent.Refused.UNKNOWN_GRANT);
    }

    void add(Context context, Hash grantId, Terms terms, Body body) {
        context.require(parts(context, grantId).isEmpty(), Consent.Refused.GRANT_EXISTS);
        consider(
                context,
                terms.use().isLimited() ? limited : considered,
                new Relationship(terms.patient(), terms.reader()),
                grantId);
        for (Scope scope : Scope.of(terms.use())) {
            context.put(grants, new Part.Key(grantId, scope), Part.of(terms, Part.State.GRANTED));
        }
        context.put(bodies, grantId, body);
    }

    /**
     * A lease stands among the grants, so that it is hidden where version 2 decides: a difference
     * that comes from it is then no fault of this version.
     */
    void putLease(Context context, Hash leaseId, Part part) {
        context.put(grants, new Part.Key(leaseId, Scope.EMERGENCY), part);
    }

    /** What decides of a lease. */
    Optional<Part> lease(View view, Hash leaseId) {
        return view.get(grants, new Part.Key(leaseId, Scope.EMERGENCY));
    }

    /** Purposes that were withdrawn before stay so. */
    void revoke(Context context, Hash grantId) {
        for (Entry<Part.Key, Part> part : parts(context, grantId)) {
            if (part.value().state() == Part.State.GRANTED) {
                context.put(grants, part.key(), part.value().with(Part.State.REVOKED));
            }
        }
    }

    void withdraw(Context context, Hash grantId, Purpose purpose) {
        Part.Key key = new Part.Key(grantId, Scope.of(purpose));
        Optional<Part> part = context.get(grants, key);
        context.require(
                part.isPresent() && part.get().state() == Part.State.GRANTED,
                Consent.Refused.PURPOSE_NOT_GRANTED);
        context.put(grants, key, part.get().with(Part.State.WITHDRAWN));
    }

    /**
     * One covering grant in force suffices; otherwise the newest covering grant says why not, those
     * limited to purposes last. Who does not say what for is judged as by version 1.
     */
    Found find(View view, Relationship relationship, List<Bytes> tags, Optional<Purpose> purpose) {
        List<Hash> grantIds = new ArrayList<>(listed(view, considered, relationship));
        if (purpose.isPresent()) {
            grantIds.addAll(listed(view, limited, relationship));
        }
        Consent.Refused reason = Consent.Refused.CONSENT_MISSING;
        for (Hash grantId : grantIds) {
            Optional<Terms> terms = get(view, grantId);
            if (terms.isPresent() && terms.get().cover(tags)) {
                if (allows(terms.get().use(), purpose)
                        && terms.get().areInForce(view.timeMillis())) {
                    return new Found(Optional.of(grantId), reason);
                }
                reason = whyNot(view, terms.get());
            }
        }
        return new Found(Optional.empty(), reason);
    }

    /** The grant under which somebody may read, or why there is none. */
    record Found(Optional<Hash> grantId, Consent.Refused reason) {}

    List<Consent.Listed> ofPatient(View view, AccountId patient, Optional<Hash> after, int limit) {
        Scope last = Scope.values()[PARTS_OF_A_GRANT - 1];
        List<Consent.Listed> listed = new ArrayList<>();
        for (Part.Key key :
                view.find(
                        byPatient,
                        patient,
                        after.map(grantId -> new Part.Key(grantId, last)),
                        limit * PARTS_OF_A_GRANT)) {
            boolean seen = !listed.isEmpty() && listed.getLast().grantId().equals(key.grantId());
            if (key.scope() != Scope.EMERGENCY && !seen && listed.size() < limit) {
                listed.add(new Consent.Listed(key.grantId(), get(view, key.grantId()).get()));
            }
        }
        return listed;
    }

    /** In the order of their scopes; a range ends before its last key. */
    private List<Entry<Part.Key, Part>> parts(View view, Hash grantId) {
        Part.Key last = new Part.Key(grantId, Scope.values()[PARTS_OF_A_GRANT - 1]);
        List<Entry<Part.Key, Part>> parts =
                new ArrayList<>(
                        view.range(
                                grants, new Part.Key(grantId, Scope.ANY), last, PARTS_OF_A_GRANT));
        Optional<Part> ending = view.get(grants, last);
        if (ending.isPresent()) {
            parts.add(new Entry<>(last, ending.get()));
        }
        return parts;
    }

    private static boolean allows(Use use, Optional<Purpose> purpose) {
        return purpose.isPresent() ? use.allows(purpose.get()) : !use.isLimited();
    }

    private static Consent.Refused whyNot(View view, Terms terms) {
        if (terms.revoked()) {
            return Consent.Refused.CONSENT_REVOKED;
        }
        if (terms.areOver(view.timeMillis())) {
            return Consent.Refused.CONSENT_EXPIRED;
        }
        return terms.areInForce(view.timeMillis())
                ? Consent.Refused.CONSENT_OTHER_PURPOSE
                : Consent.Refused.CONSENT_NOT_YET;
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
        if (grantIds.size() == Consent.MAX_GRANTS_PER_READER) {
            int leaves = 0;
            while (leaves < grantIds.size() && !isOver(context, grantIds.get(leaves))) {
                leaves++;
            }
            context.require(leaves < grantIds.size(), Consent.Refused.TOO_MANY_GRANTS);
            grantIds.remove(leaves);
        }
        grantIds.add(grantId);
        context.put(list, relationship, new Considered(grantIds));
    }

    private boolean isOver(View view, Hash grantId) {
        Optional<Terms> terms = get(view, grantId);
        return terms.isPresent() && terms.get().areOver(view.timeMillis());
    }

    private boolean belongs(View view, Relationship relationship, Considered entry) {
        for (Hash grantId : entry.grantIds()) {
            Optional<Terms> terms = get(view, grantId);
            if (terms.isPresent()
                    && !(terms.get().patient().equals(relationship.patient())
                            && terms.get().reader().equals(relationship.reader()))) {
                return false;
            }
        }
        return entry.grantIds().size() <= Consent.MAX_GRANTS_PER_READER;
    }
}
