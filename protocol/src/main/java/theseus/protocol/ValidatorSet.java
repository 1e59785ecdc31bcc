package theseus.protocol;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.sdk.Change;
import theseus.sdk.PublicKey;

/** Validators and their voting power: what a light client has to trust at first. */
public record ValidatorSet(SortedMap<PublicKey, Long> powers) {
    public ValidatorSet {
        TreeMap<PublicKey, Long> sorted = new TreeMap<>();
        sorted.putAll(powers);
        Wire.atMost("validators", sorted.size(), Limits.MAX_VALIDATORS);
        sorted.forEach(
                (key, power) -> {
                    if (power < 1 || power > Change.SetValidatorPower.MAX_POWER) {
                        throw new IllegalArgumentException(
                                "a voting power of " + power + " for " + key);
                    }
                });
        powers = Collections.unmodifiableSortedMap(sorted);
    }

    public static ValidatorSet of(List<Genesis.Validator> validators) {
        TreeMap<PublicKey, Long> powers = new TreeMap<>();
        for (Genesis.Validator validator : validators) {
            if (powers.put(validator.key(), validator.power()) != null) {
                throw new IllegalArgumentException("a validator twice: " + validator.key());
            }
        }
        return new ValidatorSet(powers);
    }

    /** The set after an update; a power of 0 removes the validator. */
    public ValidatorSet with(Change.SetValidatorPower update) {
        TreeMap<PublicKey, Long> changed = new TreeMap<>(powers);
        if (update.power() == 0) {
            changed.remove(update.validator());
        } else {
            changed.put(update.validator(), update.power());
        }
        return new ValidatorSet(changed);
    }

    /** 0 for a key that is no validator's. */
    public long powerOf(PublicKey key) {
        return powers.getOrDefault(key, 0L);
    }

    public long totalPower() {
        long total = 0;
        for (long power : powers.values()) {
            total += power;
        }
        return total;
    }

    /** Whether {@code power} is more than 2/3 of the whole. No overflow: 1024 times 10^9. */
    public boolean isQuorum(long power) {
        return power * 3 > totalPower() * 2;
    }
}
