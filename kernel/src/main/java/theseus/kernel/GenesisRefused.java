package theseus.kernel;

/** A genesis that does not make a chain; says what is wrong, where, and what to do. */
public final class GenesisRefused extends RuntimeException {
    private final String code;
    private final String where;

    public GenesisRefused(String code, String where, String explanation) {
        super(where + ": " + explanation + " [" + code + "]");
        this.code = code;
        this.where = where;
    }

    public String code() {
        return code;
    }

    /** The part of the genesis: {@code instance assets}, {@code validators[2]}. */
    public String where() {
        return where;
    }
}
