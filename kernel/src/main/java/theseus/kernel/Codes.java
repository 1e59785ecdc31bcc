package theseus.kernel;

/** The codes with which the kernel itself rejects a submission or refuses a call. Stable. */
public final class Codes {
    /** Not the canonical encoding of a transaction or statement, or beyond a bound. */
    public static final String MALFORMED = "MALFORMED";

    /** Signed for another chain. */
    public static final String WRONG_CHAIN = "WRONG_CHAIN";

    /** Not the sender's next nonce. */
    public static final String WRONG_NONCE = "WRONG_NONCE";

    /** Block time has reached the transaction's expiry. */
    public static final String EXPIRED = "EXPIRED";

    /** The expiry lies further ahead than is allowed. */
    public static final String EXPIRY_TOO_FAR = "EXPIRY_TOO_FAR";

    /** The gas limit is below what size and signatures cost, or above the bound. */
    public static final String GAS_LIMIT = "GAS_LIMIT";

    /** The witness does not carry the account's keys, or carries keys that have rotated. */
    public static final String KEYS_UNKNOWN = "KEYS_UNKNOWN";

    /** A signature is invalid, doubled or missing. */
    public static final String BAD_SIGNATURE = "BAD_SIGNATURE";

    public static final String NO_SUCH_INSTANCE = "NO_SUCH_INSTANCE";

    public static final String NO_SUCH_MESSAGE = "NO_SUCH_MESSAGE";

    public static final String NO_SUCH_QUERY = "NO_SUCH_QUERY";

    /** The message, or this form of it, exists in no version that the chain knows. */
    public static final String FORM_UNKNOWN = "FORM_UNKNOWN";

    /** A plan brings the message, or this form of it; not for this sender, or not yet. */
    public static final String NOT_YET_IN_FORCE = "NOT_YET_IN_FORCE";

    /** The form was accepted by earlier versions; sign the message in its present form. */
    public static final String NO_LONGER_IN_FORCE = "NO_LONGER_IN_FORCE";

    /**
     * The record's place is taken by one that a plan brought and the version in force cannot see.
     */
    public static final String KEY_TAKEN = "KEY_TAKEN";

    /** A circuit breaker holds the instance or the message. */
    public static final String SUSPENDED = "SUSPENDED";

    /** The statement speaks of a plan that the chain does not have. */
    public static final String NO_SUCH_PLAN = "NO_SUCH_PLAN";

    /** The statement's key has no voting power. */
    public static final String NOT_A_VALIDATOR = "NOT_A_VALIDATOR";

    /** The statement speaks about another module set than the one in force. */
    public static final String WRONG_MODULE_SET = "WRONG_MODULE_SET";

    /** The statement's height window does not hold this block. */
    public static final String OUTSIDE_WINDOW = "OUTSIDE_WINDOW";

    /** The statement was counted before. */
    public static final String ALREADY_COMMITTED = "ALREADY_COMMITTED";

    /** The block's gas, size or number of submissions leaves no room; the next block may. */
    public static final String BLOCK_FULL = "BLOCK_FULL";

    /** A module proposed a change for which it was granted no capability. */
    public static final String CAPABILITY_MISSING = "CAPABILITY_MISSING";

    /** A proposed account key is of no known algorithm or of the wrong size. */
    public static final String KEY_UNUSABLE = "KEY_UNUSABLE";

    /** The change would leave the chain without a validator. */
    public static final String LAST_VALIDATOR = "LAST_VALIDATOR";

    /** The change would make more validators than the kernel bounds. */
    public static final String TOO_MANY_VALIDATORS = "TOO_MANY_VALIDATORS";

    /** Whether the same submission may be let in later. */
    static boolean isRetryable(String code) {
        return switch (code) {
            case NOT_YET_IN_FORCE, SUSPENDED, BLOCK_FULL -> true;
            default -> false;
        };
    }

    private Codes() {}
}
