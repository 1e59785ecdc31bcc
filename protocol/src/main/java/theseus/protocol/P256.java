package theseus.protocol;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** P-256 (SP 800-186 §3.2.1.3; SEC 1 §2.3.3 for compressed points). */
final class P256 {
    static final String SIGNATURE = "SHA256withECDSAinP1363Format";
    static final int COMPRESSED_BYTES = 33;
    static final ECParameterSpec PARAMETERS = parameters();
    static final BigInteger ORDER = PARAMETERS.getOrder();

    private static final BigInteger PRIME =
            ((java.security.spec.ECFieldFp) PARAMETERS.getCurve().getField()).getP();
    private static final BigInteger SQUARE_ROOT_EXPONENT = PRIME.add(BigInteger.ONE).shiftRight(2);

    private P256() {}

    /** The point of a compressed encoding; empty unless it is one of a point on the curve. */
    static Optional<ECPoint> point(Bytes compressed) {
        if (compressed.size() != COMPRESSED_BYTES
                || (compressed.at(0) != 2 && compressed.at(0) != 3)) {
            return Optional.empty();
        }
        BigInteger x = new BigInteger(1, compressed.unsafeArray(), 1, 32);
        if (x.compareTo(PRIME) >= 0) {
            return Optional.empty();
        }
        BigInteger square =
                x.multiply(x)
                        .add(PARAMETERS.getCurve().getA())
                        .multiply(x)
                        .add(PARAMETERS.getCurve().getB())
                        .mod(PRIME);
        BigInteger y = square.modPow(SQUARE_ROOT_EXPONENT, PRIME);
        if (!y.multiply(y).mod(PRIME).equals(square)) {
            return Optional.empty();
        }
        boolean odd = compressed.at(0) == 3;
        // There is no point with y = 0: the order of the curve is odd.
        return Optional.of(new ECPoint(x, y.testBit(0) == odd ? y : PRIME.subtract(y)));
    }

    static java.security.PublicKey key(Bytes compressed) throws GeneralSecurityException {
        return key(point(compressed).orElseThrow());
    }

    private static java.security.PublicKey key(ECPoint point) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, PARAMETERS));
    }

    /**
     * The public key of a private one. The JDK multiplies points only in key agreement, which gives
     * x; which of the two y it is, a signature tells.
     */
    static PublicKey publicKey(PrivateKey secret) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(secret);
        agreement.doPhase(key(PARAMETERS.getGenerator()), true);
        Bytes x = Bytes.wrap(agreement.generateSecret());
        byte[] content = {1};
        Signature signer = Signature.getInstance(SIGNATURE);
        signer.initSign(secret);
        signer.update(content);
        byte[] signature = signer.sign();
        Bytes even = Bytes.of(new byte[] {2}).concat(x);
        signer.initVerify(key(even));
        signer.update(content);
        boolean isEven = signer.verify(signature);
        return new PublicKey(PublicKey.P256, isEven ? even : Bytes.of(new byte[] {3}).concat(x));
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec("secp256r1"));
            return named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
