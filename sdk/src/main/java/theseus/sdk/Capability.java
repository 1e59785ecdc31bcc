package theseus.sdk;

/** A right over the kernel's own state, granted to an instance by genesis or a plan. */
public enum Capability {
    /** Keys and policy of accounts. */
    ACCOUNTS,
    /** Keys and powers of validators. */
    VALIDATORS,
    /** Artifacts and upgrade plans; what holds it is reached by the recovery lane. */
    PLANS,
    /** The bounds that the chain runs under. */
    PARAMETERS,
    /** Circuit breakers; what holds it is reached by the recovery lane. */
    BREAKERS
}
