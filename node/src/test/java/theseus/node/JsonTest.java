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
}
