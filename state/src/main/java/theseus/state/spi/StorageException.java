package theseus.state.spi;

/** Raised when a storage engine cannot open or cannot do what it was asked for. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong; stable, for callers that choose what to do. */
    public enum Code {
        /** Another process, or this one, has the directory open. */
        STORAGE_IN_USE,
        /** The directory holds something else, or another format version. */
        STORAGE_FORMAT,
        /** What is stored contradicts itself. */
        STORAGE_CORRUPT,
        /** There is no room left; what was written before stands, and there may be room later. */
        STORAGE_FULL,
        /** The engine or the disk failed. */
        STORAGE_FAILED
    }

    /** What is to be done about {@link Code#STORAGE_CORRUPT}. */
    public static final String RECOVERY =
            "Rebuild the state from the stored blocks (theseus data rebuild), or restore the"
                    + " directory from a backup.";

    private final Code code;

    public StorageException(Code code, String explanation) {
        super(explanation);
        this.code = code;
    }

    public StorageException(Code code, String explanation, Throwable cause) {
        super(explanation, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
