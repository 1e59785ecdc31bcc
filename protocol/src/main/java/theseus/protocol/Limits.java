package theseus.protocol;

/** The bounds of everything that comes from outside. Consensus-critical. */
public final class Limits {
    public static final int MAX_TRANSACTION_BYTES = 256 * 1024;
    public static final int MAX_MESSAGES = 64;
    public static final int MAX_NAME_LENGTH = 64;
    public static final int MAX_KEY_BYTES = 1024;
    public static final int MAX_VALUE_BYTES = 128 * 1024;
    public static final int MAX_EVENTS = 1024;
    public static final int MAX_BLOCK_BYTES = 16 * 1024 * 1024;
    public static final int MAX_BLOCK_TRANSACTIONS = 20_000;
    public static final int MAX_ARTIFACT_BYTES = 1024 * 1024;
    public static final int MAX_ARTIFACT_ENTRIES = 1024;
    public static final int MAX_CALL_DEPTH = 8;
    public static final int MAX_INSTANCES = 256;
    public static final int MAX_SCHEMA_DEPTH = 16;
    public static final int MAX_SCHEMA_FIELDS = 256;
    public static final int MAX_SCHEMA_NODES = 4096;
    public static final int MAX_BIG_INTEGER_BYTES = 512;
    public static final int MAX_SIGNATURE_BYTES = 8192;
    public static final int MAX_VALIDATORS = 1024;
    public static final int MAX_REASON_LENGTH = 512;
    public static final int MAX_GENESIS_BYTES = 64 * 1024 * 1024;

    /**
     * A block's submissions together have at most {@link #MAX_BLOCK_BYTES}; this with its frame.
     */
    public static final int MAX_BLOCK_ENCODED_BYTES =
            MAX_BLOCK_BYTES + 8 * MAX_BLOCK_TRANSACTIONS + 1024;

    public static final long MAX_TRANSACTION_GAS = 50_000_000L;

    /** A transaction expires at most this long after the time of the block before it. */
    public static final long MAX_EXPIRY_MILLIS = 24 * 60 * 60 * 1000L;

    /** A sender may have this many transactions waiting. */
    public static final int MAX_NONCES_AHEAD = 20_000;

    /** A statement's window spans at most this many heights. */
    public static final int MAX_STATEMENT_WINDOW = 10_000;

    /** Of what a validator's report counts. */
    public static final int MAX_TALLY_BYTES = 64 * 1024;

    private Limits() {}
}
