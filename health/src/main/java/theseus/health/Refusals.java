package theseus.health;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import theseus.client.ChainClient;
import theseus.health.Reader.Opened;
import theseus.protocol.Header;
import theseus.sdk.Hash;

/** The chapter in which a reader is refused: spent, never granted, expired, revoked. */
final class Refusals {
    private static final long SHORT_CONSENT_MILLIS = 3_000;
    private static final long SHORT_CONSENT_MILLIS_MAX = 24_000;

    private final ChainClient chain;
    private final Ledger ledger;
    private final PatientWallet wallet;
    private final Reader reader;
    private final Readings readings;
    private final Narrator narrator;

    Refusals(
            ChainClient chain,
            Ledger ledger,
            PatientWallet wallet,
            Reader reader,
            Readings readings,
            Narrator narrator) {
        this.chain = chain;
        this.ledger = ledger;
        this.wallet = wallet;
        this.reader = reader;
        this.readings = readings;
        this.narrator = narrator;
    }

    void run(Cards.OfGrant grant) {
        narrator.chapter("What is refused");
        String institution = grant.institution();
        narrator.line("The same again without announcing it again; one entry, one release:");
        readings.refuse(reader.fetch(grant.pseudonym(), reader.granted(grant).subList(0, 1)));

        Category other = Steps.otherCategory(wallet, institution);
        List<Hash> others = Steps.some(wallet, institution, other, 1);
        narrator.line("%s, which nobody granted:".formatted(Steps.capital(other.words())));
        narrator.line("  chain  " + Readings.code(reader.announce(grant.pseudonym(), others)));
        readings.refuse(reader.fetch(grant.pseudonym(), others));

        expiry(institution, other);

        List<Hash> results = reader.granted(grant).subList(0, 1);
        narrator.line(
                "A laboratory result, announced under the 30 days' grant; then the patient revokes it:");
        readings.announce(reader, grant, results);
        wallet.revoke(grant);
        readings.refuse(reader.fetch(grant.pseudonym(), results));
        narrator.line("  chain  " + Readings.code(reader.announce(grant.pseudonym(), results)));
    }

    /** On a busy machine a grant of seconds can end before it is used: then one twice as long. */
    private void expiry(String institution, Category category) {
        List<Hash> ids = Steps.some(wallet, institution, category, 1);
        for (long millis = SHORT_CONSENT_MILLIS; ; millis *= 2) {
            long duration = millis;
            Cards.OfGrant brief =
                    wallet.grant(
                            institution,
                            Voyage.READER,
                            reader::card,
                            Set.of(category),
                            Voyage.PURPOSE,
                            () ->
                                    Math.max(
                                                    chain.status().timeMillis(),
                                                    System.currentTimeMillis())
                                            + duration);
            long until = reader.agreement(brief).orElseThrow().untilMillis();
            narrator.line(
                    "%s granted for %d seconds, until %s, read at once:"
                            .formatted(
                                    Steps.capital(category.words()),
                                    millis / 1000,
                                    Steps.time(until)));
            Optional<String> refusal = reader.announce(brief.pseudonym(), ids);
            List<Verdict<Opened>> fetched =
                    refusal.isEmpty() ? reader.fetch(brief.pseudonym(), ids) : List.of();
            if (!fetched.isEmpty() && fetched.getFirst() instanceof Verdict.Given<Opened>) {
                readings.allow(fetched);
                Header after = Steps.await(ledger, until);
                narrator.line(
                        "Block %d has the time %s. The same again:"
                                .formatted(after.height(), Steps.time(after.timeMillis())));
                narrator.line("  chain  " + Readings.code(reader.announce(brief.pseudonym(), ids)));
                readings.refuse(reader.fetch(brief.pseudonym(), ids));
                return;
            }
            if (millis >= SHORT_CONSENT_MILLIS_MAX) {
                throw new IllegalStateException(
                        "a grant of " + millis + " ms ended before its use");
            }
            narrator.line("  over before it was used; this machine is busy. Again, for longer.");
        }
    }
}
