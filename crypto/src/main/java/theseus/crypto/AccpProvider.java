package theseus.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * Amazon Corretto Crypto Provider: AWS-LC behind the JDK's interfaces. Used as an object, never
 * registered with the JDK.
 */
final class AccpProvider implements Provider {
    /** RFC 8410 §4: SubjectPublicKeyInfo up to the key. */
    private static final Bytes ED25519_HEADER = Bytes.fromHex("302a300506032b6570032100");

    /** RFC 5480 §2: the same for a compressed point. */
    private static final Bytes P256_HEADER =
            Bytes.fromHex("3039301306072a8648ce3d020106082a8648ce3d030107032200");

    private static final int P256_POINT_BYTES = 33;

    private final AmazonCorrettoCryptoProvider provider;
    private final KeyFactory ed25519Keys;
    private final KeyFactory p256Keys;

    private AccpProvider(AmazonCorrettoCryptoProvider provider) throws GeneralSecurityException {
        this.provider = provider;
        // The provider registers no Ed25519 key factory; it takes the JDK's keys.
        ed25519Keys = KeyFactory.getInstance("Ed25519");
        p256Keys = KeyFactory.getInstance("EC", provider);
    }

    /** Empty where its native library does not load. */
    static Optional<AccpProvider> load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null
                    || provider.runSelfTests() != SelfTestStatus.PASSED) {
                return Optional.empty();
            }
            return Optional.of(new AccpProvider(provider));
        } catch (LinkageError | RuntimeException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<ParsedKey> parse(PublicKey key) {
        byte[] bytes = key.bytes().unsafeArray();
        return switch (key.algorithm()) {
            case PublicKey.ED25519 ->
                    BouncyCastleProvider.isPrimeOrder(bytes)
                            ? parse(ed25519Keys, ED25519_HEADER, key, "Ed25519")
                            : Optional.empty();
            case PublicKey.P256 ->
                    bytes.length == P256_POINT_BYTES && (bytes[0] == 2 || bytes[0] == 3)
                            ? parse(p256Keys, P256_HEADER, key, "SHA256withECDSAinP1363Format")
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<ParsedKey> parse(
            KeyFactory factory, Bytes header, PublicKey key, String algorithm) {
        try {
            java.security.PublicKey parsed =
                    factory.generatePublic(
                            new X509EncodedKeySpec(header.concat(key.bytes()).toArray()));
            return Optional.of(
                    (content, signature) -> verify(algorithm, parsed, content, signature));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private boolean verify(
            String algorithm, java.security.PublicKey key, Bytes content, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm, provider);
            verifier.initVerify(key);
            verifier.update(content.unsafeArray());
            return verifier.verify(signature.unsafeArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
