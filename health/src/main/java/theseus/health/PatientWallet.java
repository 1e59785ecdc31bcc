package theseus.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.health.RecordsMessages.Listed;
import theseus.health.VaultRequest.Asked;
import theseus.health.VaultRequest.Handed;
import theseus.health.VaultWire.Item;
import theseus.protocol.Message;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What a patient's own device does: one seed, a pseudonym towards each institution, grants, and the
 * audit. Nothing here is known to anybody else but by the patient's hand.
 */
final class PatientWallet {
    private static final int ID_BYTES = 32;
    private static final int KEYS_PER_REQUEST = 64;

    private final Secret seed;
    private final ChainClient chain;
    private final VaultClient vault;
    private final Entropy entropy;
    // By institution, as the patient knows it.
    private final Map<String, RelationshipKeys> relationships = new LinkedHashMap<>();
    // Whom the patient gave which account: an address book that only the patient has.
    private final Map<AccountId, String> known = new LinkedHashMap<>();

    PatientWallet(Secret seed, ChainClient chain, VaultClient vault, Entropy entropy) {
        this.seed = seed;
        this.chain = chain;
        this.vault = vault;
        this.entropy = entropy;
    }

    /** Begins a relationship with an institution. */
    Cards.OfPatient meet(String institution) {
        RelationshipKeys keys = RelationshipKeys.derive(seed, "institution/" + institution);
        relationships.put(institution, keys);
        known.put(keys.account(), "you");
        return Cards.OfPatient.of(keys);
    }

    Set<String> institutions() {
        return relationships.keySet();
    }

    AccountId pseudonym(String institution) {
        return keys(institution).account();
    }

    /** How the patient calls an account that acted on the ledger. */
    String nameOf(AccountId account) {
        return known.getOrDefault(account, "somebody you do not know (" + account + ")");
    }

    /** The patient's records of these categories at an institution, by their tags. */
    List<Listed> records(String institution, Set<Category> categories) {
        RelationshipKeys keys = keys(institution);
        List<Bytes> tags = keys.tags(categories);
        return LedgerQueries.records(chain, keys.account()).stream()
                .filter(each -> !each.held().erased() && tags.containsAll(each.held().tags()))
                .toList();
    }

    /** What a record is, which only the holder of the tags' secret can tell. */
    Optional<Category> category(String institution, List<Bytes> tags) {
        RelationshipKeys keys = keys(institution);
        for (Category category : Category.values()) {
            if (tags.equals(List.of(keys.tag(category)))) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }

    /**
     * Grants categories at one institution until a block time: wraps each record's key for the
     * reader, hands the keys to the vault, and says so on the chain.
     *
     * @param reader asks the reader for a card towards the pseudonym
     * @param until asked once the keys are handed over, which takes time
     */
    Cards.OfGrant grant(
            String institution,
            String readerName,
            Function<AccountId, Cards.OfReader> reader,
            Set<Category> categories,
            String purpose,
            LongSupplier until) {
        RelationshipKeys keys = keys(institution);
        Cards.OfReader card = reader.apply(keys.account());
        known.put(card.account(), readerName);
        Hash grantId = new Hash(Bytes.wrap(entropy.bytes(ID_BYTES)));
        List<Handed> handed = handOver(keys, card, records(institution, categories));
        long untilMillis = until.getAsLong();
        Agreement agreement =
                new Agreement(
                        categories.stream().map(Category::code).toList(),
                        institution,
                        purpose,
                        untilMillis);
        chain.sender(keys.signing())
                .send(
                        Tables.CONSENT,
                        new ConsentMessages.Grant(
                                grantId,
                                card.account(),
                                keys.tags(categories),
                                0,
                                untilMillis,
                                agreement.seal(
                                        grantId,
                                        card.sealingKey(),
                                        keys.sealing().publicKey(),
                                        entropy),
                                Agreement.keysCommitment(card.account(), handed)));
        return new Cards.OfGrant(grantId, keys.account(), institution);
    }

    /**
     * A grant for one purpose only, as version 2 of the module {@code consent} has it, and what
     * became of it. No keys go to the vault with it: a vault that is not told what a reader reads
     * for releases nothing under such a grant.
     */
    Answer grantFor(
            String institution,
            Cards.OfReader reader,
            Set<Category> categories,
            PurposeMessages.Purpose purpose,
            Hash grantId,
            long untilMillis) {
        RelationshipKeys keys = keys(institution);
        Agreement agreement =
                new Agreement(
                        categories.stream().map(Category::code).toList(),
                        institution,
                        purpose.name(),
                        untilMillis);
        Message message =
                Message.of(
                        Tables.CONSENT,
                        new PurposeMessages.Grant(
                                grantId,
                                reader.account(),
                                keys.tags(categories),
                                0,
                                untilMillis,
                                agreement.seal(
                                        grantId,
                                        reader.sealingKey(),
                                        keys.sealing().publicKey(),
                                        entropy),
                                Agreement.keysCommitment(reader.account(), List.of()),
                                new PurposeMessages.Use.Only(List.of(purpose))));
        return chain.submit(
                chain.sender(keys.signing()).sign(List.of(message)).encode(), Wait.COMMITTED);
    }

    /** The tags that the patient's records of these categories carry at an institution. */
    List<Bytes> tags(String institution, Set<Category> categories) {
        return keys(institution).tags(categories);
    }

    void revoke(Cards.OfGrant grant) {
        chain.sender(keys(grant.institution()).signing())
                .send(Tables.CONSENT, new ConsentMessages.Revoke(grant.grantId()));
    }

    private List<Handed> handOver(
            RelationshipKeys keys, Cards.OfReader reader, List<Listed> records) {
        List<Handed> all = new ArrayList<>();
        for (int from = 0; from < records.size(); from += KEYS_PER_REQUEST) {
            List<Hash> ids =
                    records
                            .subList(from, Math.min(from + KEYS_PER_REQUEST, records.size()))
                            .stream()
                            .map(Listed::recordId)
                            .toList();
            List<Handed> handed = rewrap(keys, reader, ids);
            expect(
                            vault.ask(
                                    keys.signing(),
                                    chain.chain(),
                                    new Asked.HandOver(reader.account(), handed)))
                    .forEach(
                            item -> {
                                if (!(item instanceof Item.Kept)) {
                                    throw new IllegalStateException(
                                            "the vault kept no key: " + item);
                                }
                            });
            all.addAll(handed);
        }
        return all;
    }

    private List<Handed> rewrap(RelationshipKeys keys, Cards.OfReader reader, List<Hash> ids) {
        List<Item> own = expect(vault.ask(keys.signing(), chain.chain(), new Asked.OwnKeys(ids)));
        List<Handed> handed = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Hash recordId = ids.get(i);
            if (!(own.get(i) instanceof Item.Key(Bytes wrapped))) {
                throw new IllegalStateException("no key of record " + recordId + ": " + own.get(i));
            }
            try (Secret key =
                    new WrappedKey(wrapped)
                            .unwrap(recordId, keys.sealing())
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "the vault's key of "
                                                            + recordId
                                                            + " is not for this patient"))) {
                handed.add(
                        new Handed(
                                recordId,
                                WrappedKey.wrap(key, recordId, reader.sealingKey(), entropy)
                                        .sealed()));
            }
        }
        return handed;
    }

    private static List<Item> expect(Verdict<VaultWire.Reply> verdict) {
        return switch (verdict) {
            case Verdict.Given<VaultWire.Reply>(VaultWire.Reply reply) -> reply.items();
            case Verdict.Denied<VaultWire.Reply>(DenialCode code, String explanation) ->
                    throw new IllegalStateException(code + ": " + explanation);
        };
    }

    private RelationshipKeys keys(String institution) {
        RelationshipKeys keys = relationships.get(institution);
        if (keys == null) {
            throw new IllegalArgumentException("no relationship with " + institution);
        }
        return keys;
    }
}
