package theseus.protocol;

import java.nio.charset.StandardCharsets;
import theseus.sdk.Bytes;

/** Domain strings stand before what is hashed or signed, so that nothing passes for another. */
final class Domain {
    private Domain() {}

    static Bytes bytes(String domain) {
        return Bytes.wrap(domain.getBytes(StandardCharsets.US_ASCII));
    }
}
