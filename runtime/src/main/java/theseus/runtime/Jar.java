package theseus.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import theseus.protocol.Limits;
import theseus.sdk.Bytes;

/**
 * Reads a JAR from memory, strictly: what is ambiguous, oversized or out of place is refused rather
 * than skipped, so that everybody who reads the file sees the same entries.
 */
final class Jar {
    static final int MAX_JAR_BYTES = 4 * Limits.MAX_ARTIFACT_BYTES;
    static final int MAX_PATH_LENGTH = 256;

    /** A directory or file; more of both than this is no module. */
    private static final int MAX_ENTRIES = 2 * Limits.MAX_ARTIFACT_ENTRIES;

    private Jar() {}

    /** All files of the JAR by path. */
    static SortedMap<String, Bytes> read(byte[] jar) {
        if (isEmpty(jar)) {
            return new TreeMap<>();
        }
        if (jar.length < 4 || jar[0] != 'P' || jar[1] != 'K' || jar[2] != 3 || jar[3] != 4) {
            throw Inadmissible.artifact(
                    "this is no JAR: it does not begin with the four bytes of a ZIP file",
                    "give the path of the module's JAR, as `mvn package` leaves it in target/");
        }
        if (jar.length > MAX_JAR_BYTES) {
            throw Inadmissible.artifact(
                    "the JAR has " + jar.length + " bytes, at most " + MAX_JAR_BYTES + " may come",
                    "a module carries its own classes only, no libraries");
        }
        JarDirectory.check(jar);
        try (var zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            return entries(zip);
        } catch (IOException | IllegalArgumentException _) {
            throw Inadmissible.artifact(
                    "the JAR is damaged: its entries cannot be unpacked", "build it again");
        }
    }

    /** A ZIP file without entries begins with its end. */
    private static boolean isEmpty(byte[] jar) {
        return jar.length == 22 && jar[0] == 'P' && jar[1] == 'K' && jar[2] == 5 && jar[3] == 6;
    }

    private static SortedMap<String, Bytes> entries(ZipInputStream zip) throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        int room = Limits.MAX_ARTIFACT_BYTES;
        int seen = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++seen > MAX_ENTRIES) {
                throw Inadmissible.artifact(
                        "the JAR has more than " + MAX_ENTRIES + " entries", "split the module");
            }
            String path = entry.getName();
            if (entry.isDirectory()) {
                checkPath(path.substring(0, path.length() - 1));
                if (zip.read() >= 0) {
                    throw Inadmissible.artifact(
                            "the folder " + path + " has content", "build the JAR again");
                }
                continue;
            }
            checkPath(path);
            byte[] content = zip.readNBytes(room + 1);
            room -= content.length;
            if (room < 0) {
                throw Inadmissible.artifact(
                        "unpacked, the JAR has more than " + Limits.MAX_ARTIFACT_BYTES + " bytes",
                        "a module carries its own classes only, no libraries");
            }
            if (files.put(path, Bytes.wrap(content)) != null) {
                throw Inadmissible.artifact(
                        "the entry " + path + " is there twice", "build the JAR again");
            }
        }
        return files;
    }

    /** Refuses what another tool could read as another path. */
    static void checkPath(String path) {
        boolean plain = !path.isEmpty() && path.length() <= MAX_PATH_LENGTH;
        for (int i = 0; plain && i < path.length(); i++) {
            char c = path.charAt(i);
            plain = c > ' ' && c < 0x7F && c != '\\' && c != ':';
        }
        if (!plain) {
            throw Inadmissible.artifact(
                    "the entry '" + printable(path) + "' has a path that a module may not have",
                    "use letters, digits, '.', '-', '_', '$' and at most "
                            + MAX_PATH_LENGTH
                            + " characters");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw Inadmissible.artifact(
                        "the entry " + path + " climbs out of the JAR or has an empty part",
                        "build the JAR again");
            }
        }
    }

    private static String printable(String path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(path.length(), MAX_PATH_LENGTH); i++) {
            char c = path.charAt(i);
            text.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return text.toString();
    }
}
