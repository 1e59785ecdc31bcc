package theseus.model;

/** How an execution ended. Only {@link Applied} changes tables or tells events. */
public sealed interface Result {
    record Applied() implements Result {}

    /** An expected no, with its code. */
    record Refused(String code) implements Result {}

    /** An unexpected end: an exception, a broken invariant, out of gas. */
    record Trapped(String kind) implements Result {}

    /** Not let in; it costs nothing. */
    record Rejected(String code) implements Result {}

    String OUT_OF_GAS = "OUT_OF_GAS";
    String INVARIANT = "INVARIANT";
    String EXCEPTION = "EXCEPTION";

    /** A value or an event of more bytes than may be, or too many events. */
    String TOO_LARGE = "TOO_LARGE";
}
