package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import theseus.health.RecordsMessages.Version;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

final class SealedRecordTest {
    private final Entropy entropy = new SeededEntropy(1);
    private final Secret patientSeed = Secret.fresh(32, entropy);
    private final RelationshipKeys patient = RelationshipKeys.derive(patientSeed, "hospital");
    private final AuthorKey author =
            RelationshipKeys.author(Secret.fresh(32, entropy), patient.account().toString());

    private SealedRecord seal(String json) {
        return SealedRecord.seal(
                FhirParser.parse(Bytes.ofUtf8(json), "test"),
                author,
                patient.account(),
                patient.sealing().publicKey(),
                patient.tag(Category.LABORATORY),
                entropy);
    }

    private static Version onLedger(SealedRecord sealed) {
        var c = sealed.commitment();
        return new Version(c.version(), c.previous(), c.content(), c.ciphertext(), c.key());
    }

    private Verdict<Envelope> open(SealedRecord sealed, Version version, Bytes ciphertext) {
        return SealedRecord.open(
                sealed.commitment().recordId(),
                version,
                ciphertext,
                sealed.key(),
                patient.sealing());
    }

    @Test
    void whatIsSealedOpensAsItCame() {
        Random random = new Random(3);
        for (int size : new int[] {0, 1, 850, 851, 852, 5000, 100_000}) {
            String json =
                    "{\"resourceType\":\"Basic\",\"id\":\"a\",\"x\":\""
                            + "é".repeat(size)
                            + random.nextInt()
                            + "\"}";
            SealedRecord sealed = seal(json);
            var opened = open(sealed, onLedger(sealed), sealed.ciphertext());
            Envelope envelope = ((Verdict.Given<Envelope>) opened).value();
            assertEquals(Bytes.ofUtf8(json), envelope.resource());
            assertEquals(author.publicKey(), envelope.author());
            assertEquals(
                    RecordCipher.OVERHEAD_BYTES,
                    sealed.ciphertext().size() % Envelope.BLOCK_BYTES,
                    "sizes are padded");
        }
    }

    /** One position of each kind, and many at random: head, nonce, each field, padding, tag. */
    @Test
    void everyChangedByteOfACiphertextIsNoticed() {
        SealedRecord sealed = seal("{\"resourceType\":\"Basic\",\"id\":\"a\"}");
        Bytes ciphertext = sealed.ciphertext();
        for (int i = 0; i < ciphertext.size(); i++) {
            byte[] changed = ciphertext.toArray();
            changed[i] ^= (byte) (1 << (i & 7));
            Bytes tampered = Bytes.wrap(changed);
            assertDenied(DenialCode.TAMPERED, open(sealed, onLedger(sealed), tampered));
            // Even a ledger that named the changed bytes would not make them open.
            Version lying =
                    new Version(
                            1,
                            onLedger(sealed).previous(),
                            onLedger(sealed).content(),
                            Digests.sha256(changed),
                            onLedger(sealed).key());
            assertDenied(DenialCode.WRONG_KEY, open(sealed, lying, tampered));
        }
        for (int size = 0; size < ciphertext.size(); size += 97) {
            assertDenied(
                    DenialCode.TAMPERED, open(sealed, onLedger(sealed), ciphertext.slice(0, size)));
        }
    }

    @Test
    void everyChangedByteOfAnEnvelopeIsNoticed() {
        SealedRecord sealed = seal("{\"resourceType\":\"Basic\",\"id\":\"a\"}");
        Envelope envelope =
                ((Verdict.Given<Envelope>) open(sealed, onLedger(sealed), sealed.ciphertext()))
                        .value();
        byte[] encoding = envelope.encode();
        for (int i = 0; i < encoding.length; i++) {
            byte[] changed = encoding.clone();
            changed[i] ^= 1;
            boolean noticed =
                    Envelope.decode(changed)
                            .map(each -> !each.commitment().equals(envelope.commitment()))
                            .orElse(true);
            assertTrue(noticed, "byte " + i);
        }
        assertTrue(Envelope.decode(new byte[0]).isEmpty());
        assertTrue(Envelope.decode(Arrays.copyOf(encoding, encoding.length + 1)).isEmpty());
        assertTrue(Envelope.decode(Arrays.copyOf(encoding, encoding.length - 1)).isEmpty());
    }

    @Test
    void anotherRecordsCommitmentIsRefused() {
        SealedRecord one = seal("{\"resourceType\":\"Basic\",\"id\":\"a\"}");
        SealedRecord other = seal("{\"resourceType\":\"Basic\",\"id\":\"a\"}");
        Version mixed =
                new Version(
                        1,
                        onLedger(one).previous(),
                        onLedger(other).content(),
                        onLedger(one).ciphertext(),
                        onLedger(one).key());
        assertDenied(DenialCode.COMMITMENT_MISMATCH, open(one, mixed, one.ciphertext()));
    }

    @Test
    void aSignatureForAnotherVersionIsRefused() {
        Bytes resource = Bytes.ofUtf8("{}");
        Hash record = Digests.sha256(new byte[] {1});
        Envelope envelope = Envelope.write(author, record, 1, resource, entropy);
        assertTrue(envelope.isAuthored(record, 1));
        assertFalse(envelope.isAuthored(record, 2));
        assertFalse(envelope.isAuthored(Digests.sha256(new byte[] {2}), 1));
    }

    @Test
    void theSameContentIsCommittedDifferentlyEachTime() {
        String json = "{\"resourceType\":\"Basic\",\"id\":\"a\"}";
        assertNotEquals(seal(json).commitment().content(), seal(json).commitment().content());
    }

    @Test
    void keysAreDerivedFromTheSeedAlone() {
        RelationshipKeys again = RelationshipKeys.derive(patientSeed, "hospital");
        assertEquals(patient.account(), again.account());
        assertEquals(patient.sealing().publicKey(), again.sealing().publicKey());
        assertEquals(patient.tag(Category.CLAIM), again.tag(Category.CLAIM));
    }

    /** Golden: the layout of derivation and tags must never change under released data. */
    @Test
    void derivationIsPinned() {
        RelationshipKeys keys = RelationshipKeys.derive(Secret.taking(new byte[32]), "hospital");
        assertEquals(GOLDEN_ACCOUNT, keys.account().toString());
        assertEquals(GOLDEN_TAG, keys.tag(Category.LABORATORY).hex());
    }

    private static final String GOLDEN_ACCOUNT =
            "2bf13881370c172713335533c30b841550bc02547299c9f8f782f9a1364d6e57";
    private static final String GOLDEN_TAG = "c9ac9439de08f7066ace11953919577c";

    @Test
    void tagsDoNotLinkPatientsOrRelationships() {
        RelationshipKeys otherPatient =
                RelationshipKeys.derive(Secret.fresh(32, entropy), "hospital");
        RelationshipKeys otherHospital = RelationshipKeys.derive(patientSeed, "laboratory");
        for (Category one : Category.values()) {
            for (Category two : Category.values()) {
                assertNotEquals(patient.tag(one), otherPatient.tag(two));
                assertNotEquals(patient.tag(one), otherHospital.tag(two));
                assertEquals(one == two, patient.tag(one).equals(patient.tag(two)));
            }
        }
        assertEquals(16, patient.tag(Category.CLAIM).size());
    }

    @Test
    void secretsDoNotPrintAndAreOverwritten() {
        Secret secret = Secret.fresh(32, entropy);
        assertEquals("Secret[32 bytes]", secret.toString());
        secret.close();
        assertEquals(Bytes.wrap(new byte[32]), secret.copy());
    }

    static void assertDenied(DenialCode code, Verdict<?> verdict) {
        assertEquals(code, assertInstanceOf(Verdict.Denied.class, verdict).code());
    }
}
