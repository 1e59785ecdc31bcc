package theseus.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import theseus.assessment.Risk.Level;
import theseus.protocol.MalformedException;

final class ReportTest {
    @Test
    void theHashIsNotOverTimes() {
        Report report = Fixtures.report(Fixtures.faulty());
        Report elsewhere = new Report(report.assessment(), Measured.NOTHING);
        assertEquals(report.document().get("hash"), elsewhere.document().get("hash"));
        assertNotEquals(
                report.document().get("hash"),
                Fixtures.report(Fixtures.quiet()).document().get("hash"));
    }

    @Test
    void aDocumentIsReadBack() {
        Report report = Fixtures.report(Fixtures.faulty());
        assertEquals(report, Report.read(report.document()));
    }

    @Test
    void aChangedDocumentIsNoticed() {
        Map<String, Object> document =
                new LinkedHashMap<>(Fixtures.report(Fixtures.faulty()).document());
        document.put("assessment", Fixtures.report(Fixtures.quiet()).document().get("assessment"));
        MalformedException refused =
                assertThrows(MalformedException.class, () -> Report.read(document));
        assertTrue(refused.explanation().contains("was changed"), refused.explanation());
        assertThrows(MalformedException.class, () -> Report.read(Map.of("format", "other")));
    }

    @Test
    void nothingSeenIsLow() {
        assertEquals(new Risk(Level.LOW, List.of()), Risk.of(Fixtures.quiet()));
    }

    @Test
    void eachReasonIsNamedGravestFirst() {
        Risk risk = Risk.of(Fixtures.faulty());
        assertEquals(Level.STOP, risk.level());
        List<String> codes = risk.reasons().stream().map(Risk.Reason::code).toList();
        assertEquals(List.of("UNDECLARED", "DIVERGES_FREE", "INVARIANT"), codes.subList(0, 3));
        assertTrue(
                codes.containsAll(
                        List.of(
                                "DECLARED",
                                "UNCOVERED",
                                "FEW_SAMPLES",
                                "MORE_GAS",
                                "BREAKS_OTHERS",
                                "DEPENDENTS",
                                "QUARANTINE")),
                codes.toString());
    }

    @Test
    void thePageNeedsNothingElseAndRunsNothing() throws IOException {
        String page = ReportPage.of(Fixtures.report(Fixtures.faulty()));
        for (String banned : List.of("<script", "http://", "https://", "<img", "@import", "url(")) {
            assertFalse(page.contains(banned), banned);
        }
        assertTrue(page.contains("&lt;b&gt;reader&lt;/b&gt;"), "what was submitted is escaped");
        assertTrue(page.contains("class=\"chart\""));
        // To look at: -Dtheseus.page=FILE
        String file = System.getProperty("theseus.page", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), page);
        }
    }
}
