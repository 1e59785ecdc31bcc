package theseus.model;

/**
 * A record of a table. The family of a row is what stands before the first slash of its key; the
 * whole key when there is none.
 */
public record Row(String key, String value) {
    public String family() {
        return family(key);
    }

    static String family(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }
}
