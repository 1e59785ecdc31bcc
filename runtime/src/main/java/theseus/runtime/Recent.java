package theseus.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import theseus.sdk.Hash;

/**
 * What artifacts came to, the least recently used forgotten first. Their hash covers everything
 * that an answer depends on, so it makes no difference who asked before. Thread-safe.
 */
final class Recent<T> {
    static final int MAX_KEPT = 64;

    /** Shared by everybody: preparing takes tens of milliseconds, and who packs admits next. */
    static final Recent<Admitting> PREPARED = new Recent<>();

    private final Map<Hash, T> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Hash, T> eldest) {
                    return size() > MAX_KEPT;
                }
            };

    Optional<T> find(Hash artifact) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(artifact));
        }
    }

    void keep(Hash artifact, T answer) {
        synchronized (kept) {
            kept.put(artifact, answer);
        }
    }
}
