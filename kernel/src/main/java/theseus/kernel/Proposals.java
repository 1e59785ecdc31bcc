package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Limits;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.PublicKey;

/** Checks and applies what modules propose to change in the kernel's own state. */
final class Proposals {
    private static final int ED25519_SIZE_BYTES = 32;
    private static final int P256_SIZE_BYTES = 33;

    private Proposals() {}

    /** Applies {@code change}, or says with which code it is refused. */
    static Optional<String> apply(Overlay overlay, Instance proposer, Change change) {
        if (!proposer.module().granted().contains(change.capability())) {
            return Optional.of(Codes.CAPABILITY_MISSING);
        }
        return switch (change) {
            case Change.SetAccountKeys keys -> setKeys(overlay, keys);
            case Change.SetValidatorPower power -> setPower(overlay, power);
            case Change.StageChunk _,
                    Change.OpenPlan _,
                    Change.ApprovePlan _,
                    Change.StopPlan _,
                    Change.SetParameters _,
                    Change.SetBreaker _ ->
                    Optional.of(Codes.NO_SUCH_PLAN);
        };
    }

    private static Optional<String> setKeys(Overlay overlay, Change.SetAccountKeys change) {
        if (!usable(change.keys())) {
            return Optional.of(Codes.KEY_UNUSABLE);
        }
        AccountRecord account = AccountRecord.read(overlay, change.account());
        overlay.put(
                KernelTables.ACCOUNTS,
                KernelTables.key(change.account()),
                account.withKeys(change.keys()).encode());
        return Optional.empty();
    }

    private static Optional<String> setPower(Overlay overlay, Change.SetValidatorPower change) {
        if (!usable(change.validator())) {
            return Optional.of(Codes.KEY_UNUSABLE);
        }
        Bytes key = KernelTables.key(change.validator());
        if (change.power() == 0) {
            boolean othersRemain = validators(overlay, 2).stream().anyMatch(r -> !isKey(r, key));
            if (!othersRemain) {
                return Optional.of(Codes.LAST_VALIDATOR);
            }
            overlay.remove(KernelTables.VALIDATORS, key);
            return Optional.empty();
        }
        if (overlay.get(KernelTables.VALIDATORS, key).isEmpty()
                && validators(overlay, Limits.MAX_VALIDATORS).size() >= Limits.MAX_VALIDATORS) {
            return Optional.of(Codes.TOO_MANY_VALIDATORS);
        }
        overlay.put(KernelTables.VALIDATORS, key, new ValidatorRecord(change.power()).encode());
        return Optional.empty();
    }

    private static List<Row> validators(Overlay overlay, int limit) {
        return overlay.range(KernelTables.VALIDATORS, Bytes.EMPTY, Optional.empty(), limit);
    }

    private static boolean isKey(Row row, Bytes key) {
        return row.key().equals(key);
    }

    private static boolean usable(AccountKeys keys) {
        return keys.keys().stream().allMatch(Proposals::usable);
    }

    /** Keys that could never verify would lock the account or the chain. */
    static boolean usable(PublicKey key) {
        return switch (key.algorithm()) {
            case PublicKey.ED25519 -> key.bytes().size() == ED25519_SIZE_BYTES;
            case PublicKey.P256 -> key.bytes().size() == P256_SIZE_BYTES;
            default -> false;
        };
    }
}
