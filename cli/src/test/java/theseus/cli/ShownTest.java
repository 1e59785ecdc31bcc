package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShownTest {
    /** A title that would wipe its line, write another one, and turn the rest around. */
    private static final String TITLE = "better\u001b[2K\rfine\nphase: FINAL\u202e\u0085 §ü✓";

    @Test
    void aTitleStaysOnItsLineAndMovesNothing() {
        StringWriter text = new StringWriter();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", TITLE);
        document.put("reasons", List.of("a\nb", Map.of("x\u001b", "c\td")));
        Output.text(document, new PrintWriter(text));
        assertEquals(
                """
                title: better?[2K?fine?phase: FINAL?? §ü✓
                reasons:
                  - a?b
                  - x?: c?d
                """,
                text.toString());
    }

    @Test
    void sentencesKeepTheirBreaks() {
        assertEquals("one\ntwo?", Shown.lines("one\ntwo\u001b"));
    }
}
