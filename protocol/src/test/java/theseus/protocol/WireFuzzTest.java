package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.sdk.Bytes;

/** Round trips of random values, and random damage to their encodings. */
final class WireFuzzTest {
    private static final int ROUNDS = 200;
    private static final int MUTATIONS = 60;

    static List<WireFormat<?>> formats() {
        return WireFormat.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    <T> void everyValueComesBack(WireFormat<T> format) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            T value = format.sample().apply(new Samples(seed));
            Bytes encoding = format.encode().apply(value);
            assertEquals(value, format.decode().apply(encoding), "seed " + seed);
            assertEquals(encoding, format.again(encoding), "seed " + seed);
        }
    }

    /** A damaged encoding is refused, or it is the one encoding of another value. */
    @ParameterizedTest
    @MethodSource("formats")
    void damageIsRefusedOrCanonical(WireFormat<?> format) {
        int refused = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Bytes original = format.sampleBytes(new Samples(seed));
            for (int i = 0; i < MUTATIONS; i++) {
                Bytes damaged = damage(original, random);
                Bytes again;
                try {
                    again = format.again(damaged);
                } catch (MalformedException e) {
                    assertTrue(e.explanation().length() > 10, e.explanation());
                    refused++;
                    continue;
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + damaged, e);
                }
                assertEquals(damaged, again, "seed " + seed);
            }
        }
        assertTrue(refused > ROUNDS, "only " + refused + " were refused");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPrefixAndEveryTailIsRefused(WireFormat<?> format) {
        Bytes whole = format.sampleBytes(new Samples(3));
        for (int size = 0; size < whole.size(); size++) {
            Bytes prefix = whole.slice(0, size);
            assertThrows(MalformedException.class, () -> format.again(prefix));
        }
        Bytes longer = whole.concat(Bytes.fromHex("00"));
        MalformedException refusal =
                assertThrows(MalformedException.class, () -> format.again(longer));
        assertEquals(Malformed.TRAILING_BYTES, refusal.code());
    }

    private static Bytes damage(Bytes original, Random random) {
        byte[] bytes = original.toArray();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                // A byte more.
                Bytes head = original.slice(0, at);
                byte[] more = {(byte) random.nextInt(256)};
                return head.concat(Bytes.of(more)).concat(original.slice(at, original.size()));
            }
            case 3 -> {
                // Some bytes less.
                int to = Math.min(original.size(), at + 1 + random.nextInt(4));
                return original.slice(0, at).concat(original.slice(to, original.size()));
            }
            default -> {
                // A piece from elsewhere.
                int from = random.nextInt(bytes.length);
                int length = Math.min(8, bytes.length - Math.max(from, at));
                System.arraycopy(original.toArray(), from, bytes, at, length);
            }
        }
        return Bytes.wrap(bytes);
    }
}
