package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** A validator's signature over a header, see {@link #signingBytes}. */
public record Attestation(PublicKey validator, Bytes signature) {
    private static final String DOMAIN = "theseus/attestation/1";

    public Attestation {
        Wire.atMost("bytes of a signature", signature.size(), Limits.MAX_SIGNATURE_BYTES);
    }

    /** What a validator signs: a domain and the array of chain, height and header hash. */
    public static Bytes signingBytes(Header header) {
        return signingBytes(header.chain(), header.height(), header.hash());
    }

    public static Bytes signingBytes(Hash chain, long height, Hash header) {
        Bytes body =
                Wire.encode(
                        out ->
                                out.arrayHeader(3)
                                        .bytes(chain.bytes())
                                        .integer(height)
                                        .bytes(header.bytes()));
        return Domain.bytes(DOMAIN).concat(body);
    }

    public Bytes encode() {
        return Wire.encode(this::write);
    }

    public static Attestation decode(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_TRANSACTION_BYTES, Attestation::read);
    }

    void write(CborWriter out) {
        out.arrayHeader(2);
        Wire.write(validator, out);
        out.bytes(signature);
    }

    static Attestation read(CborReader in) {
        in.expectArray(2);
        return new Attestation(Wire.publicKey(in), in.bytes());
    }
}
