package theseus.kernel;

import java.util.Optional;
import theseus.sdk.AccountKeys;

/**
 * What the kernel keeps of an account. Encoded as {@code [nonce, keys or null]}.
 *
 * @param nonce how many of its transactions were committed: the nonce of its next one
 * @param keys its keys and policy since they rotated; absent while the first ones hold
 */
public record AccountRecord(long nonce, Optional<AccountKeys> keys) {
    public static final AccountRecord NEW = new AccountRecord(0, Optional.empty());

    AccountRecord next() {
        return new AccountRecord(nonce + 1, keys);
    }

    AccountRecord withKeys(AccountKeys rotated) {
        return new AccountRecord(nonce, Optional.of(rotated));
    }
}
