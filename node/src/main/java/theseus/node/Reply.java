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

    /** Part of what all streams share; one has it as long as it runs, and not a moment before. */
    @FunctionalInterface
    interface Place {
        /** Of a stream that shares nothing. */
        Place NONE = () -> () -> {};

        /**
         * @return what gives it back
         * @throws HttpError when none is left; nothing was answered yet
         */
        Runnable take();
    }

    record Json(int status, Object value) implements Reply {}

    record Content(int status, String mediaType, byte[] bytes) implements Reply {}

    record Stream(String mediaType, Place place, Body body) implements Reply {
        Stream(String mediaType, Body body) {
            this(mediaType, Place.NONE, body);
        }
    }

    static Reply json(Object value) {
        return new Json(200, value);
    }

    static Reply text(String mediaType, String text) {
        return new Content(200, mediaType, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
