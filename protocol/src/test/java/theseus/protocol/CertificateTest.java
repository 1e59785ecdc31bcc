package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;

final class CertificateTest {
    private static final Header HEADER = new Samples(7).header();
    private static final SigningKey ALICE = SigningKey.ed25519(Bytes.fromHex("01".repeat(32)));
    private static final SigningKey BOB = SigningKey.p256(Bytes.fromHex("02".repeat(32)));
    private static final SigningKey CAROL = SigningKey.ed25519(Bytes.fromHex("03".repeat(32)));
    private static final ValidatorSet EQUAL =
            ValidatorSet.of(
                    List.of(
                            new Genesis.Validator(ALICE.publicKey(), 1),
                            new Genesis.Validator(BOB.publicKey(), 1),
                            new Genesis.Validator(CAROL.publicKey(), 1)));

    @Test
    void allThreeMakeItCertain() {
        Certificate certificate = attestedBy(HEADER, ALICE, BOB, CAROL);
        assertEquals(new Certificate.Verdict.Certain(3), certificate.verify(HEADER.chain(), EQUAL));
        assertTrue(certificate.verify(HEADER.chain(), EQUAL).isCertain());
    }

    @Test
    void exactlyTwoThirdsAreNotEnough() {
        assertRefused("NO_QUORUM", attestedBy(HEADER, ALICE, BOB), EQUAL);
        assertRefused("NO_QUORUM", attestedBy(HEADER), EQUAL);
    }

    @Test
    void powerCountsNotHeads() {
        ValidatorSet unequal = EQUAL.with(new Change.SetValidatorPower(ALICE.publicKey(), 5));
        assertEquals(
                new Certificate.Verdict.Certain(5),
                attestedBy(HEADER, ALICE).verify(HEADER.chain(), unequal));
        assertRefused("NO_QUORUM", attestedBy(HEADER, BOB, CAROL), unequal);
        ValidatorSet without = EQUAL.with(new Change.SetValidatorPower(CAROL.publicKey(), 0));
        assertTrue(attestedBy(HEADER, ALICE, BOB).verify(HEADER.chain(), without).isCertain());
    }

    @Test
    void nobodyCountsTwice() {
        assertRefused("VALIDATOR_TWICE", attestedBy(HEADER, ALICE, ALICE, BOB), EQUAL);
    }

    @Test
    void strangersDoNotCount() {
        SigningKey mallory = SigningKey.ed25519(Bytes.fromHex("66".repeat(32)));
        assertRefused("UNKNOWN_VALIDATOR", attestedBy(HEADER, ALICE, mallory), EQUAL);
    }

    @Test
    void anAttestationIsForOneHeaderAlone() {
        Header other = new Samples(8).header();
        Certificate moved =
                new Certificate(other, attestedBy(HEADER, ALICE, BOB, CAROL).attestations());
        assertRefused("BAD_SIGNATURE", moved, EQUAL, other.chain());
    }

    @Test
    void anotherChainIsRefused() {
        assertRefused("WRONG_CHAIN", attestedBy(HEADER, ALICE, BOB, CAROL), EQUAL, Hash.ZERO);
    }

    @Test
    void powersAreBounded() {
        assertThrows(
                IllegalArgumentException.class, () -> new Genesis.Validator(ALICE.publicKey(), 0));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        ValidatorSet.of(
                                List.of(
                                        new Genesis.Validator(ALICE.publicKey(), 1),
                                        new Genesis.Validator(ALICE.publicKey(), 2))));
    }

    private static Certificate attestedBy(Header header, SigningKey... keys) {
        List<Attestation> attestations = new ArrayList<>();
        for (SigningKey key : keys) {
            attestations.add(
                    new Attestation(key.publicKey(), key.sign(Attestation.signingBytes(header))));
        }
        return new Certificate(header, attestations);
    }

    private static void assertRefused(String code, Certificate certificate, ValidatorSet set) {
        assertRefused(code, certificate, set, HEADER.chain());
    }

    private static void assertRefused(
            String code, Certificate certificate, ValidatorSet set, Hash chain) {
        Certificate.Verdict verdict = certificate.verify(chain, set);
        assertEquals(
                code,
                assertInstanceOf(Certificate.Verdict.Refused.class, verdict).code(),
                verdict.toString());
    }
}
