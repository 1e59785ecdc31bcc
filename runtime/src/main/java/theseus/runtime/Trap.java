package theseus.runtime;

import theseus.protocol.TrapKind;

/**
 * Ends an invocation; module code can neither catch it nor run a {@code finally} block on its way
 * out, since the instrumented handlers pass it on first. Carries no stack trace: what a receipt
 * says of a trap must not depend on which frames the JIT kept.
 */
public final class Trap extends Error {
    private final TrapKind kind;

    public Trap(TrapKind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    public static Trap outOfGas() {
        return new Trap(TrapKind.OUT_OF_GAS, "the gas ran out");
    }

    public static Trap callDepth() {
        return new Trap(TrapKind.CALL_DEPTH, "the calls nest too deep");
    }

    public TrapKind kind() {
        return kind;
    }

    /** Why, in words that are the same on every node. */
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
