package theseus.crypto;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import theseus.sdk.PublicKey;

/**
 * Remembers parsed keys, refused ones too, so that each costs its checks once while it is in use.
 * Two generations: when the young one is full it becomes the old one, and what the old one held and
 * nobody asked for is forgotten. Bounded, without a lock on the way of a hit.
 */
final class KeyCache {
    static final int MAX_GENERATION_KEYS = 32_768;

    private record Generations(
            Map<PublicKey, Optional<ParsedKey>> young, Map<PublicKey, Optional<ParsedKey>> old) {}

    private final Provider provider;
    private volatile Generations generations =
            new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    KeyCache(Provider provider) {
        this.provider = provider;
    }

    Optional<ParsedKey> get(PublicKey key) {
        Generations current = generations;
        Optional<ParsedKey> young = current.young.getOrDefault(key, Optional.empty());
        if (young.isPresent() || current.young.containsKey(key)) {
            return young;
        }
        Optional<ParsedKey> parsed =
                current.old.containsKey(key)
                        ? current.old.getOrDefault(key, Optional.empty())
                        : provider.parse(key);
        remember(key, parsed);
        return parsed;
    }

    int size() {
        return generations.young.size() + generations.old.size();
    }

    private void remember(PublicKey key, Optional<ParsedKey> parsed) {
        Generations current = generations;
        current.young.put(key, parsed);
        if (current.young.size() > MAX_GENERATION_KEYS) {
            synchronized (this) {
                if (generations == current) {
                    generations = new Generations(new ConcurrentHashMap<>(), current.young);
                }
            }
        }
    }
}
