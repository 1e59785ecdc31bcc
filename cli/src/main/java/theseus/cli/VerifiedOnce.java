package theseus.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import theseus.kernel.spi.SignatureScheme;
import theseus.protocol.MalformedException;
import theseus.protocol.Submission;
import theseus.protocol.Transaction;
import theseus.protocol.Witness.KeySignature;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Remembers what was verified: the same block is executed by several, and verifying signatures is
 * most of executing it. Thread-safe.
 */
final class VerifiedOnce implements SignatureScheme {
    /** Some blocks' worth; about half a kilobyte each. */
    private static final int MAX_REMEMBERED = 20_000;

    private final SignatureScheme scheme;
    private final Map<Asked, Boolean> answers = new ConcurrentHashMap<>();

    private record Asked(PublicKey key, Bytes content, Bytes signature) {}

    VerifiedOnce(SignatureScheme scheme) {
        this.scheme = scheme;
    }

    @Override
    public boolean verify(PublicKey key, Bytes content, Bytes signature) {
        Asked asked = new Asked(key, content, signature);
        Boolean known = answers.get(asked);
        if (known != null) {
            return known;
        }
        boolean valid = scheme.verify(key, content, signature);
        if (answers.size() >= MAX_REMEMBERED) {
            answers.clear();
        }
        answers.put(asked, valid);
        return valid;
    }

    /** Verifies what says its keys itself, so that nobody waits for it later. */
    void ahead(List<Bytes> submissions) {
        submissions.forEach(this::ahead);
    }

    private void ahead(Bytes encoding) {
        Submission submission;
        try {
            submission = Submission.decode(encoding);
        } catch (MalformedException malformed) {
            return; // the block's receipt says so
        }
        if (submission instanceof Transaction transaction
                && transaction.witness().keys().isPresent()) {
            List<PublicKey> keys = transaction.witness().keys().get().keys();
            Bytes content = transaction.signingBytes();
            for (KeySignature signature : transaction.witness().signatures()) {
                if (signature.keyIndex() < keys.size()) {
                    verify(keys.get(signature.keyIndex()), content, signature.signature());
                }
            }
        }
    }
}
