package theseus.protocol;

/** The few constants of RFC 8949 that writer and reader share. */
final class Cbor {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int TAG = 6;

    static final int TAG_BIGNUM = 2;
    static final int TAG_NEGATIVE_BIGNUM = 3;

    static final byte FALSE = (byte) 0xF4;
    static final byte TRUE = (byte) 0xF5;
    static final byte NULL = (byte) 0xF6;

    private Cbor() {}

    /** What stands at a first byte, for an explanation. */
    static String kindOf(byte first) {
        return switch ((first & 0xFF) >>> 5) {
            case UNSIGNED -> "a non-negative integer";
            case NEGATIVE -> "a negative integer";
            case BYTES -> "a byte string";
            case TEXT -> "a text";
            case ARRAY -> "an array";
            case 5 -> "a map";
            case TAG -> "a tag";
            default ->
                    first == FALSE || first == TRUE
                            ? "a boolean"
                            : first == NULL ? "null" : "a float or simple value";
        };
    }
}
