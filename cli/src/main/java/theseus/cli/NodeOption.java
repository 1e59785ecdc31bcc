package theseus.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Option;
import theseus.client.Access;
import theseus.client.ApiException;
import theseus.client.ChainClient;
import theseus.client.UnverifiedException;
import theseus.protocol.MalformedException;

/** Which node a command asks, and how its refusals are told. */
final class NodeOption {
    private static final int SERVER_ERROR = 500;
    private static final int UNAUTHORIZED = 401;

    /** What the JDK says of an answer that is no TLS. */
    private static final String NO_TLS = "nrecognized SSL message";

    private static final String TOKEN = "THESEUS_TOKEN";
    private static final String CA = "THESEUS_CA";

    @Option(
            names = "--node",
            paramLabel = "URI",
            defaultValue = "${env:THESEUS_NODE:-http://localhost:4747}",
            description = "The node to ask (default: THESEUS_NODE, or that of port 4747 here).")
    private URI uri = URI.create("http://localhost:4747");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Show the token in the first line of FILE (default: the environment's"
                            + " THESEUS_TOKEN, or none).")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Trust the certificates in FILE (PEM) for https, and those that they signed"
                            + " (default: THESEUS_CA, or what the JDK trusts).")
    private Optional<Path> ca = Optional.empty();

    URI uri() {
        return uri;
    }

    <T> T ask(Function<ChainClient, T> question) {
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw Failure.usage(
                    "A node's address is like http://localhost:4747, not '" + uri + "'.");
        }
        try (ChainClient client = connect()) {
            return question.apply(client);
        } catch (ApiException e) {
            throw failure(e);
        } catch (UnverifiedException e) {
            throw unverified(String.valueOf(e.getMessage()));
        } catch (MalformedException e) {
            throw unverified("Its answer cannot be read: " + e.explanation());
        }
    }

    /** Its answer does not follow from the genesis, whatever the command wanted with it. */
    private Failure unverified(String what) {
        return Failure.refused(
                "UNVERIFIED",
                "UNVERIFIED: What the node at "
                        + uri
                        + " answers does not hold. "
                        + what
                        + ". Nothing of it is believed; ask another node: --node URI.");
    }

    private ChainClient connect() {
        try {
            Access access =
                    ca.or(NodeOption::caOfEnvironment)
                            .map(Access.OPEN::trusting)
                            .orElse(Access.OPEN);
            return ChainClient.connect(uri, token().map(access::withToken).orElse(access));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage() + ".");
        }
    }

    private static Optional<Path> caOfEnvironment() {
        return Optional.ofNullable(System.getenv(CA)).filter(text -> !text.isBlank()).map(Path::of);
    }

    private Optional<String> token() {
        if (tokenFile.isPresent()) {
            try (var lines = Files.lines(tokenFile.get())) {
                return Optional.of(lines.findFirst().orElse("").strip());
            } catch (IOException e) {
                throw Failure.usage("Cannot read the token from " + tokenFile.get() + ".");
            }
        }
        return Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isBlank());
    }

    /** What answers over the other scheme is there, and says nothing that could be read. */
    private String unreachable(ApiException e) {
        boolean encrypted = uri.getScheme().equals("https");
        return switch (e.getCause()) {
            case SSLException plain when String.valueOf(plain.getMessage()).contains(NO_TLS) ->
                    "What answers at "
                            + uri
                            + " does not speak TLS. Is it a node without: --node "
                            + "http://"
                            + uri.getRawAuthority();
            case SSLException _ -> e.getMessage() + ". Give its certificate with --ca FILE.";
            case ConnectException _ ->
                    "No node answers at "
                            + uri
                            + ". Start one with ./theseus up, or name another with --node URI.";
            case null, default ->
                    e.getMessage()
                            + (encrypted
                                    ? ""
                                    : ". If it is a node that speaks TLS: --node https://"
                                            + uri.getRawAuthority());
        };
    }

    private Failure failure(ApiException e) {
        if (e.code().equals(ApiException.UNREACHABLE)) {
            return Failure.unavailable(unreachable(e));
        }
        String sentence =
                e.code()
                        + ": "
                        + e.getMessage()
                        + (e.status() == UNAUTHORIZED ? " (--token-file FILE)." : "");
        return e.status() >= SERVER_ERROR
                ? new Failure(ExitCode.UNAVAILABLE, e.code(), sentence)
                : Failure.refused(e.code(), sentence);
    }
}
