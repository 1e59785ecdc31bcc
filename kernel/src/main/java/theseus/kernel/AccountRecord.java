package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
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
        keys.ifPresentOrElse(rotated -> Coding.write(out, rotated), out::nil);
        return out.toBytes();
    }

    public static AccountRecord decode(Bytes encoding) {
        return Coding.decode(
                encoding,
                in -> {
                    in.expectArray(2);
                    long nonce = in.integer(Long.SIZE);
                    return new AccountRecord(
                            nonce,
                            in.nil() ? Optional.empty() : Optional.of(Coding.accountKeys(in)));
                });
    }

    /** The record under {@code key}, or that of an account that the chain has not seen. */
    static AccountRecord read(StateView state, Bytes key) {
        return state.get(KernelTables.ACCOUNTS, key).map(AccountRecord::decode).orElse(NEW);
    }
}
