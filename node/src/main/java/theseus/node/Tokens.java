package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import theseus.sdk.Bytes;

/**
 * Who may use the API, from the file that {@code http.tokens} names. It is read again when it
 * changed, so that a token can be given or taken away while the node runs; what cannot be read then
 * changes nothing and is logged (ADR 0161).
 */
final class Tokens {
    private static final int MAX_TOKENS = 1_000;
    private static final String KEY = "http.tokens";
    private static final String SCHEME = "Bearer ";
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What a file shows when it was changed. */
    private record Seen(long modifiedNanos, long sizeBytes, Optional<Object> file) {}

    private final Path file;
    private volatile List<AccessToken> known;
    private Optional<Seen> seen;
    private volatile long nextLook;

    private Tokens(Path file) {
        this.file = file;
        this.seen = look();
        this.known = read(file);
        this.nextLook = System.nanoTime() + LOOK_NANOS;
    }

    /**
     * @throws NodeException when the file is not as it should be
     */
    static Tokens open(Path file) {
        return new Tokens(file);
    }

    /**
     * Who sent this.
     *
     * @param authorization the header of that name; empty when there is none
     * @throws HttpError when it is nobody, or somebody who may not do this
     */
    AccessToken check(String authorization, Right needed) {
        if (authorization.isEmpty()) {
            throw nobody("This node answers those who show a token", "Send one");
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || authorization.length() > SCHEME.length() + AccessToken.MAX_SECRET) {
            throw nobody("The header is not of the form 'Bearer TOKEN'", "Send one");
        }
        AccessToken who =
                find(authorization.substring(SCHEME.length()).strip())
                        .orElseThrow(
                                () ->
                                        nobody(
                                                "This node does not know that token",
                                                "Ask its operator for another, and send it"));
        if (!who.rights().contains(needed)) {
            throw new HttpError(
                    403,
                    "RIGHT_MISSING",
                    "The token of '" + who.name() + "' lacks the right " + needed.word(),
                    "header Authorization",
                    "Ask the node's operator for a token that has it",
                    0);
        }
        return who;
    }

    /** Looks at every line, so that the time does not tell which one came close. */
    private Optional<AccessToken> find(String secret) {
        refresh();
        byte[] hash = AccessToken.hash(secret);
        Optional<AccessToken> found = Optional.empty();
        for (AccessToken one : known) {
            if (MessageDigest.isEqual(hash, one.sha256().toArray())) {
                found = Optional.of(one);
            }
        }
        return found;
    }

    private void refresh() {
        if (System.nanoTime() - nextLook < 0) {
            return;
        }
        synchronized (this) {
            if (System.nanoTime() - nextLook < 0) {
                return;
            }
            nextLook = System.nanoTime() + LOOK_NANOS;
            Optional<Seen> now = look();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            try {
                known = read(file);
                Log.info("http.tokens", "known", known.size());
            } catch (NodeException e) {
                Log.error("http.tokens", e, "kept", known.size());
            }
        }
    }

    private Optional<Seen> look() {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new Seen(
                            now.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                            now.size(),
                            Optional.ofNullable(now.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<AccessToken> read(Path file) {
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
        if (tokens.isEmpty()) {
            throw wrong(file, number, "no token: nobody could use the API");
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

    private static HttpError nobody(String message, String todo) {
        return new HttpError(
                401,
                "TOKEN_NEEDED",
                message,
                "header Authorization",
                todo + " as 'Authorization: Bearer TOKEN'",
                0);
    }
}
