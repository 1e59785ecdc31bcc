package theseus.health;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Patients' records in files: one gzip file a patient, one FHIR R4 resource a line, each file's
 * SHA-256 in {@code SHA256SUMS}. Read strictly and one patient at a time; a file that differs from
 * its checksum is not read at all.
 */
public final class Dataset {
    public static final int MAX_FILES = 10_000;
    public static final int MAX_RESOURCES_PER_PATIENT = 100_000;
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int MAX_FILE_BYTES = 64 * 1024 * 1024;
    private static final String SUMS = "SHA256SUMS";
    private static final Pattern SUM_LINE = Pattern.compile("([0-9a-f]{64})  ([\\w.-]{1,128})");

    private final Source source;
    private final List<Listed> files;

    private record Listed(Hash sum, String name) {}

    private interface Source {
        InputStream open(String name) throws IOException;
    }

    private Dataset(Source source) {
        this.source = source;
        this.files = List.copyOf(listed());
    }

    /** The synthetic patients that come with this software; see {@code health/data/README.md}. */
    public static Dataset shipped() {
        return new Dataset(
                name -> {
                    InputStream in = Dataset.class.getResourceAsStream("data/" + name);
                    if (in == null) {
                        throw new MalformedRecord(
                                name, "not in this build; build the module health");
                    }
                    return in;
                });
    }

    /** Records in {@code directory}, in the same form. */
    public static Dataset in(Path directory) {
        return new Dataset(name -> Files.newInputStream(directory.resolve(name)));
    }

    public int patients() {
        return files.size();
    }

    /** The records of patient {@code index}, counted from 0. */
    PatientRecords read(int index) {
        Listed file = files.get(index);
        byte[] compressed = bytes(file.name());
        if (!Digests.sha256(compressed).equals(file.sum())) {
            throw new MalformedRecord(file.name(), "is not what " + SUMS + " says; get it again");
        }
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(compressed), PIECE_BYTES)) {
            return resources(file.name(), in);
        } catch (IOException e) {
            throw new MalformedRecord(file.name(), "is not a whole gzip file");
        }
    }

    private static PatientRecords resources(String file, InputStream in) throws IOException {
        List<FhirResource> resources = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<FhirResource> patients = new ArrayList<>();
        Lines lines = new Lines(file, in);
        for (Bytes line = lines.next(); !line.isEmpty(); line = lines.next()) {
            String where = file + ", line " + (resources.size() + 1);
            FhirResource resource = FhirParser.parse(line, where);
            if (!seen.add(resource.type() + "/" + resource.id())) {
                throw new MalformedRecord(where, "a resource of this type and id stands above");
            }
            if (seen.size() > MAX_RESOURCES_PER_PATIENT) {
                throw new MalformedRecord(where, "more than " + MAX_RESOURCES_PER_PATIENT);
            }
            resources.add(resource);
            if (resource.type().equals("Patient")) {
                patients.add(resource);
            }
        }
        if (patients.size() != 1) {
            throw new MalformedRecord(file, patients.size() + " Patient resources; must be one");
        }
        return new PatientRecords(file, patients.getFirst(), resources);
    }

    private List<Listed> listed() {
        List<Listed> listed = new ArrayList<>();
        for (String line : new String(bytes(SUMS), StandardCharsets.US_ASCII).split("\n")) {
            var match = SUM_LINE.matcher(line);
            if (!match.matches()) {
                throw new MalformedRecord(
                        SUMS + ", line " + (listed.size() + 1), "must be like sha256sum's output");
            }
            listed.add(new Listed(Hash.fromHex(match.group(1)), match.group(2)));
            if (listed.size() > MAX_FILES) {
                throw new MalformedRecord(SUMS, "more than " + MAX_FILES + " files");
            }
        }
        return listed;
    }

    private byte[] bytes(String name) {
        try (InputStream in = source.open(name)) {
            byte[] read = in.readNBytes(MAX_FILE_BYTES + 1);
            if (read.length > MAX_FILE_BYTES) {
                throw new MalformedRecord(name, "more than " + MAX_FILE_BYTES + " bytes");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
