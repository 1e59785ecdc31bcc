package theseus.health;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * AES-256-GCM (NIST SP 800-38D) with a key per record. A ciphertext is version (1 byte), nonce
 * (12), ciphertext, tag (16); the record's id is authenticated with it. Its address in a vault is
 * its SHA-256.
 */
final class RecordCipher {
    static final int KEY_BYTES = 32;
    static final int OVERHEAD_BYTES = 1 + 12 + 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;
    private static final String DOMAIN = "theseus/health/ciphertext/1";

    private RecordCipher() {}

    static Bytes encrypt(Secret key, Hash recordId, byte[] plaintext, Entropy entropy) {
        byte[] nonce = entropy.bytes(NONCE_BYTES);
        byte[] out = new byte[plaintext.length + OVERHEAD_BYTES];
        out[0] = VERSION;
        System.arraycopy(nonce, 0, out, 1, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, recordId);
            cipher.doFinal(plaintext, 0, plaintext.length, out, 1 + NONCE_BYTES);
            return Bytes.wrap(out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not encrypt", e);
        }
    }

    /** The plaintext; empty when key or record is another one, or any bit was changed. */
    static Optional<byte[]> decrypt(Secret key, Hash recordId, Bytes ciphertext) {
        if (ciphertext.size() < OVERHEAD_BYTES
                || ciphertext.at(0) != VERSION
                || key.content().length != KEY_BYTES) {
            return Optional.empty();
        }
        byte[] in = ciphertext.unsafeArray();
        byte[] nonce = Arrays.copyOfRange(in, 1, 1 + NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, recordId);
            return Optional.of(cipher.doFinal(in, 1 + NONCE_BYTES, in.length - 1 - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not decrypt", e);
        }
    }

    private static Cipher cipher(int mode, Secret key, byte[] nonce, Hash recordId)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key.content(), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(Digests.utf8(DOMAIN));
        cipher.updateAAD(recordId.bytes().unsafeArray());
        return cipher;
    }
}
