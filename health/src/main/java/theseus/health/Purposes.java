package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.health.PurposeMessages.Purpose;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A grant that only version 2 of the module {@code consent} can express, before and after. */
final class Purposes {
    private static final Set<Category> CATEGORIES = Set.of(Category.LABORATORY);
    private static final int ID_BYTES = 32;
    private static final long DURATION_MILLIS = 30L * 24 * 3_600_000;

    private final ChainClient chain;
    private final PatientWallet wallet;
    private final String institution;
    private final Cards.OfReader reader;
    private final Hash grantId;
    private final Narrator narrator;

    Purposes(
            ChainClient chain,
            PatientWallet wallet,
            String institution,
            Reader reader,
            Entropy entropy,
            Narrator narrator) {
        this.chain = chain;
        this.wallet = wallet;
        this.institution = institution;
        this.reader = reader.card(wallet.pseudonym(institution));
        this.grantId = new Hash(Bytes.wrap(entropy.bytes(ID_BYTES)));
        this.narrator = narrator;
    }

    /** What the chain answers to it now. */
    String attempt() {
        return Outcomes.code(
                wallet.grantFor(
                        institution,
                        reader,
                        CATEGORIES,
                        Purpose.TREATMENT,
                        grantId,
                        chain.status().timeMillis() + DURATION_MILLIS));
    }

    /** Grants it, and asks both versions about it; {@code plan} is in PROBATION. */
    void show(Hash plan) {
        String code = attempt();
        if (!code.equals(Outcomes.APPLIED)) {
            throw new IllegalStateException("version 2 refused a grant for treatment: " + code);
        }
        narrator.line(
                "    A patient lets somebody read laboratory results for treatment only. May they");
        narrator.line("      read for treatment?   " + mayRead(Purpose.TREATMENT));
        narrator.line("      read for research?    " + mayRead(Purpose.RESEARCH));
        narrator.line("      not say what for?     " + mayRead());
        before(plan)
                .ifPresent(
                        answer ->
                                narrator.line(
                                        "      what says version 1?  "
                                                + answer
                                                + ": what it could not enforce it does not see"));
    }

    private String mayRead(Purpose purpose) {
        Map<String, Object> asked = asked();
        asked.put("purpose", purpose.name());
        return answer(() -> chain.query(Tables.CONSENT, "CheckFor", asked));
    }

    private String mayRead() {
        return answer(() -> chain.query(Tables.CONSENT, "Check", asked()));
    }

    /** What the version before says of the grant; empty when it is gone already. */
    private Optional<String> before(Hash plan) {
        String answer =
                answer(
                        () ->
                                chain.query(
                                        Tables.CONSENT,
                                        "GrantOf",
                                        Map.of("grantId", grantId.toString()),
                                        plan));
        return Optional.of(answer).filter("UNKNOWN_GRANT"::equals);
    }

    private Map<String, Object> asked() {
        AccountId patient = wallet.pseudonym(institution);
        List<String> tags = wallet.tags(institution, CATEGORIES).stream().map(Bytes::hex).toList();
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("patient", patient.toString());
        asked.put("reader", reader.account().toString());
        asked.put("tags", tags);
        return asked;
    }

    private static String answer(Supplier<JsonNode> query) {
        try {
            String grant = query.get().path("result").path("grantId").asText();
            return grant.isEmpty() ? "yes" : "yes, by grant " + Steps.shorter(grant);
        } catch (ApiException e) {
            return e.code();
        }
    }
}
