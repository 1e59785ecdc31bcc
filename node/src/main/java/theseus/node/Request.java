package theseus.node;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import theseus.sdk.Bytes;

/**
 * A request as handlers see it: parameters that are declared, with what was wrong named by where it
 * stands.
 *
 * @param path what stood for the names in the path template
 * @param query each parameter at most once
 * @param contentType media type of the body without parameters, lower case; empty when none
 * @param accept the Accept header; empty when none
 * @param lastEventId the Last-Event-ID header; empty when none
 * @param client who asks: of whose part what is bounded is taken
 * @param body reads the body, within the bound, once
 */
record Request(
        Map<String, String> path,
        Map<String, String> query,
        String contentType,
        String accept,
        String lastEventId,
        String client,
        Supplier<byte[]> body) {

    String text(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no " + name);
        }
        return value;
    }

    Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name));
    }

    boolean flag(String name) {
        return asked(name)
                .map(
                        value ->
                                switch (value) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default ->
                                            throw HttpError.badRequest(
                                                    "query parameter " + name,
                                                    name + " is true or false");
                                })
                .orElse(false);
    }

    Optional<Long> number(String name, long least, long most) {
        return asked(name).map(value -> parse("query parameter " + name, value, least, most));
    }

    long pathNumber(String name, long least, long most) {
        return parse("path, " + name, text(name), least, most);
    }

    Bytes pathHex(String name, int leastBytes, int mostBytes) {
        return hex("path, " + name, text(name), leastBytes, mostBytes);
    }

    boolean wantsCbor() {
        return accept.contains(Reply.CBOR);
    }

    static Bytes hex(String where, String value, int leastBytes, int mostBytes) {
        if (value.length() > 2L * mostBytes || value.length() < 2L * leastBytes) {
            throw HttpError.badRequest(
                    where,
                    value.length()
                            + " characters, where "
                            + 2L * leastBytes
                            + (leastBytes == mostBytes ? "" : " to " + 2L * mostBytes)
                            + " hexadecimal digits are expected");
        }
        try {
            return Bytes.wrap(HexFormat.of().parseHex(value));
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest(
                    where, "not an even number of hexadecimal digits (0-9, a-f)");
        }
    }

    private static long parse(String where, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw HttpError.badRequest(
                where,
                most == Long.MAX_VALUE
                        ? "a whole number from " + least + " on is expected"
                        : "a whole number from " + least + " to " + most + " is expected");
    }
}
