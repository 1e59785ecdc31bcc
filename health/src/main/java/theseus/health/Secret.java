package theseus.health;

import java.util.Arrays;
import theseus.sdk.Bytes;

/**
 * Key material in memory: never printed, compared or serialised, overwritten when closed. The JVM
 * may have copied it before (garbage collection moves arrays), so this shortens a key's life rather
 * than proving its end.
 */
final class Secret implements AutoCloseable {
    private final byte[] content;

    private Secret(byte[] content) {
        this.content = content;
    }

    /** Takes {@code content} over; the caller gives up its reference. */
    static Secret taking(byte[] content) {
        return new Secret(content);
    }

    static Secret fresh(int sizeBytes, Entropy entropy) {
        return new Secret(entropy.bytes(sizeBytes));
    }

    /** The content itself, for ciphers; not to be kept. */
    byte[] content() {
        return content;
    }

    /** A copy for an interface that wants {@link Bytes}. */
    Bytes copy() {
        return Bytes.of(content);
    }

    @Override
    public void close() {
        Arrays.fill(content, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[" + content.length + " bytes]";
    }
}
