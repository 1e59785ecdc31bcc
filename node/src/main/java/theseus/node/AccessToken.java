package theseus.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import theseus.sdk.Bytes;

/**
 * Who may use a node's API, and for what: one line {@code name rights sha256} of its file of
 * tokens. The token itself is not kept anywhere but with who uses it; it is 256 random bits, so
 * that its plain hash tells nothing.
 *
 * @param name who; lower-case letters, digits and {@code -}
 * @param sha256 of the token's ASCII characters
 */
public record AccessToken(String name, Set<Right> rights, Bytes sha256) {
    /** Longest name of a token. */
    public static final int MAX_NAME = 32;

    /** Longest token that is looked at. */
    static final int MAX_SECRET = 256;

    private static final int RANDOM_BYTES = 32;
    private static final int HASH_BYTES = 32;
    private static final String PREFIX = "theseus_";

    public AccessToken {
        if (!name.matches("[a-z0-9][a-z0-9-]{0," + (MAX_NAME - 1) + "}")) {
            throw new IllegalArgumentException(
                    "a token's name is 1 to " + MAX_NAME + " lower-case letters, digits and '-'");
        }
        if (rights.isEmpty()) {
            throw new IllegalArgumentException("a token without rights is of no use");
        }
        if (sha256.size() != HASH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 hash has 64 hexadecimal digits");
        }
        rights = Set.copyOf(rights);
    }

    /** A new token, to be shown once. */
    public static String secret(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static AccessToken of(String name, Set<Right> rights, String secret) {
        return new AccessToken(name, rights, Bytes.wrap(hash(secret)));
    }

    /**
     * @throws IllegalArgumentException that says what is wrong, without quoting what could be a
     *     token
     */
    static AccessToken parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a line is 'name rights sha256' with one space between, rights with commas");
        }
        Bytes hash;
        try {
            hash = Bytes.fromHex(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a SHA-256 hash has 64 hexadecimal digits", e);
        }
        return new AccessToken(parts[0], rights(parts[1]), hash);
    }

    /**
     * @param words with commas between, such as {@code read,submit}
     * @throws IllegalArgumentException that says what is wrong
     */
    public static Set<Right> rights(String words) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String word : words.split(",", -1)) {
            Right right =
                    Right.of(word)
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "the rights are read, submit and operate,"
                                                            + " with commas between"));
            if (!rights.add(right)) {
                throw new IllegalArgumentException("the right " + word + " stands there twice");
            }
        }
        return rights;
    }

    /** As it stands in the file. */
    public String line() {
        List<String> words = new ArrayList<>();
        for (Right right : Right.values()) {
            if (rights.contains(right)) {
                words.add(right.word());
            }
        }
        return name + " " + String.join(",", words) + " " + sha256.hex();
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
