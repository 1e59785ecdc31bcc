package theseus.kernel;

import theseus.protocol.Genesis;
import theseus.sdk.Hash;

/**
 * What the chain is and the bounds it runs under. Encoded as the array of its fields.
 *
 * @param chain hash of the genesis
 * @param protocolVersion rules of kernel and runtime in force
 * @param moduleSet digest of the module set in force
 */
public record ChainRecord(
        Hash chain, int protocolVersion, Genesis.Parameters parameters, Hash moduleSet) {}
