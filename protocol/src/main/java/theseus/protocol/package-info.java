/**
 * The words on the wire, their one encoding, and how a client verifies what it is told.
 *
 * <p>Values: {@link theseus.protocol.CborWriter} and {@link theseus.protocol.CborReader}, {@link
 * theseus.protocol.Schema} with its codecs. Blocks: {@link theseus.protocol.Submission}, {@link
 * theseus.protocol.Header}, {@link theseus.protocol.Receipt}. Trust: {@link
 * theseus.protocol.ValidatorSet}, {@link theseus.protocol.Certificate}, {@link
 * theseus.protocol.StateProof}, {@link theseus.protocol.MerkleTree}.
 */
package theseus.protocol;
