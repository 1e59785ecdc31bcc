package theseus.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import theseus.protocol.Limits;
import theseus.sdk.Bytes;

/**
 * Requests and answers; every failure is an {@link ApiException}. A node is not believed to make
 * sense, nor to come to an end: an answer's size, depth and time are bounded.
 */
final class Transport implements AutoCloseable {
    /** The largest answer is a genesis in hexadecimal digits, and what stands around it. */
    static final long MAX_ANSWER_BYTES = 2L * Limits.MAX_GENESIS_BYTES + (1 << 20);

    /** Part of a list: a megabyte of records, and some times that when their fields are named. */
    private static final long MAX_PAGE_BYTES = 64L << 20;

    private static final long MAX_ERROR_BYTES = 1L << 20;

    /** In memory a value takes up to a hundred bytes, and as few as two in the answer. */
    private static final long MAX_JSON_TOKENS = 1_000_000;

    private static final int MAX_JSON_DEPTH = 200;

    /** The parser keeps thousands of the names that it saw, whoever sent them. */
    private static final int MAX_JSON_NAME = 1_000;

    static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxTokenCount(MAX_JSON_TOKENS)
                                            .maxNestingDepth(MAX_JSON_DEPTH)
                                            .maxNameLength(MAX_JSON_NAME)
                                            .maxStringLength((int) MAX_ANSWER_BYTES)
                                            .build())
                            .build());

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Until an answer begins. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Until it has ended; the next time is counted anew. */
    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(3);

    private static final String CBOR = "application/cbor";

    private final URI node;
    private final Access access;
    private final Duration wholeAnswer;
    private final HttpClient http;

    Transport(URI node, Access access) {
        this(node, access, WHOLE_ANSWER);
    }

    /**
     * @param wholeAnswer how long an answer may take to its end; an endless one to its beginning
     */
    Transport(URI node, Access access, Duration wholeAnswer) {
        this.wholeAnswer = wholeAnswer;
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
        return get(path, MAX_ANSWER_BYTES);
    }

    /** Part of a list that goes on in further parts. */
    JsonNode getPage(String path) {
        return get(path, MAX_PAGE_BYTES);
    }

    private JsonNode get(String path, long maxBytes) {
        return json(
                send(request(path).header("Accept", "application/json").GET().build(), maxBytes));
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
        BodyHandler<InputStream> handler =
                answer ->
                        answer.statusCode() == 200
                                ? BodySubscribers.ofInputStream()
                                : BodySubscribers.mapping(
                                        atMost(MAX_ERROR_BYTES), ByteArrayInputStream::new);
        HttpResponse<InputStream> response = exchange(request.GET().build(), handler);
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
        return send(request, MAX_ANSWER_BYTES);
    }

    private byte[] send(HttpRequest request, long maxBytes) {
        HttpResponse<byte[]> response =
                exchange(request, answer -> atMost(isGood(answer) ? maxBytes : MAX_ERROR_BYTES));
        if (response.statusCode() / 100 != 2) {
            throw failure(response.statusCode(), response.body());
        }
        return response.body();
    }

    private static boolean isGood(HttpResponse.ResponseInfo answer) {
        return answer.statusCode() / 100 == 2;
    }

    private static BodySubscriber<byte[]> atMost(long bytes) {
        return BodySubscribers.limiting(BodySubscribers.ofByteArray(), bytes);
    }

    /** The client's own limit of time ends where an answer begins. */
    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
        try {
            return answer.get(wholeAnswer.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiException(
                    "The node at "
                            + node
                            + " did not end its answer within "
                            + wholeAnswer.toMillis()
                            + " ms",
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiException("Interrupted while waiting for the node at " + node, e);
        }
    }

    private ApiException failed(Throwable why) {
        return switch (why) {
            case Error error -> throw error;
            case SSLException e ->
                    new ApiException(
                            "No trust in the node at "
                                    + node
                                    + ": is its certificate, or who signed it, trusted here? ("
                                    + e.getMessage()
                                    + ")",
                            e);
            case IOException e ->
                    new ApiException(
                            "No answer from the node at " + node + "; is it running? (" + e + ")",
                            e);
            default -> ApiException.bad("not HTTP (" + why + ")", why);
        };
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
            throw ApiException.bad("not JSON, or too much of it", e);
        }
    }
}
