package theseus.sdk;

/** A change to the kernel's own state that a module proposes; the kernel checks and applies it. */
public sealed interface Change {
    Capability capability();

    /** Replaces keys and policy of {@code account}; its id stays. */
    record SetAccountKeys(AccountId account, AccountKeys keys) implements Change {
        @Override
        public Capability capability() {
            return Capability.ACCOUNTS;
        }
    }

    /** Sets a validator's voting power from the next block on; 0 removes it. */
    record SetValidatorPower(PublicKey validator, long power) implements Change {
        public static final long MAX_POWER = 1_000_000_000L;

        public SetValidatorPower {
            if (power < 0 || power > MAX_POWER) {
                throw new IllegalArgumentException("a voting power of " + power);
            }
        }

        @Override
        public Capability capability() {
            return Capability.VALIDATORS;
        }
    }
}
