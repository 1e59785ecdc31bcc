package theseus.protocol;

/** The codes of {@link MalformedException}. */
public final class Malformed {
    /** The bytes end inside a value. */
    public static final String TRUNCATED = "TRUNCATED";

    /** More bytes follow the value. */
    public static final String TRAILING_BYTES = "TRAILING_BYTES";

    /** Another kind of value stands where this one should. */
    public static final String WRONG_TYPE = "WRONG_TYPE";

    /** The same value has a shorter, or the only deterministic, encoding. */
    public static final String NOT_CANONICAL = "NOT_CANONICAL";

    /** A number, position or count outside its bounds. */
    public static final String OUT_OF_RANGE = "OUT_OF_RANGE";

    /** Text that is not well-formed Unicode. */
    public static final String BAD_TEXT = "BAD_TEXT";

    /** More bytes than the bound of what they encode. */
    public static final String TOO_LARGE = "TOO_LARGE";

    /** Nested deeper than the bound. */
    public static final String TOO_DEEP = "TOO_DEEP";

    /** Well encoded, but no such record can exist. */
    public static final String INVALID = "INVALID";

    /** A plain value lacks a field, or has one too many. */
    public static final String WRONG_FIELDS = "WRONG_FIELDS";

    private Malformed() {}
}
