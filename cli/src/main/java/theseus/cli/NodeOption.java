package theseus.cli;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;
import theseus.client.ApiException;
import theseus.client.ChainClient;

/** Which node a command asks, and how its refusals are told. */
final class NodeOption {
    private static final int SERVER_ERROR = 500;

    @Option(
            names = "--node",
            paramLabel = "URI",
            defaultValue = "${env:THESEUS_NODE:-http://localhost:4747}",
            description = "The node to ask (default: THESEUS_NODE, or that of port 4747 here).")
    private URI uri = URI.create("http://localhost:4747");

    URI uri() {
        return uri;
    }

    <T> T ask(Function<ChainClient, T> question) {
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw Failure.usage(
                    "A node's address is like http://localhost:4747, not '" + uri + "'.");
        }
        try (ChainClient client = ChainClient.connect(uri)) {
            return question.apply(client);
        } catch (ApiException e) {
            throw failure(e);
        }
    }

    private Failure failure(ApiException e) {
        if (e.code().equals(ApiException.UNREACHABLE)) {
            return Failure.unavailable(
                    "No node answers at "
                            + uri
                            + ". Start one with ./theseus up, or name another with --node URI.");
        }
        String sentence = e.code() + ": " + e.getMessage();
        return e.status() >= SERVER_ERROR
                ? new Failure(ExitCode.UNAVAILABLE, e.code(), sentence)
                : Failure.refused(e.code(), sentence);
    }
}
