package theseus.protocol;

import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** A validator's signature over a header. */
public record Attestation(PublicKey validator, Bytes signature) {}
