package theseus.node;

import java.io.IOException;
import java.io.OutputStream;

/** What a handler answers. */
sealed interface Reply {
    String JSON = "application/json";
    String CBOR = "application/cbor";

    /** Writes a body that has no end known beforehand. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    record Json(int status, Object value) implements Reply {}

    record Content(int status, String mediaType, byte[] bytes) implements Reply {}

    record Stream(String mediaType, Body body) implements Reply {}

    static Reply json(Object value) {
        return new Json(200, value);
    }

    static Reply text(String mediaType, String text) {
        return new Content(200, mediaType, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
