package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a command said to whoever ran it. */
record Spoken(int exit, String out, String err) {
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Codes that were said with {@code --json}. */
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    static Spoken run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                Theseus.run(
                        Stream.of(arguments).map(Object::toString).toArray(String[]::new),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        return new Spoken(exit, out.toString(), err.toString());
    }

    /** What it says when all went well. */
    static String text(Object... arguments) {
        Spoken spoken = run(arguments);
        assertEquals(ExitCode.OK, spoken.exit, spoken::toString);
        assertEquals("", spoken.err);
        return spoken.out;
    }

    /** The same with {@code --json}: one document and nothing else. */
    static JsonNode json(Object... arguments) {
        Spoken spoken = run(asJson(arguments));
        assertEquals(ExitCode.OK, spoken.exit, spoken::toString);
        return spoken.document();
    }

    /**
     * It must end with that exit code, and say each of {@code words}. With {@code --json} it must
     * say the same, and the code; that is tried once for each code which the words begin with.
     */
    static void refused(int exit, String code, String[] words, Object... arguments) {
        Spoken told = run(arguments);
        assertEquals(exit, told.exit, told::toString);
        for (String word : words) {
            assertTrue(told.err.contains(word), () -> "does not say '" + word + "': " + told.err);
        }
        if (!SEEN.add(code) && told.err.startsWith(code + ": ")) {
            return;
        }
        Spoken document = run(asJson(arguments));
        assertEquals(exit, document.exit, document::toString);
        assertEquals("", document.err);
        JsonNode error = document.document().path("error");
        assertEquals(code, error.path("code").asText(), document::toString);
        for (String word : words) {
            assertTrue(error.path("message").asText().contains(word), document::toString);
        }
    }

    static String[] says(Object... words) {
        return Stream.of(words).map(Object::toString).toArray(String[]::new);
    }

    private static Object[] asJson(Object... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray();
    }

    private JsonNode document() {
        try {
            return STRICT.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no document: " + this, e);
        }
    }
}
