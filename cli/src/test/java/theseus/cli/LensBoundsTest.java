package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.assessment.Finding;
import theseus.protocol.Descriptor;
import theseus.protocol.Schema;

final class LensBoundsTest {
    private static final Schema LETTER = new Schema.Enumeration("Letter", List.of("A", "B", "C"));

    @TempDir Path folder;

    private static Schema key(Schema second) {
        return new Schema.Structure(
                "Key",
                List.of(
                        new Schema.Field("root", new Schema.Account()),
                        new Schema.Field("second", second)));
    }

    @Test
    void aFamilyIsBoundedByFewKeysOnly() {
        assertTrue(LensBounds.isBounded(new Schema.Account()));
        assertTrue(LensBounds.isBounded(key(LETTER)));
        assertTrue(LensBounds.isBounded(key(new Schema.OptionalOf(new Schema.Bool()))));
        assertFalse(LensBounds.isBounded(key(new Schema.Int(64))));
        assertFalse(LensBounds.isBounded(key(new Schema.Text())));
    }

    @Test
    void whatItsWriterMakesTooLongIsNamedWithTheLens() throws IOException {
        Descriptor one = descriptor("one", Diaries.ONE);
        Descriptor two = descriptor("two", Diaries.TWO);
        Finding found = LensBounds.of(two, one).getFirst();
        assertEquals("RECORD_UNBOUNDED", found.code());
        assertEquals("lens lines 1 → lines 2", found.where());
        assertEquals(List.of(), LensBounds.of(two, two));
    }

    private Descriptor descriptor(String name, String source) throws IOException {
        return ModuleFile.read(SourceJar.build(folder, name, "Diary", source)).descriptor();
    }
}
