package theseus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import theseus.protocol.CborReader;
import theseus.protocol.Limits;
import theseus.protocol.MalformedException;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What a node said, read into values. A node is not believed to make sense: whatever no value can
 * hold ends in an {@link ApiException} of code {@link ApiException#BAD_ANSWER}.
 */
final class Told {
    /** Of heights, nonces and times: what can be added to without an overflow. */
    private static final long MAX_COUNT = 1L << 60;

    /** Where a list goes on: a key in hex, or a place such as {@code 12.3}. */
    private static final String PLACE = "[0-9a-f.]{1," + (2 * Limits.MAX_KEY_BYTES + 2) + "}";

    private Told() {}

    /**
     * @param reading of a pure function from the answer to a value
     */
    static <T> T read(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedException e) {
            throw ApiException.bad("no " + what + ": " + e.explanation(), e);
        } catch (IllegalArgumentException e) {
            throw ApiException.bad("no " + what + ": " + e.getMessage(), e);
        }
    }

    /** A field of an answer that holds bytes as hexadecimal digits. */
    static Bytes hex(JsonNode json, String field) {
        try {
            return Bytes.fromHex(text(json, field));
        } catch (IllegalArgumentException e) {
            throw ApiException.bad("without a field '" + field + "' in hex", e);
        }
    }

    static Hash hash(JsonNode json, String field) {
        return read("hash in the field '" + field + "'", () -> new Hash(hex(json, field)));
    }

    /** A whole number that is not negative, and not so large that one could not go on from it. */
    static long count(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.canConvertToLong()
                || !value.isIntegralNumber()
                || value.asLong() < 0
                || value.asLong() > MAX_COUNT) {
            throw ApiException.bad("without a count in the field '" + field + "'");
        }
        return value.asLong();
    }

    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw ApiException.bad("without a text in the field '" + field + "'");
        }
        return value.asText();
    }

    /**
     * Where a list goes on; empty at its end.
     *
     * @param listed how many entries this part of the list has: a list that goes on, goes on
     */
    static Optional<String> next(JsonNode json, int listed) {
        if (!json.hasNonNull("next")) {
            return Optional.empty();
        }
        String next = text(json, "next");
        if (listed == 0 || !next.matches(PLACE)) {
            throw ApiException.bad("a list that does not go on where it says");
        }
        return Optional.of(next);
    }

    static List<ChainClient.Row> rows(Bytes body) {
        return read(
                "list of records",
                () -> {
                    CborReader in = new CborReader(body);
                    int count = in.arrayHeader();
                    List<ChainClient.Row> rows = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        in.expectArray(2);
                        rows.add(new ChainClient.Row(in.bytes(), in.bytes()));
                    }
                    in.end();
                    return rows;
                });
    }
}
