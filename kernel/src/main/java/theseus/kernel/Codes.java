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

    /**
     * While a plan has authority: it changes more, or in a larger family, than can be carried to
     * the other version. Smaller transactions are served.
     */
    public static final String TOO_MUCH_TO_CARRY = "TOO_MUCH_TO_CARRY";

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

    /** A plan's phase does not allow the order, or the statement. */
    public static final String PLAN_PHASE = "PLAN_PHASE";

    /** The validator changed its mind a moment ago; state it again some blocks later. */
    public static final String TOO_SOON = "TOO_SOON";

    /** Reports are about heights that the schedule names, in the plan's present phase. */
    public static final String REPORT_HEIGHT = "REPORT_HEIGHT";

    /** Validators agreed on this height, or on a later one. */
    public static final String REPORT_SETTLED = "REPORT_SETTLED";

    /** A piece's index, count or size is out of bounds. */
    public static final String CHUNK_BOUNDS = "CHUNK_BOUNDS";

    /** Another piece of the artifact said another count. */
    public static final String CHUNK_COUNT = "CHUNK_COUNT";

    /** The very piece is there already. */
    public static final String CHUNK_TWICE = "CHUNK_TWICE";

    /** As many artifacts as may be incomplete are; complete one or wait until one is given up. */
    public static final String STAGING_FULL = "STAGING_FULL";

    /** The artifact is on chain as a whole. */
    public static final String ARTIFACT_KNOWN = "ARTIFACT_KNOWN";

    /** The pieces together are larger than an artifact may be. */
    public static final String ARTIFACT_TOO_LARGE = "ARTIFACT_TOO_LARGE";

    /** The pieces make another artifact than was said; send the wrong piece again. */
    public static final String ARTIFACT_HASH = "ARTIFACT_HASH";

    /** The pieces together are not the canonical encoding of an artifact. */
    public static final String ARTIFACT_MALFORMED = "ARTIFACT_MALFORMED";

    /** An artifact that a plan names is not on chain. */
    public static final String ARTIFACT_MISSING = "ARTIFACT_MISSING";

    /** The artifact carries no descriptor; package the module with the SDK. */
    public static final String DESCRIPTOR_MISSING = "DESCRIPTOR_MISSING";

    /** What stands in the place of the descriptor is none. */
    public static final String DESCRIPTOR_MALFORMED = "DESCRIPTOR_MALFORMED";

    /** The plan was opened before. */
    public static final String PLAN_EXISTS = "PLAN_EXISTS";

    /** The plan is of another kind than was said. */
    public static final String PLAN_KIND = "PLAN_KIND";

    /** The plan has no actions, or ones that do not go together, or not in order. */
    public static final String PLAN_ACTIONS = "PLAN_ACTIONS";

    /** An active plan is on the same instances, or on ones next to them. */
    public static final String PLAN_CONFLICT = "PLAN_CONFLICT";

    /** The plan's instances have more message types than can be counted. */
    public static final String TOO_MANY_MESSAGES = "TOO_MANY_MESSAGES";

    public static final String TOO_MANY_PLANS = "TOO_MANY_PLANS";

    /** A time or number of the schedule is out of bounds. */
    public static final String SCHEDULE = "SCHEDULE";

    /** The version that the plan is made for is not in force. */
    public static final String BASE_NOT_IN_FORCE = "BASE_NOT_IN_FORCE";

    /** The name of a new instance is taken or none. */
    public static final String INSTANCE_NAME = "INSTANCE_NAME";

    /** An upgrade leads from an artifact to itself. */
    public static final String NOTHING_CHANGES = "NOTHING_CHANGES";

    /** Another artifact of the chain has the module's name and version. */
    public static final String VERSION_TAKEN = "VERSION_TAKEN";

    public static final String TOO_MANY_INSTANCES = "TOO_MANY_INSTANCES";

    /** More rights are granted than the module asks for. */
    public static final String CAPABILITY_EXCESS = "CAPABILITY_EXCESS";

    public static final String DOCUMENT_MISSING = "DOCUMENT_MISSING";

    public static final String DOCUMENT_UNEXPECTED = "DOCUMENT_UNEXPECTED";

    /** A genesis document does not have the shape that the module says. */
    public static final String DOCUMENT_MALFORMED = "DOCUMENT_MALFORMED";

    /** Instances would require each other in a circle. */
    public static final String DEPENDENCY_CYCLE = "DEPENDENCY_CYCLE";

    /** Nobody would be left who may open plans. */
    public static final String AUTHORITY_LOST = "AUTHORITY_LOST";

    /** A declaration names what does not exist. */
    public static final String DECLARATION_UNKNOWN = "DECLARATION_UNKNOWN";

    /** A declaration leaves nothing to compare. */
    public static final String DECLARATION_TOO_BROAD = "DECLARATION_TOO_BROAD";

    /** A declaration gives no reason that could be judged. */
    public static final String DECLARATION_REASON = "DECLARATION_REASON";

    public static final String DECLARATION_DOUBLE = "DECLARATION_DOUBLE";

    /** A waiver names a message that would not be sampled anyway. */
    public static final String WAIVER_UNKNOWN = "WAIVER_UNKNOWN";

    /** Bounds that the chain could not run under. */
    public static final String PARAMETERS = "PARAMETERS";

    /** The breaker is open already. */
    public static final String BREAKER_OPEN = "BREAKER_OPEN";

    /** The breaker is not open. */
    public static final String BREAKER_CLOSED = "BREAKER_CLOSED";

    /** Who holds PLANS or BREAKERS is not suspended: nobody could close the breaker again. */
    public static final String BREAKER_PROTECTED = "BREAKER_PROTECTED";

    /** Whether the same submission may be let in later. */
    static boolean isRetryable(String code) {
        return switch (code) {
            case NOT_YET_IN_FORCE, SUSPENDED, BLOCK_FULL, TOO_SOON -> true;
            default -> false;
        };
    }

    private Codes() {}
}
