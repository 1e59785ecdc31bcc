package theseus.consensus.solo;

import theseus.protocol.Limits;

/**
 * The embedded engine's knobs.
 *
 * @param maxQueued transactions that may wait or be under way, shared as {@link Room} says; default
 *     50,000
 * @param maxQueuedBytes their bytes; default 64 MiB
 * @param maxBlockTransactions at most in one block; default {@link Limits#MAX_BLOCK_TRANSACTIONS}
 * @param maxBlockBytes at most in one block; default {@link Limits#MAX_BLOCK_BYTES}
 * @param maxBlockGas sum of the gas limits in one block; default 4,000,000,000
 * @param lingerMillis how long a block that is not full waits for more; default 0
 * @param heartbeatMillis a block without work after this long, so that block time passes; default
 *     1,000; 0 means never
 */
public record SoloConfig(
        int maxQueued,
        long maxQueuedBytes,
        int maxBlockTransactions,
        int maxBlockBytes,
        long maxBlockGas,
        long lingerMillis,
        long heartbeatMillis) {
    public static final SoloConfig DEFAULT =
            new SoloConfig(
                    50_000,
                    64L * 1024 * 1024,
                    Limits.MAX_BLOCK_TRANSACTIONS,
                    Limits.MAX_BLOCK_BYTES,
                    4_000_000_000L,
                    0,
                    1_000);

    public SoloConfig {
        require(maxQueued >= 1, "maxQueued", maxQueued);
        require(maxQueuedBytes >= Limits.MAX_TRANSACTION_BYTES, "maxQueuedBytes", maxQueuedBytes);
        require(
                maxBlockTransactions >= 1 && maxBlockTransactions <= Limits.MAX_BLOCK_TRANSACTIONS,
                "maxBlockTransactions",
                maxBlockTransactions);
        require(
                maxBlockBytes >= Limits.MAX_TRANSACTION_BYTES
                        && maxBlockBytes <= Limits.MAX_BLOCK_BYTES,
                "maxBlockBytes",
                maxBlockBytes);
        require(maxBlockGas >= 1, "maxBlockGas", maxBlockGas);
        require(lingerMillis >= 0 && lingerMillis <= 60_000, "lingerMillis", lingerMillis);
        require(
                heartbeatMillis >= 0 && heartbeatMillis <= 3_600_000,
                "heartbeatMillis",
                heartbeatMillis);
    }

    public SoloConfig withHeartbeatMillis(long millis) {
        return new SoloConfig(
                maxQueued,
                maxQueuedBytes,
                maxBlockTransactions,
                maxBlockBytes,
                maxBlockGas,
                lingerMillis,
                millis);
    }

    public SoloConfig withMaxBlockGas(long gas) {
        return new SoloConfig(
                maxQueued,
                maxQueuedBytes,
                maxBlockTransactions,
                maxBlockBytes,
                gas,
                lingerMillis,
                heartbeatMillis);
    }

    private static void require(boolean holds, String name, long value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " of " + value + " is out of its bounds");
        }
    }
}
