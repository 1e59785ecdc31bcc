package theseus.runtime;

import java.util.Optional;

/** What becomes of a call to a member of the allowlist. */
sealed interface Treatment {
    /** Called as it is; costs {@code gas} whatever its arguments are. */
    record Constant(int gas) implements Treatment {}

    /** Dispatches to code that is metered itself: the module's or the guest classes'. */
    record Own() implements Treatment {}

    /** A member of the guest class that stands in for the JDK's. */
    record Guest() implements Treatment {}

    /**
     * A static method of a guest class is called instead, with the receiver first; it has the same
     * name unless {@code method} says another.
     */
    record Shim(String internalName, Optional<String> method) implements Treatment {}

    /** A constructor whose last argument passes through {@code before} of a guest class first. */
    record Before(String internalName) implements Treatment {}
}
