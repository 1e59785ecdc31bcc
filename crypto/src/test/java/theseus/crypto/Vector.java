package theseus.crypto;

import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** A signature and whether it is valid, in the manner of Project Wycheproof. */
record Vector(String comment, PublicKey key, Bytes content, Bytes signature, boolean valid) {
    @Override
    public String toString() {
        return comment + (valid ? " (valid)" : " (invalid)");
    }
}
