package theseus.client;

import theseus.protocol.Certificate;
import theseus.protocol.Genesis;
import theseus.protocol.Header;
import theseus.protocol.StateProof;
import theseus.protocol.ValidatorSet;
import theseus.sdk.Hash;

/**
 * Verifies certificates and state proofs with nothing but the genesis: validator keys and powers
 * are those it names. A chain whose validators have changed since needs a newer starting point.
 */
public final class Verifier {
    private final Hash chain;
    private final ValidatorSet validators;

    public Verifier(Genesis genesis) {
        this.chain = genesis.hash();
        this.validators = ValidatorSet.of(genesis.validators());
    }

    public Hash chain() {
        return chain;
    }

    /**
     * The certificate's header, once more than 2/3 of the voting power attested it.
     *
     * @throws UnverifiedException otherwise
     */
    public Header verify(Certificate certificate) {
        return switch (certificate.verify(chain, validators)) {
            case Certificate.Verdict.Certain _ -> certificate.header();
            case Certificate.Verdict.Refused(String code, String explanation) ->
                    throw new UnverifiedException(
                            "The certificate of height "
                                    + certificate.header().height()
                                    + " does not hold: "
                                    + explanation
                                    + " ["
                                    + code
                                    + "]");
        };
    }

    /**
     * @throws UnverifiedException when the proof does not lead to the header's state root
     */
    public void verify(StateProof proof, Header header) {
        if (!proof.verify(header.stateRoot())) {
            throw new UnverifiedException(
                    "The proof for key "
                            + proof.key()
                            + " of "
                            + proof.table().instance()
                            + "/"
                            + proof.table().table()
                            + " does not lead to the state root of height "
                            + header.height());
        }
    }
}
