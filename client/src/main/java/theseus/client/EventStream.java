package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The chain's events in order, as they happen. Not thread-safe, but {@link #close} may be called
 * from another thread and ends a waiting {@link #next}.
 */
public final class EventStream implements AutoCloseable {
    /** What an event means that ends a stream early: its history is not kept. */
    private static final int GONE = 410;

    /** An event has at most 128 KiB; as JSON it is a few times that. */
    private static final int MAX_LINE_LENGTH = 4 * 1024 * 1024;

    private final InputStream body;
    private final BufferedReader lines;

    EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Waits for the next event; empty when the stream has ended. */
    public Optional<ChainEvent> next() {
        try {
            StringBuilder data = new StringBuilder();
            boolean failed = false;
            while (true) {
                Optional<String> read = line();
                if (read.isEmpty()) {
                    return Optional.empty();
                }
                String line = read.get();
                if (line.equals("event: error")) {
                    failed = true;
                } else if (line.startsWith("data: ")) {
                    data.append(line, "data: ".length(), line.length());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    if (failed) {
                        throw Transport.failure(
                                GONE, data.toString().getBytes(StandardCharsets.UTF_8));
                    }
                    return Optional.of(event(Transport.JSON.readTree(data.toString())));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Without its end; empty when there is none any more. */
    private Optional<String> line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = lines.read(); read >= 0; read = lines.read()) {
            if (read == '\n') {
                return Optional.of(line.toString());
            }
            if (line.length() == MAX_LINE_LENGTH) {
                throw new IOException("the node's line has no end");
            }
            line.append((char) read);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // the stream has ended either way
        }
    }

    private static ChainEvent event(JsonNode json) {
        return new ChainEvent(
                json.path("position").asText(),
                json.path("instance").asText(),
                json.path("name").asText(),
                json.path("body"));
    }
}
