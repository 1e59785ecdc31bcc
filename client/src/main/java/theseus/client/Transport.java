package theseus.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLException;
import theseus.protocol.Limits;
import theseus.sdk.Bytes;

/** Requests and answers; every failure is an {@link ApiException}. */
final class Transport implements AutoCloseable {
    /**
     * The largest answer is a genesis with its artifacts; a node is not believed to end by itself.
     */
    private static final long MAX_ANSWER_BYTES = 2L * Limits.MAX_GENESIS_BYTES;

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String CBOR = "application/cbor";

    private final URI node;
    private final Access access;
    private final HttpClient http;

    Transport(URI node, Access access) {
        this.node = node;
        this.access = access.at(node);
        this.http =
                access.with(HttpClient.newBuilder())
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build();
    }

    URI node() {
        return node;
    }

    JsonNode get(String path) {
        return json(send(request(path).header("Accept", "application/json").GET().build()));
    }

    JsonNode post(String path, Object body) {
        byte[] content;
        try {
            content = JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON value", e);
        }
        return json(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                                .build()));
    }

    /** CBOR back. */
    Bytes getCbor(String path) {
        return Bytes.wrap(send(request(path).header("Accept", CBOR).GET().build()));
    }

    /** CBOR there and back. */
    Bytes postCbor(String path, Bytes body) {
        return Bytes.wrap(send(cbor(path, body, CBOR)));
    }

    /** CBOR there, JSON back. */
    JsonNode postCborForJson(String path, Bytes body) {
        return json(send(cbor(path, body, "application/json")));
    }

    /** The body of an endless answer. */
    InputStream stream(String path, String lastEventId) {
        HttpRequest.Builder request =
                access.with(HttpRequest.newBuilder(resolve(path)))
                        .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                exchange(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw failure(response.statusCode(), body.readAllBytes());
            } catch (IOException e) {
                throw new ApiException("The node's answer broke off", e);
            }
        }
        return response.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest cbor(String path, Bytes body, String accept) {
        return request(path)
                .header("Content-Type", CBOR)
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.unsafeArray()))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return access.with(HttpRequest.newBuilder(resolve(path))).timeout(ANSWER);
    }

    private URI resolve(String path) {
        return node.resolve(path);
    }

    private byte[] send(HttpRequest request) {
        HttpResponse<byte[]> response =
                exchange(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        if (response.statusCode() / 100 != 2) {
            throw failure(response.statusCode(), response.body());
        }
        return response.body();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (SSLException e) {
            throw new ApiException(
                    "No trust in the node at "
                            + node
                            + ": is its certificate, or who signed it, trusted here? ("
                            + e.getMessage()
                            + ")",
                    e);
        } catch (IOException e) {
            throw new ApiException(
                    "No answer from the node at " + node + "; is it running? (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("Interrupted while waiting for the node at " + node, e);
        }
    }

    static ApiException failure(int status, byte[] body) {
        try {
            JsonNode error = JSON.readTree(body);
            if (error.hasNonNull("code") && error.hasNonNull("message")) {
                StringBuilder text = new StringBuilder(error.get("message").asText());
                if (error.hasNonNull("where")) {
                    text.append(" (").append(error.get("where").asText()).append(")");
                }
                if (error.hasNonNull("todo")) {
                    text.append(". ").append(error.get("todo").asText());
                }
                return new ApiException(
                        status,
                        error.get("code").asText(),
                        text.toString(),
                        error.path("retryAfterMillis").asLong(0));
            }
        } catch (IOException e) {
            // not a node's answer; said below
        }
        return new ApiException(
                status, "HTTP_" + status, "An answer with status " + status + ", not a node's", 0);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new ApiException("The node's answer is not JSON", e);
        }
    }

    /** A field of an answer that holds bytes as hexadecimal digits. */
    static Bytes hex(JsonNode json, String field) {
        try {
            return Bytes.fromHex(json.path(field).asText("?"));
        } catch (IllegalArgumentException e) {
            throw new ApiException("The node's answer has no field '" + field + "' in hex", e);
        }
    }
}
