package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import theseus.protocol.Certificate;
import theseus.protocol.Header;
import theseus.protocol.MalformedException;
import theseus.protocol.StateProof;
import theseus.sdk.Bytes;

/**
 * Takes certificates and proofs out of a node's answers and lets them through only once they are
 * verified. Many proofs come under one header; its signatures are checked once. Thread-safe.
 */
final class Shown {
    private record Verified(Bytes certificate, Header header) {}

    private final Verifier verifier;
    private volatile Optional<Verified> last = Optional.empty();

    Shown(Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * The certified header in an answer.
     *
     * @param height that was asked for; empty for any
     */
    Header header(JsonNode json, OptionalLong height) {
        Header header = header(Told.hex(json, "certificate"));
        if (height.isPresent() && header.height() != height.getAsLong()) {
            throw new UnverifiedException(
                    "The node showed height "
                            + header.height()
                            + " where "
                            + height.getAsLong()
                            + " was asked for");
        }
        return header;
    }

    /** The proof in an answer, which leads to the state root of {@code header}. */
    StateProof proof(JsonNode json, Header header) {
        try {
            StateProof proof = StateProof.decode(Told.hex(json, "proof"));
            verifier.verify(proof, header);
            return proof;
        } catch (MalformedException e) {
            throw new UnverifiedException("The proof is malformed: " + e.explanation(), e);
        }
    }

    private Header header(Bytes certificate) {
        Optional<Verified> known = last;
        if (known.isPresent() && known.get().certificate().equals(certificate)) {
            return known.get().header();
        }
        try {
            Header header = verifier.verify(Certificate.decode(certificate));
            last = Optional.of(new Verified(certificate, header));
            return header;
        } catch (MalformedException e) {
            throw new UnverifiedException("The certificate is malformed: " + e.explanation(), e);
        }
    }
}
