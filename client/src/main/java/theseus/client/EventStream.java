package theseus.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The chain's events in order, as they happen. Not thread-safe, but {@link #close} may be called
 * from another thread and ends a waiting {@link #next}. A node that has nothing to say sends a sign
 * of life now and then; one that does not even do that is waited for.
 */
public final class EventStream implements AutoCloseable {
    /** What an event means that ends a stream early: its history is not kept. */
    private static final int GONE = 410;

    /** An event has at most 128 KiB; as JSON it is a few times that. */
    private static final int MAX_EVENT_LENGTH = 4 * 1024 * 1024;

    /** As {@link ChainEvent#position} says: it is sent back as it came. */
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,19}(:[0-9]{1,10}){2}");

    private final InputStream body;
    private final BufferedReader lines;

    EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * Waits for the next event; empty when the stream has ended.
     *
     * @throws ApiException when something else comes, or the node says why it ends
     */
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
                    if (data.length() > MAX_EVENT_LENGTH) {
                        throw ApiException.bad("an event without an end");
                    }
                } else if (line.isEmpty() && !data.isEmpty()) {
                    if (failed) {
                        throw Transport.failure(
                                GONE, data.toString().getBytes(StandardCharsets.UTF_8));
                    }
                    return Optional.of(event(data.toString()));
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
            if (line.length() == MAX_EVENT_LENGTH) {
                throw ApiException.bad("a line without an end");
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

    private static ChainEvent event(String data) {
        JsonNode json;
        try {
            json = Transport.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw ApiException.bad("no event", e);
        }
        String position = Told.text(json, "position");
        if (!POSITION.matcher(position).matches()) {
            throw ApiException.bad("an event without a position");
        }
        return new ChainEvent(
                position, Told.text(json, "instance"), Told.text(json, "name"), json.path("body"));
    }
}
