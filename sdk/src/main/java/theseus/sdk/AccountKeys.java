package theseus.sdk;

import java.util.List;

/**
 * Who may sign for an account: {@code threshold} different ones of {@code keys}. A threshold of 1
 * is the policy "any".
 */
public record AccountKeys(List<PublicKey> keys, int threshold) {
    public static final int MAX_KEYS = 16;

    public AccountKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("an account has 1 to 16 keys, not " + keys.size());
        }
        for (int i = 1; i < keys.size(); i++) {
            if (keys.get(i - 1).compareTo(keys.get(i)) >= 0) {
                throw new IllegalArgumentException("account keys must be sorted and distinct");
            }
        }
        if (threshold < 1 || threshold > keys.size()) {
            throw new IllegalArgumentException("threshold " + threshold + " of " + keys.size());
        }
    }

    public static AccountKeys single(PublicKey key) {
        return new AccountKeys(List.of(key), 1);
    }
}
