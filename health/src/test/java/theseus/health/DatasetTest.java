package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import theseus.sdk.Bytes;

final class DatasetTest {
    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n";

    @TempDir Path folder;

    @Test
    void theShippedRecordsAreComplete() {
        Dataset shipped = Dataset.shipped();
        int resources = 0;
        Map<Category, Integer> categories = new EnumMap<>(Category.class);
        Set<String> institutions = new HashSet<>();
        for (int i = 0; i < shipped.patients(); i++) {
            PatientRecords records = shipped.read(i);
            resources += records.resources().size();
            records.resources().forEach(each -> categories.merge(each.category(), 1, Integer::sum));
            institutions.addAll(records.institutions());
        }
        assertEquals(13, shipped.patients());
        assertEquals(11_312, resources);
        assertTrue(categories.get(Category.LABORATORY) > 1_900, categories.toString());
        assertEquals(13, categories.get(Category.OTHER), "Provenance only");
        assertTrue(institutions.size() > 30, institutions.toString());
    }

    @Test
    void aSmallFileIsRead() throws Exception {
        PatientRecords records = read(PATIENT + "{\"resourceType\":\"Basic\",\"id\":\"b\"}\n");
        assertEquals(2, records.resources().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "[]\n",
                "{}\n",
                "{\"resourceType\":\"Patient\"}\n",
                "{\"resourceType\":\"patient\",\"id\":\"p\"}\n",
                "{\"resourceType\":\"Patient\",\"id\":\"p q\"}\n",
                "{\"resourceType\":\"Patient\",\"id\":7}\n",
                "{\"resourceType\":\"Patient\",\"id\":\"p\"}",
                "{\"resourceType\":\"Patient\",\"id\":\"p\"} {}\n",
                "{\"resourceType\":\"Patient\",\"id\":\"p\",\"id\":\"p\"}\n",
                "{\"resourceType\":\"Patient\",\"id\":\"p\",}\n",
                "{\"resourceType\":\"Basic\",\"id\":\"p\"}\n",
                PATIENT + PATIENT,
                PATIENT + "{\"resourceType\":\"Patient\",\"id\":\"q\"}\n",
                PATIENT + "{\"resourceType\":\"Basic\",\"id\":\"b\",\"x\":NaN}\n",
            })
    void whatIsNotAsItMustBeIsRefused(String content) {
        assertThrows(MalformedRecord.class, () -> read(content));
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThrows(
                MalformedRecord.class,
                () -> read("{\"resourceType\":\"Patient\",\"id\":\"p\",\"x\":" + deep + "}\n"));
    }

    @Test
    void sizeIsBounded() {
        String large = "x".repeat(Envelope.MAX_RESOURCE_BYTES);
        assertThrows(
                MalformedRecord.class,
                () ->
                        read(
                                "{\"resourceType\":\"Patient\",\"id\":\"p\",\"x\":\""
                                        + large
                                        + "\"}\n"));
    }

    @Test
    void malformedUtf8IsRefusedAndNotQuoted() {
        byte[] json = PATIENT.getBytes(StandardCharsets.UTF_8);
        json[json.length - 4] = (byte) 0xff;
        var refusal =
                assertThrows(
                        MalformedRecord.class, () -> FhirParser.parse(Bytes.wrap(json), "here"));
        assertEquals("here: not UTF-8", refusal.getMessage());
    }

    @Test
    void aChangedFileIsRefused() throws Exception {
        write(PATIENT);
        Files.writeString(folder.resolve("p.gz"), "changed");
        assertThrows(MalformedRecord.class, () -> Dataset.in(folder).read(0));
    }

    @Test
    void namesOutsideTheFolderAreRefused() throws Exception {
        Files.writeString(folder.resolve("SHA256SUMS"), "0".repeat(64) + "  ../p.gz\n");
        assertThrows(MalformedRecord.class, () -> Dataset.in(folder));
    }

    private PatientRecords read(String content) throws Exception {
        write(content);
        return Dataset.in(folder).read(0);
    }

    private void write(String content) throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("p.gz"), compressed.toByteArray());
        Files.writeString(
                folder.resolve("SHA256SUMS"),
                Digests.sha256(compressed.toByteArray()) + "  p.gz\n");
    }
}
