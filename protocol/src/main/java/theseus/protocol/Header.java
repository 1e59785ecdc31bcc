package theseus.protocol;

import theseus.sdk.Hash;

/**
 * A block's header, the same under every engine.
 *
 * @param chain hash of the genesis
 * @param height 1 for the first block
 * @param timeMillis milliseconds since 1970, strictly rising
 * @param parent hash of the header before it; of the genesis for the first
 * @param transactionRoot Merkle root over the full bytes of the transactions
 * @param receiptRoot Merkle root over the receipts
 * @param stateRoot root of the state after this block
 * @param epoch number of the engine epoch that ordered it
 */
public record Header(
        Hash chain,
        long height,
        long timeMillis,
        Hash parent,
        Hash transactionRoot,
        Hash receiptRoot,
        Hash stateRoot,
        long epoch) {}
