package theseus.protocol;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import theseus.sdk.Bytes;

/** Ed25519 (RFC 8032 §5.1) as far as the JDK leaves it to its callers: encodings of points. */
final class Ed25519 {
    static final int POINT_BYTES = 32;

    private Ed25519() {}

    /** 255 bits of y, little-endian, and the sign of x in the highest. */
    static Bytes encode(EdECPoint point) {
        byte[] bigEndian = point.getY().toByteArray();
        byte[] encoded = new byte[POINT_BYTES];
        for (int i = 0; i < Math.min(POINT_BYTES, bigEndian.length); i++) {
            encoded[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            encoded[POINT_BYTES - 1] |= (byte) 0x80;
        }
        return Bytes.wrap(encoded);
    }

    /** The key as the JDK has it; it checks that the point is on the curve only when it is used. */
    static java.security.PublicKey key(Bytes encoded) throws GeneralSecurityException {
        byte[] bigEndian = new byte[POINT_BYTES];
        for (int i = 0; i < POINT_BYTES; i++) {
            bigEndian[i] = encoded.at(POINT_BYTES - 1 - i);
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                new EdECPoint(odd, new BigInteger(1, bigEndian))));
    }
}
