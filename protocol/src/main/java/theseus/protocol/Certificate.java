package theseus.protocol;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** A header with attestations; certain when more than 2/3 of the voting power attested it. */
public record Certificate(Header header, List<Attestation> attestations) {
    public Certificate {
        attestations = List.copyOf(attestations);
        Wire.atMost("attestations", attestations.size(), Limits.MAX_VALIDATORS);
    }

    /** The judgement on a certificate. */
    public sealed interface Verdict {
        /** {@code power} of the validators attested the header, more than 2/3. */
        record Certain(long power) implements Verdict {}

        /**
         * The header is not proven.
         *
         * @param code WRONG_CHAIN, UNKNOWN_VALIDATOR, VALIDATOR_TWICE, BAD_SIGNATURE or NO_QUORUM
         */
        record Refused(String code, String explanation) implements Verdict {}

        default boolean isCertain() {
            return this instanceof Certain;
        }
    }

    /** Judges with nothing but the JDK. */
    public Verdict verify(Hash chain, ValidatorSet validators) {
        return verify(chain, validators, SignatureCheck.jdk());
    }

    /**
     * Judges whether more than 2/3 of {@code validators} attested this header of {@code chain}. The
     * set is the one in force at the header's height. One wrong attestation spoils the certificate.
     */
    public Verdict verify(Hash chain, ValidatorSet validators, SignatureCheck signatures) {
        if (!header.chain().equals(chain)) {
            return new Verdict.Refused(
                    "WRONG_CHAIN",
                    "the header is of chain " + header.chain() + ", not of " + chain);
        }
        Bytes signed = Attestation.signingBytes(header);
        Set<PublicKey> seen = new TreeSet<>();
        long power = 0;
        for (Attestation attestation : attestations) {
            PublicKey validator = attestation.validator();
            if (validators.powerOf(validator) == 0) {
                return refused("UNKNOWN_VALIDATOR", "no validator has the key ", validator);
            }
            if (!seen.add(validator)) {
                return refused("VALIDATOR_TWICE", "more than one attestation by ", validator);
            }
            if (!signatures.verify(validator, signed, attestation.signature())) {
                return refused("BAD_SIGNATURE", "not the signature of ", validator);
            }
            power += validators.powerOf(validator);
        }
        if (!validators.isQuorum(power)) {
            return new Verdict.Refused(
                    "NO_QUORUM",
                    "attested by a power of "
                            + power
                            + " of "
                            + validators.totalPower()
                            + "; more than 2/3 are needed");
        }
        return new Verdict.Certain(power);
    }

    private static Verdict refused(String code, String what, PublicKey validator) {
        return new Verdict.Refused(code, what + validator.bytes());
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Certificate decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_BLOCK_BYTES, Certificate::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(2);
        header.write(out);
        Wire.list(out, attestations, Attestation::write);
    }

    static Certificate read(CborReader in) {
        in.expectArray(2);
        return new Certificate(
                Header.read(in), Wire.list(in, Limits.MAX_VALIDATORS, Attestation::read));
    }
}
