package theseus.kernel;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.StateView;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Limits;
import theseus.protocol.ValidatorSet;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** Voting power in a state, and how much of it is enough for what. */
public final class Powers {
    /** From so many validators on, more of them must be ready. */
    private static final int MANY_VALIDATORS = 6;

    private final ValidatorSet validators;

    private Powers(ValidatorSet validators) {
        this.validators = validators;
    }

    public static Powers read(StateView state) {
        List<Row> rows =
                state.range(
                        KernelTables.VALIDATORS,
                        Bytes.EMPTY,
                        Optional.empty(),
                        Limits.MAX_VALIDATORS);
        SortedMap<PublicKey, Long> powers = new TreeMap<>();
        for (Row row : rows) {
            powers.put(
                    Wire.decode(row.key(), Wire::publicKey),
                    ValidatorRecord.decode(row.value()).power());
        }
        return new Powers(new ValidatorSet(powers));
    }

    public ValidatorSet validators() {
        return validators;
    }

    /** 0 for a key that is no validator's. */
    public long of(PublicKey validator) {
        return validators.powerOf(validator);
    }

    /** More than 2/3: what they say alike is so. */
    boolean isQuorum(long power) {
        return validators.isQuorum(power);
    }

    /** More than 1/3: at least one of them is honest. */
    boolean isBlocking(long power) {
        return power * 3 > validators.totalPower();
    }

    /** Whether a quorum can still come about against {@code power}. */
    boolean leavesQuorum(long power) {
        return isQuorum(validators.totalPower() - power);
    }

    /** The least that is more than 2/3. */
    public long quorum() {
        return validators.totalPower() * 2 / 3 + 1;
    }

    /** The least that must have prepared the same: a quorum; 5/6 where validators are many. */
    public long readiness() {
        return validators.powers().size() < MANY_VALIDATORS
                ? quorum()
                : (validators.totalPower() * 5 + 5) / 6;
    }
}
