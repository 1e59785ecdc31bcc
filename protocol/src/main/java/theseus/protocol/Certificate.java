package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;

/** A header with attestations; certain when more than 2/3 of the voting power attested it. */
public record Certificate(Header header, List<Attestation> attestations) {
    public Certificate {
        attestations = List.copyOf(attestations);
        Wire.atMost("attestations", attestations.size(), Limits.MAX_VALIDATORS);
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
