package theseus.node;

/**
 * How long the HTTP door waits for its clients, in milliseconds.
 *
 * @param firstMillis from accepting a connection to the end of the first request's headers, TLS
 *     included
 * @param idleMillis between an answer and the end of the next request's headers
 * @param bodyMillis for the first byte of a body; from then on its rate counts ({@link Bodies})
 * @param writeMillis for a piece of an answer to be taken ({@link Sending#PIECE_BYTES})
 */
record Patience(long firstMillis, long idleMillis, long bodyMillis, long writeMillis) {
    static final Patience DEFAULT = new Patience(10_000, 60_000, 3_000, 10_000);
}
