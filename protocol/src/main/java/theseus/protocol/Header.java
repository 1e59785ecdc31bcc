package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

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
 * @param proposer the validator that chose what is in it, as the engine says; gates count proposers
 */
public record Header(
        Hash chain,
        long height,
        long timeMillis,
        Hash parent,
        Hash transactionRoot,
        Hash receiptRoot,
        Hash stateRoot,
        long epoch,
        PublicKey proposer) {
    private static final String DOMAIN = "theseus/header/1";

    public Header {
        Wire.notNegative("height", height);
        Wire.notNegative("time", timeMillis);
        Wire.notNegative("epoch", epoch);
    }

    public Hash hash() {
        return Sha256.of(DOMAIN, encode());
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Header decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_TRANSACTION_BYTES, Header::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(9).bytes(chain.bytes()).integer(height).integer(timeMillis);
        out.bytes(parent.bytes()).bytes(transactionRoot.bytes());
        out.bytes(receiptRoot.bytes()).bytes(stateRoot.bytes()).integer(epoch);
        Wire.write(proposer, out);
    }

    static Header read(CborReader in) {
        in.expectArray(9);
        return new Header(
                in.hash(),
                in.integer(64),
                in.integer(64),
                in.hash(),
                in.hash(),
                in.hash(),
                in.hash(),
                in.integer(64),
                Wire.publicKey(in));
    }
}
