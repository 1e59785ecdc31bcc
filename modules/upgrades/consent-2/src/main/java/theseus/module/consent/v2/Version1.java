package theseus.module.consent.v2;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Entry;
import theseus.sdk.Hash;
import theseus.sdk.Lens;
import theseus.sdk.Message;
import theseus.sdk.Table;

/** What version 1 had in another shape, and how it looks in this one. */
final class Version1 {
    static final Table<Hash, Terms> GRANTS = Table.of("grants", Hash.class, Terms.class);

    private Version1() {}

    public record Terms(
            AccountId patient,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            boolean revoked) {}

    /** Form 1: for any purpose. */
    public record Grant(
            Hash grantId,
            AccountId reader,
            List<Bytes> tags,
            long fromMillis,
            long untilMillis,
            Bytes body,
            Hash keys)
            implements Message {}

    static Consent.Grant up(Grant old) {
        return new Consent.Grant(
                old.grantId(),
                old.reader(),
                old.tags(),
                old.fromMillis(),
                old.untilMillis(),
                old.body(),
                old.keys(),
                new Use.Any());
    }

    /**
     * A grant of version 1 is for any purpose. One that is limited to a purpose is absent there:
     * version 1 would let the reader read for every purpose.
     */
    static final class GrantsLens
            implements Lens.OfRecord<Hash, Terms, Hash, theseus.module.consent.v2.Terms> {
        @Override
        public Entry<Hash, theseus.module.consent.v2.Terms> up(
                Entry<Hash, Terms> old,
                Optional<Entry<Hash, theseus.module.consent.v2.Terms>> previous) {
            Terms terms = old.value();
            return new Entry<>(
                    old.key(),
                    new theseus.module.consent.v2.Terms(
                            terms.patient(),
                            terms.reader(),
                            terms.tags(),
                            terms.fromMillis(),
                            terms.untilMillis(),
                            terms.revoked(),
                            new Use.Any()));
        }

        @Override
        public Down<Entry<Hash, Terms>> down(
                Entry<Hash, theseus.module.consent.v2.Terms> current,
                Optional<Entry<Hash, Terms>> previous) {
            theseus.module.consent.v2.Terms terms = current.value();
            if (terms.use().isLimited()) {
                return new Down.Absent<>();
            }
            return new Down.Is<>(
                    new Entry<>(
                            current.key(),
                            new Terms(
                                    terms.patient(),
                                    terms.reader(),
                                    terms.tags(),
                                    terms.fromMillis(),
                                    terms.untilMillis(),
                                    terms.revoked())));
        }
    }
}
