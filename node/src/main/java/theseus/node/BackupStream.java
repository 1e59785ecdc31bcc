package theseus.node;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A backup on a wire: length of name (1), name, length of content (4), content, for each part; the
 * manifest is the last, and nothing follows it.
 */
final class BackupStream {
    /** More than the largest part that a node writes. */
    private static final int MAX_PART_BYTES = 256 << 20;

    private BackupStream() {}

    static BackupSink to(OutputStream stream) {
        DataOutputStream out = new DataOutputStream(stream);
        return (name, content) -> {
            byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
            out.writeByte(ascii.length);
            out.write(ascii);
            out.writeInt(content.length);
            out.write(content);
            out.flush();
        };
    }

    /**
     * Hands on each part as it arrives, but the manifest only when all are known to be what it
     * names.
     *
     * @throws IOException when it breaks off, or is not what was sent
     */
    static BackupManifest read(InputStream stream, BackupSink sink) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        Map<String, BackupManifest.Part> seen = new HashMap<>();
        try {
            while (true) {
                byte[] ascii = new byte[in.readUnsignedByte()];
                in.readFully(ascii);
                String name = new String(ascii, StandardCharsets.ISO_8859_1);
                int length = in.readInt();
                if (!BackupManifest.NAMES.matcher(name).matches()
                        || length < 0
                        || length > MAX_PART_BYTES) {
                    throw new IOException("this is no backup");
                }
                byte[] content = in.readNBytes(length);
                if (content.length < length) {
                    throw new EOFException();
                }
                if (name.equals(BackupManifest.NAME)) {
                    return whole(content, seen, sink);
                }
                if (seen.size() == BackupManifest.MAX_PARTS) {
                    throw new IOException(
                            "it has more than " + BackupManifest.MAX_PARTS + " files");
                }
                if (seen.put(name, BackupManifest.Part.of(name, content)) != null) {
                    throw new IOException("the file " + name + " came twice");
                }
                sink.part(name, content);
            }
        } catch (EOFException e) {
            throw new IOException("it broke off after " + seen.size() + " files", e);
        }
    }

    private static BackupManifest whole(
            byte[] content, Map<String, BackupManifest.Part> seen, BackupSink sink)
            throws IOException {
        BackupManifest manifest = BackupManifest.decode(content);
        for (BackupManifest.Part part : manifest.parts()) {
            if (!part.equals(seen.remove(part.name()))) {
                throw new IOException("the file " + part.name() + " did not arrive whole");
            }
        }
        if (!seen.isEmpty()) {
            throw new IOException(
                    "files arrived that its manifest does not name: " + seen.keySet());
        }
        sink.part(BackupManifest.NAME, content);
        return manifest;
    }
}
