package theseus.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import theseus.health.VaultRequest.Asked;
import theseus.health.VaultWire.Item;
import theseus.health.VaultWire.Reply;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Talks to a vault's service over HTTP. Thread-safe. */
final class VaultClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI vault;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    VaultClient(URI vault) {
        this.vault = vault;
    }

    /** Asks for a challenge, signs and sends; the reply has an item for each record. */
    Verdict<Reply> ask(SigningKey key, Hash chain, Asked asked) {
        return switch (challenge()) {
            case Verdict.Denied<Bytes> denied -> denied.as();
            case Verdict.Given<Bytes>(Bytes challenge) ->
                    send(VaultRequest.sign(key, chain, challenge, asked));
        };
    }

    Verdict<Bytes> challenge() {
        return switch (post(VaultWire.CHALLENGES, Bytes.EMPTY)) {
            case Verdict.Denied<Bytes> denied -> denied;
            case Verdict.Given<Bytes>(Bytes body) ->
                    Verdict.given(VaultWire.ISSUED.decode(body).challenge());
        };
    }

    Verdict<Reply> send(VaultRequest request) {
        return switch (post(VaultWire.REQUESTS, VaultWire.REQUEST.encode(request))) {
            case Verdict.Denied<Bytes> denied -> denied.as();
            case Verdict.Given<Bytes>(Bytes body) -> Verdict.given(VaultWire.REPLY.decode(body));
        };
    }

    private Verdict<Bytes> post(String path, Bytes body) {
        HttpRequest request =
                HttpRequest.newBuilder(vault.resolve(path))
                        .timeout(ANSWER)
                        .header("Content-Type", VaultWire.CBOR)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.unsafeArray()))
                        .build();
        try {
            HttpResponse<byte[]> response =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Bytes answer = Bytes.wrap(response.body());
            return response.statusCode() == 200
                    ? Verdict.given(answer)
                    : denied(VaultWire.DENIED.decode(answer));
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from the vault at " + vault, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the vault", e);
        }
    }

    static <T> Verdict<T> denied(Item.Denied denied) {
        return Verdict.denied(DenialCode.valueOf(denied.code()), denied.explanation());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
