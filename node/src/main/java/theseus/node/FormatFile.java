package theseus.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** {@code FORMAT} of a {@link DataDirectory}: what makes it one. */
final class FormatFile {
    static final String FORMAT = "theseus-node 2";

    private static final Pattern FORMAT_LINES =
            Pattern.compile(FORMAT + "\nchain ([0-9a-f]{64})\ncheck [0-9a-f]{64}\n");
    private static final int MAX_BYTES = 1_024;

    private FormatFile() {}

    /** After everything else of the directory. */
    static void write(Path root, Hash chain) throws IOException {
        DurableFile.put(root.resolve("FORMAT"), lines(chain).getBytes(StandardCharsets.US_ASCII));
    }

    private static String lines(Hash chain) {
        String text = FORMAT + "\nchain " + chain + "\n";
        return text
                + "check "
                + Sha256.of(Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII)))
                + "\n";
    }

    static Hash read(Path root) throws IOException {
        Path file = root.resolve("FORMAT");
        String found =
                Files.size(file) > MAX_BYTES
                        ? "something else"
                        : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Matcher lines = FORMAT_LINES.matcher(found);
        if (lines.matches()) {
            Hash chain = new Hash(Bytes.fromHex(lines.group(1)));
            if (found.equals(lines(chain))) {
                return chain;
            }
        }
        if (found.startsWith(FORMAT) || !found.startsWith("theseus-node ")) {
            throw DataDirectory.damaged(file, new IOException("its checksum is wrong"));
        }
        throw new NodeException(
                "FORMAT_UNKNOWN",
                "The file "
                        + file
                        + " says '"
                        + found.lines().findFirst().orElse("")
                        + "', this node reads '"
                        + FORMAT
                        + "'; use the version that wrote it");
    }
}
