package theseus.sdk;

/** A right over the kernel's own state, granted to an instance by genesis or a plan. */
public enum Capability {
    /** Keys and policy of accounts. */
    ACCOUNTS,
    /** Keys and powers of validators. */
    VALIDATORS
}
