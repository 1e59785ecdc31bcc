package theseus.kernel;

import theseus.protocol.Transaction;

/**
 * What the kernel itself charges; consensus-critical, part of the protocol version. One unit is
 * about a nanosecond on the machine that the first figures were measured on. What module code and
 * its reads and writes cost is the runtime's cost table.
 */
public final class Gas {
    /** Checking, ordering and keeping a transaction, its receipt and its sender's nonce. */
    public static final long TRANSACTION = 25_000;

    /** Each byte of a transaction, witness included. */
    public static final long TRANSACTION_BYTE = 20;

    /** Each signature of a transaction. */
    public static final long SIGNATURE = 50_000;

    /** Each row of an index that a write adds or removes: what writing any other row costs. */
    public static final long INDEX_ROW = 12_000;

    /** Each change of a sum: all changes in a block become one row. */
    public static final long SUM_CHANGE = 3_000;

    /** Checking a plan that is to be opened. */
    public static final long PLAN = 1_000_000;

    public static final long PLAN_BYTE = 20;

    /** Each instance in force: its descriptor is read, and checked with the plan applied. */
    public static final long PLAN_INSTANCE = 100_000;

    /** Each byte of a piece of an artifact; with the last piece, each byte of the whole. */
    public static final long ARTIFACT_BYTE = 20;

    /** A query may use this much. */
    public static final long QUERY_LIMIT = 200_000_000;

    private Gas() {}

    /** What a validator's statement takes of a block; nobody pays it. */
    public static long statement(int sizeBytes) {
        return TRANSACTION + TRANSACTION_BYTE * sizeBytes + SIGNATURE;
    }

    /** What a transaction costs before a module runs. */
    public static long intrinsic(Transaction transaction, int sizeBytes) {
        return TRANSACTION
                + TRANSACTION_BYTE * sizeBytes
                + SIGNATURE * transaction.witness().signatures().size();
    }
}
