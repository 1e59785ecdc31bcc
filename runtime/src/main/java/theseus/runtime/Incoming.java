package theseus.runtime;

import theseus.sdk.View;

/**
 * How the runtime calls an offered interface without reflection: implemented by a generated class
 * for each interface; public for that reason only.
 */
public interface Incoming {
    /**
     * Calls method number {@code method}, in the order of names, of {@code target}.
     *
     * @param arguments those after the view, boxed
     * @return the {@link theseus.sdk.Result}
     */
    Object call(Object target, int method, View view, Object[] arguments);
}
