package theseus.protocol;

/** How a module can fail. */
public enum TrapKind {
    OUT_OF_GAS,
    CALL_DEPTH,
    /** An exception left the module. */
    EXCEPTION,
    /** A record, sum or bound that must hold did not. */
    INVARIANT,
    /** A call into an instance that is already on the call stack. */
    REENTRANCY,
    /** Arguments, messages or results that do not decode. */
    MALFORMED,
    /**
     * A key, a value, an event or an index row of more bytes than the kernel keeps, or too many
     * events: often its sender chose the size.
     */
    TOO_LARGE
}
