package theseus.kernel.spi;

/** Asked for a height that is no longer, or not yet, kept. */
public final class HistoryUnavailable extends Exception {
    private final long height;
    private final long oldest;
    private final long newest;

    public HistoryUnavailable(long height, long oldest, long newest) {
        super("height " + height + " is not kept here: ask for " + oldest + " to " + newest);
        this.height = height;
        this.oldest = oldest;
        this.newest = newest;
    }

    public long height() {
        return height;
    }

    public long oldest() {
        return oldest;
    }

    public long newest() {
        return newest;
    }
}
