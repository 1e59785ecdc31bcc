package theseus.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What decides the cost and the meaning of module code, as one hash: the rules of this
 * instrumenter, the allowlist, the guest classes as they are loaded (so the compiler that made them
 * as well), and the JDK's feature version. Nodes whose fingerprints differ may not agree on gas.
 */
public final class RuntimeFingerprint {
    /** Raised whenever the instrumenter rewrites, charges or refuses in another way. */
    static final int INSTRUMENTER_VERSION = 2;

    private RuntimeFingerprint() {}

    /** SHA-256 over all of it, in a fixed order. */
    public static Hash ofThisRuntime() {
        MessageDigest digest = sha256();
        String head = "theseus/runtime/" + INSTRUMENTER_VERSION + "/" + Runtime.version().feature();
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        digest.update(allowlist());
        GuestClasses.all()
                .forEach(
                        (name, content) -> {
                            digest.update(name.getBytes(StandardCharsets.UTF_8));
                            digest.update(content);
                        });
        return new Hash(Bytes.wrap(digest.digest()));
    }

    private static byte[] allowlist() {
        try (InputStream in = Allowlist.class.getResourceAsStream("allowlist.txt")) {
            var text = new ByteArrayOutputStream();
            if (in != null) {
                in.transferTo(text);
            }
            return text.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
