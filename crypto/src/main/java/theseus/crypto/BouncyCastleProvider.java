package theseus.crypto;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** BouncyCastle's lightweight API: nothing is registered with the JDK. */
final class BouncyCastleProvider implements Provider {
    private static final ECDomainParameters P256 =
            new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));
    private static final int P256_POINT_BYTES = 33;

    @Override
    public Optional<ParsedKey> parse(PublicKey key) {
        return switch (key.algorithm()) {
            case PublicKey.ED25519 -> ed25519(key.bytes());
            case PublicKey.P256 -> p256(key.bytes()).map(BouncyCastleProvider::ecdsa);
            default -> Optional.empty();
        };
    }

    /** Whether the point is canonical and of prime order; the other providers ask this too. */
    static boolean isPrimeOrder(byte[] point) {
        return point.length == Ed25519.PUBLIC_KEY_SIZE && Ed25519.validatePublicKeyFull(point, 0);
    }

    private static Optional<ParsedKey> ed25519(Bytes encoded) {
        if (!isPrimeOrder(encoded.unsafeArray())) {
            return Optional.empty();
        }
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(encoded.toArray(), 0);
        return Optional.of((content, signature) -> ed25519(point, content, signature));
    }

    private static boolean ed25519(Ed25519.PublicPoint point, Bytes content, Bytes signature) {
        byte[] bytes = signature.unsafeArray();
        // BouncyCastle multiplies the equation by a random-looking number; when that is even, an R
        // with a part of small order would slip through. So R must be of prime order, as it is in
        // every signature that satisfies the equation as it stands.
        return Ed25519.verify(bytes, 0, point, content.unsafeArray(), 0, content.size())
                && isPrimeOrder(signature.slice(0, Ed25519.PUBLIC_KEY_SIZE).unsafeArray());
    }

    private static Optional<ECPublicKeyParameters> p256(Bytes compressed) {
        byte[] bytes = compressed.toArray();
        if (bytes.length != P256_POINT_BYTES || (bytes[0] != 2 && bytes[0] != 3)) {
            return Optional.empty();
        }
        try {
            ECPoint point = P256.getCurve().decodePoint(bytes);
            return Optional.of(new ECPublicKeyParameters(point, P256));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ParsedKey ecdsa(ECPublicKeyParameters key) {
        return (content, signature) -> {
            byte[] bytes = signature.unsafeArray();
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(
                    Sha256.of(content).bytes().unsafeArray(),
                    new BigInteger(1, bytes, 0, 32),
                    new BigInteger(1, bytes, 32, 32));
        };
    }
}
