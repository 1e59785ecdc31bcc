package theseus.health;

import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import theseus.sdk.Bytes;

/**
 * Hybrid public key encryption, RFC 9180, base mode, one shot: DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. A sealed text is the encapsulated key (32 bytes), then ciphertext and
 * tag (plaintext + 16 bytes).
 */
final class Hpke {
    static final int PUBLIC_KEY_BYTES = 32;
    static final int OVERHEAD_BYTES = 32 + 16;
    private static final int EPHEMERAL_SEED_BYTES = 32;

    private Hpke() {}

    /** A key pair; the private half stays inside. */
    static final class Keys {
        private final AsymmetricCipherKeyPair pair;

        private Keys(AsymmetricCipherKeyPair pair) {
            this.pair = pair;
        }

        /** DeriveKeyPair of RFC 9180 §7.1.3. */
        static Keys derive(Secret seed) {
            return new Keys(suite().deriveKeyPair(seed.content()));
        }

        /** 32 bytes: an X25519 public key. */
        Bytes publicKey() {
            return Bytes.wrap(suite().serializePublicKey(pair.getPublic()));
        }
    }

    /** Only the holder of the private key to {@code publicKey} can open the result. */
    static Bytes seal(
            Bytes publicKey, byte[] info, byte[] associated, byte[] plaintext, Entropy entropy) {
        HPKE suite = suite();
        try (Secret ephemeral = Secret.fresh(EPHEMERAL_SEED_BYTES, entropy)) {
            AsymmetricCipherKeyPair once = suite.deriveKeyPair(ephemeral.content());
            return seal(publicKey, info, associated, plaintext, once);
        }
    }

    /** With a given ephemeral key, as test vectors do. */
    static Bytes seal(
            Bytes publicKey,
            byte[] info,
            byte[] associated,
            byte[] plaintext,
            AsymmetricCipherKeyPair ephemeral) {
        HPKE suite = suite();
        var context =
                suite.setupBaseS(suite.deserializePublicKey(publicKey.toArray()), info, ephemeral);
        try {
            Bytes sealed = Bytes.wrap(context.seal(associated, plaintext));
            return Bytes.wrap(context.getEncapsulation()).concat(sealed);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("AES-256-GCM does not encrypt", e);
        }
    }

    /** The plaintext; empty when sealed for another key, another record, or changed since. */
    static Optional<Secret> open(Keys keys, byte[] info, byte[] associated, Bytes sealed) {
        if (sealed.size() < OVERHEAD_BYTES) {
            return Optional.empty();
        }
        byte[] encapsulated = sealed.slice(0, PUBLIC_KEY_BYTES).toArray();
        byte[] ciphertext = sealed.slice(PUBLIC_KEY_BYTES, sealed.size()).toArray();
        try {
            var context = suite().setupBaseR(encapsulated, keys.pair, info);
            return Optional.of(Secret.taking(context.open(associated, ciphertext)));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            // The library says IllegalState for points of small order.
            return Optional.empty();
        }
    }

    static HPKE suite() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
