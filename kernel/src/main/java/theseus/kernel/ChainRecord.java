package theseus.kernel;

import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Genesis;
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
        return new CborWriter()
                .arrayHeader(4)
                .bytes(chain.bytes())
                .integer(protocolVersion)
                .arrayHeader(3)
                .integer(parameters.blockGas())
                .integer(parameters.routineGas())
                .integer(parameters.historyBlocks())
                .bytes(moduleSet.bytes())
                .toBytes();
    }

    public static ChainRecord decode(Bytes encoding) {
        return Coding.decode(
                encoding,
                in -> {
                    in.expectArray(4);
                    return new ChainRecord(
                            in.hash(), (int) in.integer(Integer.SIZE), readBounds(in), in.hash());
                });
    }

    private static Genesis.Parameters readBounds(CborReader in) {
        in.expectArray(3);
        return new Genesis.Parameters(
                in.integer(Long.SIZE), in.integer(Long.SIZE), (int) in.integer(Integer.SIZE));
    }
}
