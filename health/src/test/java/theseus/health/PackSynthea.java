package theseus.health;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes {@code health/data} from a folder of Synthea's FHIR R4 bundles: one file a patient, one
 * resource a line, sorted by resource type so that gzip finds more to share. Resources are copied
 * character by character; only the white space between tokens and the envelope of the transaction
 * bundle (full URL and request, both functions of type and id) go. Bundles above {@link
 * #MAX_BUNDLE_BYTES} are left out. Arguments: the folder with the bundles, the folder to write.
 */
final class PackSynthea {
    static final long MAX_BUNDLE_BYTES = 10L * 1024 * 1024;

    public static void main(String[] arguments) throws Exception {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        List<Path> bundles;
        try (var files = Files.list(from)) {
            bundles =
                    files.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .matches(".*_[0-9a-f-]{36}.json"))
                            .filter(file -> file.toFile().length() <= MAX_BUNDLE_BYTES)
                            .sorted(Comparator.comparing(PackSynthea::patientId))
                            .toList();
        }
        StringBuilder sums = new StringBuilder();
        for (int i = 0; i < bundles.size(); i++) {
            String name = "patient-%02d.ndjson.gz".formatted(i + 1);
            pack(bundles.get(i), to.resolve(name));
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(Files.readAllBytes(to.resolve(name)));
            sums.append(HexFormat.of().formatHex(sum)).append("  ").append(name).append('\n');
        }
        Files.writeString(to.resolve("SHA256SUMS"), sums);
    }

    private static String patientId(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('_') + 1);
    }

    private static void pack(Path bundle, Path to) throws IOException {
        List<String> resources = resources(minified(Files.readString(bundle)));
        resources.sort(Comparator.comparing(PackSynthea::type));
        try (OutputStream out =
                new BufferedOutputStream(
                        new GZIPOutputStream(Files.newOutputStream(to)) {
                            {
                                def.setLevel(Deflater.BEST_COMPRESSION);
                            }
                        })) {
            for (String resource : resources) {
                out.write((resource + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String type(String resource) {
        int start = resource.indexOf(':') + 2;
        return resource.substring(start, resource.indexOf('"', start));
    }

    /** The text without white space outside of strings. */
    private static String minified(String json) {
        StringBuilder out = new StringBuilder(json.length());
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                out.append(c).append(json.charAt(++i));
            } else if (c == '"') {
                inString = !inString;
                out.append(c);
            } else if (inString || !Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static List<String> resources(String bundle) {
        List<String> resources = new ArrayList<>();
        String marker = "\"resource\":";
        int depth = 0;
        boolean inString = false;
        int start = -1;
        for (int i = 0; i < bundle.length(); i++) {
            char c = bundle.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                // Entries stand at depth 2: the bundle, an entry.
                if (depth == 2 && bundle.startsWith(marker, i)) {
                    start = i + marker.length();
                }
                inString = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 2 && start >= 0) {
                resources.add(bundle.substring(start, i + 1));
                start = -1;
            }
        }
        return resources;
    }
}
