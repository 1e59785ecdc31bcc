package theseus.health;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/**
 * The Ed25519 key with which an institution signs what it wrote about one patient. The signature
 * lies inside the encrypted record: whoever reads the record can prove who wrote it, nobody else
 * learns it.
 */
final class AuthorKey {
    private final Secret seed;
    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

    /** Takes the 32-byte {@code seed} over. */
    AuthorKey(Secret seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed.content(), 0, publicKey, 0);
    }

    PublicKey publicKey() {
        return new PublicKey(PublicKey.ED25519, Bytes.of(publicKey));
    }

    byte[] sign(byte[] content) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(
                seed.content(), 0, publicKey, 0, null, content, 0, content.length, signature, 0);
        return signature;
    }

    static boolean verifies(PublicKey key, byte[] content, byte[] signature) {
        return key.algorithm() == PublicKey.ED25519
                && key.bytes().size() == Ed25519.PUBLIC_KEY_SIZE
                && signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(
                        signature, 0, key.bytes().toArray(), 0, content, 0, content.length);
    }
}
