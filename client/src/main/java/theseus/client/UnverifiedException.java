package theseus.client;

/**
 * What the node said does not follow from the genesis that this client trusts. The message says
 * which link is missing.
 */
public final class UnverifiedException extends RuntimeException {
    UnverifiedException(String message) {
        super(message);
    }

    UnverifiedException(String message, Throwable cause) {
        super(message, cause);
    }
}
