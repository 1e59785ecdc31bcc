package theseus.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

final class KeyCacheTest {
    private final AtomicInteger parsed = new AtomicInteger();
    private final KeyCache cache =
            new KeyCache(
                    key -> {
                        parsed.incrementAndGet();
                        return key.algorithm() == PublicKey.ED25519
                                ? Optional.of((content, signature) -> true)
                                : Optional.empty();
                    });

    @Test
    void goodAndBadKeysAreParsedOnce() {
        PublicKey good = new PublicKey(PublicKey.ED25519, Bytes.of(new byte[32]));
        PublicKey bad = new PublicKey(PublicKey.P256, Bytes.of(new byte[33]));
        for (int i = 0; i < 3; i++) {
            assertTrue(cache.get(good).isPresent());
            assertTrue(cache.get(bad).isEmpty());
        }
        assertEquals(2, parsed.get());
    }

    @Test
    void aFloodOfKeysDoesNotGrowItNorForgetTheBusyOnes() {
        PublicKey busy = key(-1);
        int keys = 5 * KeyCache.MAX_GENERATION_KEYS;
        for (int i = 0; i < keys; i++) {
            cache.get(key(i));
            cache.get(busy);
        }
        assertEquals(keys + 1, parsed.get());
        assertTrue(cache.size() <= 2 * KeyCache.MAX_GENERATION_KEYS + 2, "" + cache.size());
    }

    private static PublicKey key(int number) {
        return new PublicKey(
                PublicKey.ED25519, Bytes.of(ByteBuffer.allocate(32).putInt(number).array()));
    }
}
