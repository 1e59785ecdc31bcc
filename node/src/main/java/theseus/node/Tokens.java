package theseus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who may use the API, from the file that {@code http.tokens} names. It is read again when it
 * changed, so that a token can be given or taken away while the node runs; what cannot be read then
 * changes nothing and is logged (ADR 0161).
 */
final class Tokens {
    private static final String SCHEME = "Bearer ";
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What a file shows when it was changed. */
    private record Seen(long modifiedNanos, long sizeBytes, Optional<Object> file) {}

    private final Path file;
    private final long lookNanos;
    private volatile List<AccessToken> known;

    /** Of the file that is {@link #known}; empty when what was found since could not be read. */
    private Optional<Seen> seen;

    private String failure = "";
    private volatile long nextLook;

    /**
     * @param lookNanos how long it is not looked at again
     */
    Tokens(Path file, long lookNanos) {
        this.file = file;
        this.lookNanos = lookNanos;
        this.seen = look();
        this.known = read(file);
        this.nextLook = System.nanoTime() + lookNanos;
    }

    /**
     * @throws NodeException when the file is not as it should be
     */
    static Tokens open(Path file) {
        return new Tokens(file, LOOK_NANOS);
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
            nextLook = System.nanoTime() + lookNanos;
            Optional<Seen> now = look();
            if (now.equals(seen)) {
                return;
            }
            try {
                known = read(file);
                seen = now;
                failure = "";
                Log.info("http.tokens", "known", known.size());
            } catch (NodeException e) {
                seen = Optional.empty(); // what mends it, chmod say, may change nothing that shows
                String what = String.valueOf(e.getMessage());
                if (!what.equals(failure)) {
                    failure = what;
                    Log.error("http.tokens", e, "kept", known.size());
                }
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
        List<AccessToken> tokens = TokenFile.read(file);
        if (tokens.isEmpty()) {
            throw new NodeException(
                    "TOKENS_MALFORMED",
                    TokenFile.KEY
                            + ": "
                            + file
                            + " has no token: nobody could use the API. './theseus token new'"
                            + " makes one and says its line");
        }
        return tokens;
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
