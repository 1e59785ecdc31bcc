package theseus.protocol;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** An admitted key, ready to verify by the JDK's own providers. Thread-safe. */
public final class VerifyingKey {
    private final PublicKey publicKey;
    private final java.security.PublicKey parsed;
    private final String algorithm;

    private VerifyingKey(PublicKey publicKey, java.security.PublicKey parsed, String algorithm) {
        this.publicKey = publicKey;
        this.parsed = parsed;
        this.algorithm = algorithm;
    }

    /** Empty unless {@link SignatureRules#admitsKey}. */
    public static Optional<VerifyingKey> of(PublicKey key) {
        if (!SignatureRules.admitsKey(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    key.algorithm() == PublicKey.ED25519
                            ? new VerifyingKey(key, Ed25519.key(key.bytes()), "Ed25519")
                            : new VerifyingKey(key, P256.key(key.bytes()), P256.SIGNATURE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK refuses an admitted key: " + key, e);
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    public boolean verifies(Bytes content, Bytes signature) {
        if (!SignatureRules.admitsSignature(publicKey.algorithm(), signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(parsed);
            verifier.update(content.unsafeArray());
            return verifier.verify(signature.unsafeArray());
        } catch (GeneralSecurityException e) {
            // An R that is no point of the curve.
            return false;
        }
    }
}
