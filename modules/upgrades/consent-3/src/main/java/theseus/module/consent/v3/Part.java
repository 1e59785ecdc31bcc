package theseus.module.consent.v3;

import java.util.List;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A grant for one purpose, or for any; schema 3 of {@code grants}. Whether a reader may read for a
 * purpose is one record and its proof.
 */
public record Part(
        AccountId patient,
        AccountId reader,
        List<Bytes> tags,
        long fromMillis,
        long untilMillis,
        State state) {
    /** All parts of a grant are a family. */
    public record Key(Hash grantId, Scope scope) {}

    /** Whether the patient still wants it. */
    public enum State {
        GRANTED,
        /** The patient withdrew this purpose; the others stay. */
        WITHDRAWN,
        /** The patient revoked the grant. */
        REVOKED
    }

    static Part of(Terms terms, State state) {
        return new Part(
                terms.patient(),
                terms.reader(),
                terms.tags(),
                terms.fromMillis(),
                terms.untilMillis(),
                state);
    }

    Part with(State other) {
        return new Part(patient, reader, tags, fromMillis, untilMillis, other);
    }

    boolean isWellFormed() {
        return Tags.wellFormed(tags, Consent.MAX_TAGS) && fromMillis < untilMillis;
    }
}
