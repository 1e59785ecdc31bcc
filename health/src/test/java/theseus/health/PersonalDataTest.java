package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersonalDataTest {
    @TempDir Path folder;

    @Test
    void everythingThatIdentifiesIsFoundInTheInputItself() {
        PatientRecords records = Dataset.shipped().read(3);
        PersonalData data = new PersonalData("");
        data.collect(records);
        FileSearch search = new FileSearch(data.patterns());
        records.resources().forEach(each -> search.search(each.json().toArray()));
        assertTrue(search.hits() > records.resources().size(), search.hits() + " hits");
        for (String name : data.names()) {
            assertEquals(1, found(data.patterns(), name.length() < 6 ? "Jessie665" : name), name);
        }
    }

    @Test
    void birthDateAddressTelephoneAndIdentifiersAreFoundInEveryForm() {
        PersonalData data = new PersonalData("");
        data.collect(Dataset.shipped().read(3));
        for (String form :
                new String[] {
                    "2010-03-23", "20100323", "560 Ritchie Way Suite 68",
                            "560 RITCHIE WAY SUITE 68",
                    "555-891-3551", "5558913551", "999-35-9473", "Whitman",
                    "1e621f4c-db30-c273-49e9-2dcad508a9cb", "Jessie665", "Glover",
                            "Dr. Houston994 Funk324"
                }) {
            assertTrue(found(data.patterns(), form) > 0, form);
        }
        byte[] uuid =
                new java.math.BigInteger("1e621f4cdb30c27349e92dcad508a9cb", 16).toByteArray();
        assertEquals(1, data.patterns().search(uuid, _ -> {}));
    }

    @Test
    void thisMachinesOwnFoldersAreSparedButNamesAsTheyStandAreNot() {
        PersonalData data = new PersonalData("/home/jessie/whitman/theseus");
        data.collect(Dataset.shipped().read(3));
        assertEquals(0, found(data.patterns(), "/home/jessie/whitman/theseus"));
        assertEquals(1, found(data.patterns(), "Jessie665"));
        assertEquals(1, found(data.patterns(), "Whitman"));
    }

    @Test
    void randomBytesHoldNothing() {
        PersonalData data = new PersonalData("");
        Dataset shipped = Dataset.shipped();
        for (int i = 0; i < shipped.patients(); i++) {
            data.collect(shipped.read(i));
        }
        byte[] noise = new byte[32 * 1024 * 1024];
        new Random(5).nextBytes(noise);
        long start = System.nanoTime();
        assertEquals(0, data.patterns().search(noise, _ -> {}));
        System.out.printf(
                "%d patterns, %.0f MB/s%n",
                data.patterns().size(), 32e9 / (System.nanoTime() - start));
    }

    @Test
    void aPlantedNameIsFoundWhereverItStands() throws Exception {
        PatternSet patterns = new PatternSet();
        patterns.add("Planted Name");
        byte[] name = "Planted Name".getBytes(StandardCharsets.UTF_8);
        int piece = 8 * 1024 * 1024;
        int size = 2 * piece + 5000;
        for (int at : new int[] {0, 17, piece - 12, piece - 11, piece - 1, piece, size - 12}) {
            byte[] content = new byte[size];
            System.arraycopy(name, 0, content, at, name.length);
            Files.write(folder.resolve("file"), content);
            FileSearch search = new FileSearch(patterns);
            search.search(folder);
            assertEquals(1, search.hits(), "at " + at);
        }
        Arrays.fill(name, (byte) 0);
    }

    @Test
    void namesOfFilesAreSearched() throws Exception {
        PatternSet patterns = new PatternSet();
        patterns.add("Planted");
        Files.writeString(folder.resolve("a Planted file"), "");
        FileSearch search = new FileSearch(patterns);
        search.search(folder);
        assertEquals(1, search.hits());
    }

    private static int found(PatternSet patterns, String text) {
        int hits = patterns.search(text.getBytes(StandardCharsets.UTF_8), _ -> {});
        return Math.min(hits, 1);
    }
}
