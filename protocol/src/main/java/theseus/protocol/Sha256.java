package theseus.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * SHA-256 (FIPS 180-4). The static methods may be called from any thread; an instance is a digest
 * to be used again and again by one thread.
 */
public final class Sha256 {
    /** Never updated, only cloned: much cheaper than looking the algorithm up. */
    private static final MessageDigest PROTOTYPE = prototype();

    private final MessageDigest digest = copy();

    public static Hash of(Bytes content) {
        return wrap(copy().digest(content.unsafeArray()));
    }

    /** The hash of {@code domain} (ASCII) followed by {@code content}. */
    public static Hash of(String domain, Bytes content) {
        MessageDigest digest = copy();
        digest.update(domain.getBytes(StandardCharsets.US_ASCII));
        digest.update(content.unsafeArray());
        return wrap(digest.digest());
    }

    public Sha256 update(int oneByte) {
        digest.update((byte) oneByte);
        return this;
    }

    public Sha256 update(Bytes content) {
        digest.update(content.unsafeArray());
        return this;
    }

    public Sha256 update(Hash hash) {
        return update(hash.bytes());
    }

    public Sha256 update(byte[] content, int from, int length) {
        digest.update(content, from, length);
        return this;
    }

    /** The hash of what was given since the last call. */
    public Hash digest() {
        return wrap(digest.digest());
    }

    private static Hash wrap(byte[] digest) {
        return new Hash(Bytes.wrap(digest));
    }

    private static MessageDigest copy() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 cannot be cloned", e);
        }
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
