package theseus.node;

/** The node cannot start or go on: what was wrong, where, and what to do, under a stable code. */
public final class NodeException extends RuntimeException {
    private final String code;

    public NodeException(String code, String explanation) {
        super(explanation);
        this.code = code;
    }

    public NodeException(String code, String explanation, Throwable cause) {
        super(explanation, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
