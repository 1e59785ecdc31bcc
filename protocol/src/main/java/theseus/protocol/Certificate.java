package theseus.protocol;

import java.util.List;

/** A header with attestations; certain when more than 2/3 of the voting power attested it. */
public record Certificate(Header header, List<Attestation> attestations) {
    public Certificate {
        attestations = List.copyOf(attestations);
    }
}
