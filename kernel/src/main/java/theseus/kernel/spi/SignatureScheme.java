package theseus.kernel.spi;

import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

/** Verifies signatures under one strict rule on every provider. Thread-safe. */
public interface SignatureScheme {
    boolean verify(PublicKey key, Bytes content, Bytes signature);
}
