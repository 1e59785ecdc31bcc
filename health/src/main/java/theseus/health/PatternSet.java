package theseus.health;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import theseus.sdk.Bytes;

/**
 * Finds any of many byte strings in one pass. Patterns are looked up by their first {@value
 * #PREFIX_BYTES} bytes in a bit set first, then in a map, then compared; some hundred megabytes a
 * second for tens of thousands of patterns. Shorter patterns are not taken: in random ciphertext
 * they would be found by chance.
 */
final class PatternSet {
    static final int PREFIX_BYTES = 6;

    private static final int FILTER_BITS = 24;
    private static final long PREFIX_MASK = (1L << (8 * PREFIX_BYTES)) - 1;

    private final long[] filter = new long[1 << (FILTER_BITS - 6)];
    private final Map<Long, List<byte[]>> byPrefix = new HashMap<>();
    private final Set<Bytes> patterns = new HashSet<>();

    /** Adds a text as UTF-8; false when it is too short. */
    boolean add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean add(byte[] pattern) {
        if (pattern.length < PREFIX_BYTES) {
            return false;
        }
        if (patterns.add(Bytes.of(pattern))) {
            long prefix = 0;
            for (int i = 0; i < PREFIX_BYTES; i++) {
                prefix = prefix << 8 | (pattern[i] & 0xff);
            }
            int bit = bit(prefix);
            filter[bit >>> 6] |= 1L << bit;
            byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(pattern.clone());
        }
        return true;
    }

    int size() {
        return patterns.size();
    }

    /** How often any pattern occurs in {@code content}; each hit is shown to {@code found}. */
    int search(byte[] content, Consumer<Bytes> found) {
        int hits = 0;
        long window = 0;
        for (int i = 0; i < content.length; i++) {
            window = (window << 8 | (content[i] & 0xff)) & PREFIX_MASK;
            int bit = bit(window);
            if ((filter[bit >>> 6] & 1L << bit) != 0 && i >= PREFIX_BYTES - 1) {
                hits += compare(content, i - PREFIX_BYTES + 1, window, found);
            }
        }
        return hits;
    }

    private int compare(byte[] content, int start, long prefix, Consumer<Bytes> found) {
        int hits = 0;
        for (byte[] pattern : byPrefix.getOrDefault(prefix, List.of())) {
            int i = 0;
            while (i < pattern.length
                    && start + i < content.length
                    && pattern[i] == content[start + i]) {
                i++;
            }
            if (i == pattern.length) {
                found.accept(Bytes.of(pattern));
                hits++;
            }
        }
        return hits;
    }

    private static int bit(long prefix) {
        return (int) (prefix * 0x9E3779B97F4A7C15L >>> (64 - FILTER_BITS));
    }
}
