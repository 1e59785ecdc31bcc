package theseus.protocol;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * A key that signs: Ed25519 (RFC 8032; signatures of 64 bytes) or ECDSA with P-256 and SHA-256
 * (signatures of 64 bytes, r then s, IEEE P1363). Thread-safe.
 */
public final class SigningKey {
    private final PublicKey publicKey;
    private final PrivateKey privateKey;
    private final String algorithm;

    private SigningKey(PublicKey publicKey, PrivateKey privateKey, String algorithm) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.algorithm = algorithm;
    }

    /** The Ed25519 key of a 32-byte seed (the "private key" of RFC 8032 §5.1.5). */
    public static SigningKey ed25519(Bytes seed) {
        if (seed.size() != 32) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.size());
        }
        try {
            PrivateKey secret =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new EdECPrivateKeySpec(
                                            NamedParameterSpec.ED25519, seed.toArray()));
            Bytes point = Ed25519.publicKey(seed, secret);
            return new SigningKey(new PublicKey(PublicKey.ED25519, point), secret, "Ed25519");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** The P-256 key of a 32-byte big-endian scalar from 1 to n - 1. */
    public static SigningKey p256(Bytes scalar) {
        BigInteger d = new BigInteger(1, scalar.toArray());
        if (scalar.size() != 32 || d.signum() == 0 || d.compareTo(P256.ORDER) >= 0) {
            throw new IllegalArgumentException(
                    "a P-256 scalar has 32 bytes and lies between 1 and the order of the curve");
        }
        try {
            PrivateKey secret =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new ECPrivateKeySpec(d, P256.PARAMETERS));
            return new SigningKey(P256.publicKey(secret), secret, P256.SIGNATURE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    public Bytes sign(Bytes content) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(content.unsafeArray());
            return Bytes.wrap(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with " + algorithm + " failed", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey of " + publicKey;
    }
}
