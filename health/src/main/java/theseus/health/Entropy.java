package theseus.health;

import java.security.SecureRandom;

/**
 * Where keys, salts and nonces come from. It is an argument everywhere, so that a test can repeat
 * itself; whatever runs for real uses {@link #system()}.
 */
@FunctionalInterface
public interface Entropy {
    /** Fills the whole of {@code target} with unpredictable bytes. */
    void fill(byte[] target);

    /** The operating system's. */
    static Entropy system() {
        SecureRandom random = new SecureRandom();
        return random::nextBytes;
    }

    /** A fresh array of {@code sizeBytes}. */
    default byte[] bytes(int sizeBytes) {
        byte[] fresh = new byte[sizeBytes];
        fill(fresh);
        return fresh;
    }
}
