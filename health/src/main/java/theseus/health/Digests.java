package theseus.health;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** SHA-256, HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869) as the health code uses them. */
final class Digests {
    private Digests() {}

    /** SHA-256 over a domain string, a zero byte and the parts one after another. */
    static Hash sha256(String domain, byte[]... parts) {
        Sha256 digest = new Sha256().update(Bytes.ofUtf8(domain)).update(0);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        return digest.digest();
    }

    /** Plain SHA-256. */
    static Hash sha256(byte[] content) {
        return Sha256.of(Bytes.wrap(content));
    }

    static byte[] hmacSha256(Secret key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.content(), "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    /** Derives {@code sizeBytes} for one purpose; other purposes' bytes tell nothing about them. */
    static Secret hkdf(Secret seed, String purpose, int sizeBytes) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(seed.content())
                            .thenExpand(utf8(purpose), sizeBytes);
            return Secret.taking(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
