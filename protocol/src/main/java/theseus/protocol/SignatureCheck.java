package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** Decides whether a signature is valid, under {@link SignatureRules}. */
@FunctionalInterface
public interface SignatureCheck {
    boolean verify(PublicKey key, Bytes content, Bytes signature);

    /** With nothing but the JDK and remembering nothing, see {@link VerifyingKey}. Thread-safe. */
    static SignatureCheck jdk() {
        return (key, content, signature) ->
                VerifyingKey.of(key).map(it -> it.verifies(content, signature)).orElse(false);
    }
}
