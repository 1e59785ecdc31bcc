package theseus.health;

import java.util.Optional;
import theseus.health.ConsentMessages.Terms;
import theseus.sdk.Hash;

/**
 * The proven terms of a grant, whichever version of the module {@code consent} keeps them. While a
 * chain moves from one to the other both tables lie under the root and say the same; before and
 * after, only one of them does. A grant that is limited to purposes counts as none: nothing here
 * says yet what a reader reads for.
 */
final class GrantTerms {
    private GrantTerms() {}

    static Verdict<Optional<Terms>> of(Ledger.Snapshot state, Hash grantId) {
        return switch (state.get(Tables.CONSENT, Tables.GRANTS_2, grantId)) {
            case Verdict.Denied<Optional<PurposeMessages.Terms>> denied -> denied.as();
            case Verdict.Given<Optional<PurposeMessages.Terms>>(var terms) when terms.isPresent() ->
                    Verdict.given(terms.filter(GrantTerms::forAnything).map(GrantTerms::plain));
            case Verdict.Given<Optional<PurposeMessages.Terms>> _ ->
                    state.get(Tables.CONSENT, Tables.GRANTS, grantId);
        };
    }

    private static boolean forAnything(PurposeMessages.Terms terms) {
        return terms.use() instanceof PurposeMessages.Use.Any;
    }

    private static Terms plain(PurposeMessages.Terms terms) {
        return new Terms(
                terms.patient(),
                terms.reader(),
                terms.tags(),
                terms.fromMillis(),
                terms.untilMillis(),
                terms.revoked());
    }
}
