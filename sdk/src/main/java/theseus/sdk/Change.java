package theseus.sdk;

import java.util.Optional;

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

    /**
     * Brings an artifact onto the chain piece by piece. With the last piece the whole must have the
     * hash that was said.
     *
     * @param index counts from 0; pieces may come in any order
     * @param count of all pieces, 1 to 64
     */
    record StageChunk(Hash artifact, int index, int count, Bytes content) implements Change {
        @Override
        public Capability capability() {
            return Capability.PLANS;
        }
    }

    /**
     * Puts a plan before those who vote; from then on it is {@code VOTING}.
     *
     * @param plan its canonical encoding
     * @param kind what it is; refused when the kernel sees another kind in it
     */
    record OpenPlan(Bytes plan, PlanKind kind) implements Change {
        @Override
        public Capability capability() {
            return Capability.PLANS;
        }
    }

    /** The vote agreed: validators may state that they are ready. */
    record ApprovePlan(Hash plan) implements Change {
        @Override
        public Capability capability() {
            return Capability.PLANS;
        }
    }

    /** Ends a plan in any phase before it is final; what has authority is rolled back. */
    record StopPlan(Hash plan, String reason) implements Change {
        @Override
        public Capability capability() {
            return Capability.PLANS;
        }
    }

    /**
     * Sets the bounds that the chain runs under from the next block on.
     *
     * @param parameters canonical encoding of the genesis' parameters
     */
    record SetParameters(Bytes parameters) implements Change {
        @Override
        public Capability capability() {
            return Capability.PARAMETERS;
        }
    }

    /** Opens or closes the circuit breaker of an instance, or of one message type of it. */
    record SetBreaker(String instance, Optional<String> message, boolean open, String reason)
            implements Change {
        @Override
        public Capability capability() {
            return Capability.BREAKERS;
        }
    }
}
