package theseus.crypto;

import java.util.Optional;
import theseus.sdk.PublicKey;

/** Computes signatures one way. */
interface Provider {
    /** The key, ready to verify; empty unless {@code SignatureRules.admitsKey}. */
    Optional<ParsedKey> parse(PublicKey key);
}
