package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
import theseus.protocol.Wire;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

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

    public Bytes encode() {
        CborWriter out = new CborWriter().arrayHeader(2).integer(nonce);
        Wire.optional(out, keys, Wire::write);
        return out.toBytes();
    }

    public static AccountRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(2);
                    long nonce = in.integer(Long.SIZE);
                    return new AccountRecord(nonce, Wire.optional(in, Wire::accountKeys));
                });
    }

    /** The record of {@code account}; {@link #NEW} when the chain has not seen it. */
    public static AccountRecord read(StateView state, AccountId account) {
        return state.get(KernelTables.ACCOUNTS, KernelTables.key(account))
                .map(AccountRecord::decode)
                .orElse(NEW);
    }
}
