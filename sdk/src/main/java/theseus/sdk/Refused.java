package theseus.sdk;

/**
 * Thrown by {@link View#refuse}; reverts the transaction, or the nested call, in which it leaves
 * the module. Carries no stack trace: a refusal is an ordinary outcome.
 */
public final class Refused extends RuntimeException {
    private final String code;

    public Refused(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
