package theseus.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import theseus.sdk.Bytes;

/**
 * The file of those who may use a node's API, as {@code http.tokens} names it: a line for each (see
 * {@link AccessToken}), empty ones, and remarks that begin with {@code #}. Only its owner may read
 * or write it.
 */
public final class TokenFile {
    /** The key of the configuration that names it. */
    static final String KEY = "http.tokens";

    private static final int MAX_TOKENS = 1_000;

    private TokenFile() {}

    /**
     * Its tokens in order; none when it has none.
     *
     * @throws NodeException when it is not as it should be: where, and what to do
     */
    public static List<AccessToken> read(Path file) {
        List<AccessToken> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<Bytes> hashes = new HashSet<>();
        int number = 0;
        for (String line : OwnFile.read(KEY, file).lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            AccessToken token;
            try {
                token = AccessToken.parse(line);
            } catch (IllegalArgumentException e) {
                throw wrong(file, number, String.valueOf(e.getMessage()));
            }
            if (!names.add(token.name()) || !hashes.add(token.sha256())) {
                throw wrong(file, number, "that name or hash stands further up already");
            }
            tokens.add(token);
            if (tokens.size() > MAX_TOKENS) {
                throw wrong(file, number, "more than " + MAX_TOKENS + " tokens");
            }
        }
        return List.copyOf(tokens);
    }

    private static NodeException wrong(Path file, int line, String what) {
        return new NodeException(
                "TOKENS_MALFORMED",
                KEY
                        + ": "
                        + file
                        + ", line "
                        + line
                        + ": "
                        + what
                        + ". './theseus token new' makes a token and says its line");
    }
}
