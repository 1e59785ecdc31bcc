package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonTest {
    private static byte[] emptyArrays(int count) {
        return ("[" + "[],".repeat(count - 1) + "[]]").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatBecomesLargeInMemoryIsRefused() {
        HttpError refused =
                assertThrows(HttpError.class, () -> Json.read(emptyArrays(Json.MAX_TOKENS / 2)));
        assertEquals("BAD_REQUEST", refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("200000"), refused.getMessage());
        Json.read(emptyArrays(Json.MAX_TOKENS / 2 - 10));
    }

    /** The parser remembers names beyond the request: six thousand of them, of any length. */
    @Test
    void namesThatAreRememberedAreShort() {
        String name = "n".repeat(200);
        assertEquals(1, ((java.util.Map<?, ?>) Json.read(utf8("{\"" + name + "\":1}"))).size());
        HttpError refused =
                assertThrows(
                        HttpError.class, () -> Json.read(utf8("{\"" + name.repeat(5) + "\":1}")));
        assertEquals("BAD_REQUEST", refused.code());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
