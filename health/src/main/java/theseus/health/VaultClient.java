package theseus.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import theseus.health.VaultRequest.Asked;
import theseus.health.VaultWire.Item;
import theseus.health.VaultWire.Reply;
import theseus.protocol.MalformedException;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Talks to a vault's service over HTTP. A vault is not believed to make sense: an answer that is
 * none is {@link DenialCode#VAULT_FAILED}, and its size and time are bounded. Thread-safe.
 */
final class VaultClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** What a vault puts into one answer. */
    private static final long MAX_ANSWER_BYTES =
            (long) VaultLimits.DEFAULT.recordsPerRequestMax() * (Vault.MAX_CIPHERTEXT_BYTES + 1024);

    /** Longer ones are for the vault's log. */
    private static final int MAX_EXPLANATION = 1_000;

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
                    read(body, said -> VaultWire.ISSUED.decode(said).challenge());
        };
    }

    Verdict<Reply> send(VaultRequest request) {
        return switch (post(VaultWire.REQUESTS, VaultWire.REQUEST.encode(request))) {
            case Verdict.Denied<Bytes> denied -> denied.as();
            case Verdict.Given<Bytes>(Bytes body) -> read(body, VaultWire.REPLY::decode);
        };
    }

    private static <T> Verdict<T> read(Bytes said, Function<Bytes, T> decode) {
        try {
            return Verdict.given(decode.apply(said));
        } catch (MalformedException e) {
            return Verdict.denied(
                    DenialCode.VAULT_FAILED,
                    "the vault's answer does not decode: " + e.explanation());
        }
    }

    private Verdict<Bytes> post(String path, Bytes body) {
        HttpRequest request =
                HttpRequest.newBuilder(vault.resolve(path))
                        .timeout(ANSWER)
                        .header("Content-Type", VaultWire.CBOR)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.unsafeArray()))
                        .build();
        CompletableFuture<HttpResponse<byte[]>> asked =
                http.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            // the client's own limit of time ends where an answer begins
            HttpResponse<byte[]> response = asked.get(2 * ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            Bytes answer = Bytes.wrap(response.body());
            if (response.statusCode() == 200) {
                return Verdict.given(answer);
            }
            return switch (read(answer, VaultWire.DENIED::decode)) {
                case Verdict.Given<Item.Denied>(Item.Denied denied) -> denied(denied);
                case Verdict.Denied<Item.Denied> unreadable -> unreadable.as();
            };
        } catch (ExecutionException | TimeoutException e) {
            asked.cancel(true);
            throw new UncheckedIOException(
                    "no answer from the vault at " + vault, new IOException(e));
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the vault", e);
        }
    }

    /** What a vault said, in a code that is known. */
    static <T> Verdict<T> denied(Item.Denied denied) {
        String why = denied.explanation();
        if (why.length() > MAX_EXPLANATION) {
            why = why.substring(0, MAX_EXPLANATION);
        }
        for (DenialCode code : DenialCode.values()) {
            if (code.name().equals(denied.code())) {
                return Verdict.denied(code, why);
            }
        }
        return Verdict.denied(
                DenialCode.VAULT_FAILED, "the vault denies with a code that is not known: " + why);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
