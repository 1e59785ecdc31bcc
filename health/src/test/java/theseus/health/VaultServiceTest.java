package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.health.AuditMessages.Last;
import theseus.health.ConsentMessages.Considered;
import theseus.health.ConsentMessages.Terms;
import theseus.health.RecordsMessages.Held;
import theseus.health.RecordsMessages.Version;
import theseus.health.VaultRequest.Asked;
import theseus.health.VaultWire.Item;
import theseus.protocol.Header;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.Table;

/** One test for each way in which a vault says no, all of them over HTTP. */
final class VaultServiceTest {
    private static final long BLOCK_TIME = 1_000_000;
    private static final Hash CHAIN = Digests.sha256(new byte[] {9});
    private static final VaultLimits LIMITS = new VaultLimits(10_000, 60_000, 5_000, 8, 4, 4096, 2);

    private final Entropy entropy = new SeededEntropy(21);
    private final RelationshipKeys patient =
            RelationshipKeys.derive(Secret.fresh(32, entropy), "hospital");
    private final RelationshipKeys reader =
            RelationshipKeys.derive(Secret.fresh(32, entropy), "patient");
    private final Map<Object, Object> state = new HashMap<>();
    private final MemoryVault vault = new MemoryVault();
    private final Hash grantId = Digests.sha256(new byte[] {1});
    private Optional<DenialCode> ledgerFails = Optional.empty();
    private long now = BLOCK_TIME + 500;
    private SealedRecord sealed;

    private final Ledger ledger =
            new Ledger() {
                @Override
                public Hash chain() {
                    return CHAIN;
                }

                @Override
                public Verdict<Snapshot> latest() {
                    return ledgerFails
                            .<Verdict<Snapshot>>map(code -> Verdict.denied(code, "as told"))
                            .orElse(Verdict.given(new Fake()));
                }
            };

    private final class Fake implements Ledger.Snapshot {
        @Override
        public Header header() {
            return new Header(
                    CHAIN,
                    5,
                    BLOCK_TIME,
                    Hash.ZERO,
                    Hash.ZERO,
                    Hash.ZERO,
                    Hash.ZERO,
                    0,
                    new theseus.sdk.PublicKey(theseus.sdk.PublicKey.ED25519, Hash.ZERO.bytes()));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <K, V> Verdict<Optional<V>> get(String instance, Table<K, V> table, K key) {
            Object value = state.get(key);
            return value == DenialCode.BAD_PROOF
                    ? Verdict.denied(DenialCode.BAD_PROOF, "as told")
                    : Verdict.given(
                            table.value().isInstance(value)
                                    ? Optional.of((V) value)
                                    : Optional.empty());
        }
    }

    /**
     * All is well: a record, a grant in force, an access, a key; each test takes one thing away.
     */
    @BeforeEach
    void aReadableRecord() {
        sealed =
                SealedRecord.seal(
                        FhirParser.parse(
                                Bytes.ofUtf8("{\"resourceType\":\"Basic\",\"id\":\"a\"}"), "test"),
                        RelationshipKeys.author(Secret.fresh(32, entropy), "x"),
                        patient.account(),
                        patient.sealing().publicKey(),
                        patient.tag(Category.LABORATORY),
                        entropy);
        vault.put(List.of(sealed.ciphertext()));
        vault.putKeys(patient.account(), List.of(new Vault.HeldKey(recordId(), sealed.key())));
        vault.putKeys(reader.account(), List.of(new Vault.HeldKey(recordId(), rewrapped())));
        state.put(recordId(), held(false));
        state.put(relationship(), new Considered(List.of(grantId)));
        state.put(grantId, terms(0, BLOCK_TIME + 1, false));
        state.put(reading(), new Last(patient.account(), 1, 4, BLOCK_TIME - 10));
    }

    @Test
    void bothLocksOpenIsReleasedAndOpens() {
        Item.Released released = assertInstanceOf(Item.Released.class, ask(reader, release()));
        var opened =
                SealedRecord.open(
                        recordId(),
                        held(false).version(),
                        released.ciphertext(),
                        new WrappedKey(released.key()),
                        reader.sealing());
        assertInstanceOf(Verdict.Given.class, opened);
    }

    @Test
    void aGrantOfVersion2CountsWhenItIsForAnything() {
        state.put(grantId, termsFor(new PurposeMessages.Use.Any()));
        assertInstanceOf(Item.Released.class, ask(reader, release()));
    }

    @Test
    void aGrantLimitedToPurposesCountsAsNone() {
        state.put(
                grantId,
                termsFor(new PurposeMessages.Use.Only(List.of(PurposeMessages.Purpose.TREATMENT))));
        assertDenied(DenialCode.CONSENT_MISSING, ask(reader, release()));
    }

    private PurposeMessages.Terms termsFor(PurposeMessages.Use use) {
        return new PurposeMessages.Terms(
                patient.account(),
                reader.account(),
                List.of(patient.tag(Category.LABORATORY)),
                0,
                BLOCK_TIME + 1,
                false,
                use);
    }

    @Test
    void withoutGrantNothingLeaves() {
        state.remove(relationship());
        assertDenied(DenialCode.CONSENT_MISSING, ask(reader, release()));
    }

    @Test
    void aGrantOfAnotherCategoryDoesNotCover() {
        state.put(
                grantId,
                new Terms(
                        patient.account(),
                        reader.account(),
                        patient.tags(List.of(Category.IMAGING, Category.CLAIM)),
                        0,
                        BLOCK_TIME + 1,
                        false));
        assertDenied(DenialCode.CONSENT_MISSING, ask(reader, release()));
    }

    @Test
    void aGrantToSomebodyElseDoesNotCover() {
        state.put(
                grantId,
                new Terms(
                        patient.account(),
                        patient.account(),
                        List.of(patient.tag(Category.LABORATORY)),
                        0,
                        BLOCK_TIME + 1,
                        false));
        assertDenied(DenialCode.CONSENT_MISSING, ask(reader, release()));
    }

    @Test
    void aGrantThatBeginsLaterIsNotYet() {
        state.put(grantId, terms(BLOCK_TIME + 1, BLOCK_TIME + 2, false));
        assertDenied(DenialCode.CONSENT_NOT_YET, ask(reader, release()));
    }

    @Test
    void aGrantEndsAtItsLastMillisecondOfBlockTime() {
        state.put(grantId, terms(0, BLOCK_TIME, false));
        assertDenied(DenialCode.CONSENT_EXPIRED, ask(reader, release()));
    }

    @Test
    void aRevokedGrantIsRefusedThoughTheAccessWasAnnounced() {
        state.put(grantId, terms(0, BLOCK_TIME + 1, true));
        assertDenied(DenialCode.CONSENT_REVOKED, ask(reader, release()));
    }

    @Test
    void oneGrantInForceSufficesWhateverTheOthersAre() {
        Hash revoked = Digests.sha256(new byte[] {2});
        state.put(relationship(), new Considered(List.of(grantId, revoked)));
        state.put(revoked, terms(0, BLOCK_TIME + 1, true));
        assertInstanceOf(Item.Released.class, ask(reader, release()));
    }

    @Test
    void withoutAccessEntryNothingLeaves() {
        state.remove(reading());
        assertDenied(DenialCode.NO_ACCESS_ENTRY, ask(reader, release()));
    }

    @Test
    void anAccessEntryGetsOld() {
        state.put(reading(), new Last(patient.account(), 1, 1, BLOCK_TIME - 60_001));
        assertDenied(DenialCode.ACCESS_ENTRY_OLD, ask(reader, release()));
    }

    @Test
    void anAccessEntryServesOnce() {
        assertInstanceOf(Item.Released.class, ask(reader, release()));
        assertDenied(DenialCode.ACCESS_ENTRY_SPENT, ask(reader, release()));
        state.put(reading(), new Last(patient.account(), 2, 5, BLOCK_TIME));
        assertInstanceOf(Item.Released.class, ask(reader, release()));
    }

    @Test
    void aChainThatStandsStillReleasesNothing() {
        now = BLOCK_TIME + LIMITS.headerAgeMillisMax() + 1;
        assertDenied(DenialCode.CHAIN_STALE, ask(reader, release()));
    }

    @Test
    void anUnreachableChainReleasesNothing() {
        ledgerFails = Optional.of(DenialCode.CHAIN_UNREACHABLE);
        assertDenied(DenialCode.CHAIN_UNREACHABLE, ask(reader, release()));
    }

    @Test
    void aHeaderThatIsNotCertifiedReleasesNothing() {
        ledgerFails = Optional.of(DenialCode.BAD_PROOF);
        assertDenied(DenialCode.BAD_PROOF, ask(reader, release()));
    }

    @Test
    void eachOfTheFourProofsMustHold() {
        for (Object key : List.of(recordId(), relationship(), grantId, reading())) {
            Object before = state.put(key, DenialCode.BAD_PROOF);
            assertDenied(DenialCode.BAD_PROOF, ask(reader, release()));
            state.put(key, before);
        }
        assertInstanceOf(Item.Released.class, ask(reader, release()));
    }

    @Test
    void aChallengeOfItsOwnMakingIsUnknown() {
        assertDenied(
                DenialCode.CHALLENGE_UNKNOWN,
                over(client -> client.send(signed(reader, Bytes.wrap(new byte[32]), release()))));
    }

    @Test
    void aRequestCannotBeSentTwice() {
        assertDenied(
                DenialCode.CHALLENGE_UNKNOWN,
                over(
                        client -> {
                            VaultRequest once = signed(reader, challenge(client), release());
                            assertInstanceOf(Verdict.Given.class, client.send(once));
                            return client.send(once);
                        }));
    }

    @Test
    void aChallengeGetsOld() {
        assertDenied(
                DenialCode.CHALLENGE_EXPIRED,
                over(
                        client -> {
                            Bytes challenge = challenge(client);
                            now += LIMITS.challengeAgeMillisMax() + 1;
                            return client.send(signed(reader, challenge, release()));
                        }));
    }

    @Test
    void openChallengesAreBounded() {
        assertDenied(
                DenialCode.CHALLENGES_FULL,
                over(
                        client -> {
                            for (int i = 0; i < LIMITS.challengesMax(); i++) {
                                challenge(client);
                            }
                            return client.challenge();
                        }));
    }

    @Test
    void aSignatureForOtherRecordsIsRefused() {
        assertDenied(
                DenialCode.BAD_SIGNATURE,
                over(
                        client -> {
                            VaultRequest signed = signed(reader, challenge(client), release());
                            return client.send(
                                    new VaultRequest(
                                            signed.key(),
                                            signed.challenge(),
                                            new Asked.Release(List.of(Hash.ZERO)),
                                            signed.signature()));
                        }));
    }

    @Test
    void aSignatureForAnotherChainIsRefused() {
        assertDenied(
                DenialCode.BAD_SIGNATURE,
                over(
                        client ->
                                client.send(
                                        VaultRequest.sign(
                                                reader.signing(),
                                                Hash.ZERO,
                                                challenge(client),
                                                release()))));
    }

    @Test
    void somebodyElsesKeyDoesNotSpeakForTheReader() {
        assertDenied(DenialCode.CONSENT_MISSING, ask(other(), release()));
    }

    @Test
    void aRecordThatTheLedgerDoesNotKnowIsUnknown() {
        state.remove(recordId());
        assertDenied(DenialCode.UNKNOWN_RECORD, ask(reader, release()));
    }

    @Test
    void anErasedRecordIsGoneForEverybody() {
        state.put(recordId(), held(true));
        assertDenied(DenialCode.RECORD_ERASED, ask(reader, release()));
        assertDenied(DenialCode.RECORD_ERASED, ask(patient, release()));
    }

    @Test
    void withoutAKeyHandedOverThereIsNothingToRelease() {
        vault.shred(recordId(), sealed.commitment().ciphertext());
        vault.put(List.of(sealed.ciphertext()));
        assertDenied(DenialCode.NO_KEY, ask(reader, release()));
    }

    @Test
    void aCiphertextThatIsNotThereIsMissing() {
        vault.shred(Hash.ZERO, sealed.commitment().ciphertext());
        assertDenied(DenialCode.CIPHERTEXT_MISSING, ask(reader, release()));
    }

    @Test
    void patientsReadTheirOwnUnderAnEntryButWithoutGrant() {
        state.remove(relationship());
        assertDenied(DenialCode.NO_ACCESS_ENTRY, ask(patient, release()));
        state.put(
                new AuditMessages.Reading(patient.account(), recordId()),
                new Last(patient.account(), 2, 5, BLOCK_TIME));
        assertInstanceOf(Item.Released.class, ask(patient, release()));
    }

    @Test
    void onlyThePatientGetsOwnKeysAndHandsThemOver() {
        Asked own = new Asked.OwnKeys(List.of(recordId()));
        assertInstanceOf(Item.Key.class, ask(patient, own));
        assertDenied(DenialCode.NOT_PATIENT, ask(reader, own));
        Asked handOver =
                new Asked.HandOver(
                        other().account(),
                        List.of(new VaultRequest.Handed(recordId(), rewrapped().sealed())));
        assertDenied(DenialCode.NOT_PATIENT, ask(reader, handOver));
        assertEquals(Optional.empty(), vault.key(other().account(), recordId()));
        assertInstanceOf(Item.Kept.class, ask(patient, handOver));
        assertEquals(
                Optional.of(rewrapped().sealed().size()),
                vault.key(other().account(), recordId()).map(key -> key.sealed().size()));
    }

    @Test
    void aKeyOfTheWrongSizeIsMalformed() {
        Asked handOver =
                new Asked.HandOver(
                        reader.account(),
                        List.of(new VaultRequest.Handed(recordId(), Bytes.wrap(new byte[3]))));
        assertDenied(DenialCode.MALFORMED, ask(patient, handOver));
    }

    @Test
    void whatIsErasedOnTheLedgerIsForgottenAndNothingElse() {
        Asked forget = new Asked.Forget(List.of(recordId()));
        assertDenied(DenialCode.NOT_ERASED, ask(other(), forget));
        assertInstanceOf(Item.Released.class, ask(reader, release()));
        state.put(recordId(), held(true));
        assertInstanceOf(Item.Forgotten.class, ask(other(), forget));
        SealedRecordTest.assertDenied(
                DenialCode.CIPHERTEXT_MISSING, vault.get(sealed.commitment().ciphertext()));
        assertEquals(Optional.empty(), vault.key(patient.account(), recordId()));
        assertEquals(Optional.empty(), vault.key(reader.account(), recordId()));
        state.remove(recordId());
        assertDenied(DenialCode.UNKNOWN_RECORD, ask(other(), forget));
    }

    @Test
    void whatDoesNotDecodeIsMalformedAndNothingMore() throws Exception {
        long seed = new java.util.Random().nextLong();
        java.util.Random random = new java.util.Random(seed);
        VaultService service = new VaultService(vault, ledger, LIMITS, () -> now, entropy);
        try (VaultServer server = VaultServer.start(service, CHAIN, LIMITS, 0);
                var http = java.net.http.HttpClient.newHttpClient()) {
            Bytes good =
                    VaultWire.REQUEST.encode(signed(reader, Bytes.wrap(new byte[32]), release()));
            for (int i = 0; i < 200; i++) {
                byte[] body = good.toArray();
                body[random.nextInt(body.length)] = (byte) random.nextInt();
                body = java.util.Arrays.copyOf(body, random.nextInt(body.length + 2));
                var answer =
                        http.send(
                                java.net.http.HttpRequest.newBuilder(
                                                server.uri().resolve(VaultWire.REQUESTS))
                                        .POST(
                                                java.net.http.HttpRequest.BodyPublishers
                                                        .ofByteArray(body))
                                        .build(),
                                java.net.http.HttpResponse.BodyHandlers.ofByteArray());
                Item.Denied denied = VaultWire.DENIED.decode(Bytes.wrap(answer.body()));
                assertEquals(
                        DenialCode.valueOf(denied.code()).httpStatus(),
                        answer.statusCode(),
                        "seed " + seed);
                assertEquals(
                        true,
                        List.of("MALFORMED", "CHALLENGE_UNKNOWN", "TOO_LARGE")
                                .contains(denied.code()),
                        denied + ", seed " + seed);
            }
        }
    }

    @Test
    void aVaultThatFailsSaysSoAndReleasesNothing() {
        Ledger broken =
                new Ledger() {
                    @Override
                    public Hash chain() {
                        return CHAIN;
                    }

                    @Override
                    public Verdict<Snapshot> latest() {
                        throw new IllegalStateException("the disk is full");
                    }
                };
        VaultService service = new VaultService(vault, broken, LIMITS, () -> now, entropy);
        assertDenied(
                DenialCode.VAULT_FAILED,
                over(service, client -> client.ask(reader.signing(), CHAIN, release())));
    }

    @Test
    void requestsAreBounded() {
        List<Hash> five = java.util.Collections.nCopies(5, recordId());
        assertDenied(DenialCode.TOO_LARGE, ask(reader, new Asked.Release(five)));
        assertDenied(DenialCode.TOO_LARGE, ask(reader, new Asked.Release(List.of())));
        List<Hash> many = java.util.Collections.nCopies(200, recordId());
        assertDenied(DenialCode.TOO_LARGE, ask(reader, new Asked.Release(many)));
    }

    private interface Step {
        Verdict<?> run(VaultClient client);
    }

    /** The only item of the reply, or what the whole request was denied with. */
    private Item over(Step step) {
        VaultService service = new VaultService(vault, ledger, LIMITS, () -> now, entropy);
        return over(service, step);
    }

    private static Item over(VaultService service, Step step) {
        try (VaultServer server = VaultServer.start(service, CHAIN, LIMITS, 0);
                VaultClient client = new VaultClient(server.uri())) {
            return switch (step.run(client)) {
                case Verdict.Denied<?>(DenialCode code, String explanation) ->
                        new Item.Denied(code.name(), explanation);
                case Verdict.Given<?>(Object value) -> ((VaultWire.Reply) value).items().getFirst();
            };
        }
    }

    private Optional<VaultService> running = Optional.empty();

    private Item ask(RelationshipKeys who, Asked asked) {
        if (running.isEmpty()) {
            running = Optional.of(new VaultService(vault, ledger, LIMITS, () -> now, entropy));
        }
        return over(running.get(), client -> client.ask(who.signing(), CHAIN, asked));
    }

    private static Bytes challenge(VaultClient client) {
        return ((Verdict.Given<Bytes>) client.challenge()).value();
    }

    private static VaultRequest signed(RelationshipKeys who, Bytes challenge, Asked asked) {
        return VaultRequest.sign(who.signing(), CHAIN, challenge, asked);
    }

    private Asked.Release release() {
        return new Asked.Release(List.of(recordId()));
    }

    private static RelationshipKeys other() {
        return RelationshipKeys.derive(Secret.taking(new byte[32]), "nobody");
    }

    private Hash recordId() {
        return sealed.commitment().recordId();
    }

    private ConsentMessages.Relationship relationship() {
        return new ConsentMessages.Relationship(patient.account(), reader.account());
    }

    private AuditMessages.Reading reading() {
        return new AuditMessages.Reading(reader.account(), recordId());
    }

    private Held held(boolean erased) {
        var c = sealed.commitment();
        AccountId custodian = new AccountId(Bytes.wrap(new byte[32]));
        Version version = new Version(1, Optional.empty(), c.content(), c.ciphertext(), c.key());
        return new Held(
                custodian, patient.account(), erased ? List.of() : c.tags(), version, erased);
    }

    private Terms terms(long from, long until, boolean revoked) {
        return new Terms(
                patient.account(),
                reader.account(),
                List.of(patient.tag(Category.LABORATORY)),
                from,
                until,
                revoked);
    }

    private WrappedKey rewrapped() {
        try (Secret key = sealed.key().unwrap(recordId(), patient.sealing()).get()) {
            return WrappedKey.wrap(key, recordId(), reader.sealing().publicKey(), entropy);
        }
    }

    private static void assertDenied(DenialCode code, Item item) {
        assertEquals(code.name(), assertInstanceOf(Item.Denied.class, item).code());
    }
}
