package theseus.crypto;

import java.util.Optional;
import theseus.protocol.VerifyingKey;
import theseus.sdk.PublicKey;

/** The JDK's own providers, as a light client uses them. */
final class JdkProvider implements Provider {
    @Override
    public Optional<ParsedKey> parse(PublicKey key) {
        return VerifyingKey.of(key).map(parsed -> parsed::verifies);
    }
}
