package theseus.kernel;

import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What the chain is and the bounds it runs under. Encoded as the array of its fields.
 *
 * @param chain hash of the genesis
 * @param protocolVersion rules of kernel and runtime in force
 * @param moduleSet digest of the module set in force
 */
public record ChainRecord(
        Hash chain, int protocolVersion, Genesis.Parameters parameters, Hash moduleSet) {

    public Bytes encode() {
        CborWriter out = new CborWriter().arrayHeader(4).bytes(chain.bytes());
        out.integer(protocolVersion);
        parameters.write(out);
        return out.bytes(moduleSet.bytes()).toBytes();
    }

    public static ChainRecord decode(Bytes encoding) {
        return Wire.decode(
                encoding,
                in -> {
                    in.expectArray(4);
                    return new ChainRecord(
                            in.hash(),
                            (int) in.integer(Integer.SIZE),
                            Genesis.Parameters.read(in),
                            in.hash());
                });
    }
}
