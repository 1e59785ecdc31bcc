package theseus.module.consent.v3;

import java.util.ArrayList;
import java.util.List;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Lens;
import theseus.sdk.Table;

/**
 * Splits a grant of version 2 into its purposes. Version 2 sees a grant for the purposes that were
 * not withdrawn: it refuses the others, as this version does. It does not see leases, which it
 * would take for grants.
 */
final class PartsLens implements Lens.OfFamily<Hash, Terms, Part.Key, Part> {
    static final Table<Hash, Terms> FROM = Table.of("grants", Hash.class, Terms.class).schema(2);

    @Override
    public List<Entry<Part.Key, Part>> up(
            List<Entry<Hash, Terms>> old, List<Entry<Part.Key, Part>> previous) {
        Hash grantId = old.getFirst().key();
        Terms terms = old.getFirst().value();
        if (isGrant(previous) && whole(previous).equals(terms)) {
            return previous;
        }
        List<Scope> kept = Scope.of(terms.use());
        List<Entry<Part.Key, Part>> parts = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            if (kept.contains(scope)) {
                Part.State state = terms.revoked() ? Part.State.REVOKED : Part.State.GRANTED;
                parts.add(part(grantId, scope, Part.of(terms, state)));
            } else if (scope == Scope.EMERGENCY) {
                parts.addAll(ofScope(previous, scope));
            } else if (isWithdrawn(previous, scope)) {
                parts.add(part(grantId, scope, Part.of(terms, Part.State.WITHDRAWN)));
            }
        }
        return parts;
    }

    @Override
    public Down<List<Entry<Hash, Terms>>> down(
            List<Entry<Part.Key, Part>> current, List<Entry<Hash, Terms>> previous) {
        if (!isGrant(current)) {
            return new Down.Absent<>();
        }
        return new Down.Is<>(
                List.of(new Entry<>(current.getFirst().key().grantId(), whole(current))));
    }

    /** Whether there is more than a lease. */
    static boolean isGrant(List<Entry<Part.Key, Part>> parts) {
        return parts.size() > ofScope(parts, Scope.EMERGENCY).size();
    }

    /** The grant that these parts are of, in the order of their scopes; a lease is none. */
    static Terms whole(List<Entry<Part.Key, Part>> all) {
        List<Entry<Part.Key, Part>> parts = new ArrayList<>(all);
        parts.removeAll(ofScope(all, Scope.EMERGENCY));
        List<Entry<Part.Key, Part>> left = new ArrayList<>();
        for (Entry<Part.Key, Part> part : parts) {
            if (part.value().state() != Part.State.WITHDRAWN) {
                left.add(part);
            }
        }
        // Nothing is left only where something else than this module wrote: then all is revoked.
        boolean nothing = left.isEmpty();
        List<Entry<Part.Key, Part>> shown = nothing ? parts : left;
        boolean revoked = nothing;
        List<Purpose> purposes = new ArrayList<>();
        boolean any = false;
        for (Entry<Part.Key, Part> part : shown) {
            revoked = revoked || part.value().state() == Part.State.REVOKED;
            if (part.key().scope() == Scope.ANY) {
                any = true;
            } else {
                purposes.add(part.key().scope().purpose());
            }
        }
        Part first = shown.getFirst().value();
        return new Terms(
                first.patient(),
                first.reader(),
                first.tags(),
                first.fromMillis(),
                first.untilMillis(),
                revoked,
                any ? new Use.Any() : new Use.Only(purposes));
    }

    private static Entry<Part.Key, Part> part(Hash grantId, Scope scope, Part part) {
        return new Entry<>(new Part.Key(grantId, scope), part);
    }

    private static List<Entry<Part.Key, Part>> ofScope(
            List<Entry<Part.Key, Part>> parts, Scope scope) {
        List<Entry<Part.Key, Part>> found = new ArrayList<>();
        for (Entry<Part.Key, Part> part : parts) {
            if (part.key().scope() == scope) {
                found.add(part);
            }
        }
        return found;
    }

    private static boolean isWithdrawn(List<Entry<Part.Key, Part>> parts, Scope scope) {
        List<Entry<Part.Key, Part>> found = ofScope(parts, scope);
        return !found.isEmpty() && found.getFirst().value().state() == Part.State.WITHDRAWN;
    }
}
