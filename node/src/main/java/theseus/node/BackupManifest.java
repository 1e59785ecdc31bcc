package theseus.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import theseus.protocol.Sha256;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What a backup holds, and the hash of each of its files. As text:
 *
 * <pre>
 * theseus-backup 1
 * chain HASH
 * height N
 * stateRoot HASH
 * headerHash HASH
 * firstBlockKept N
 * storage rocksdb
 * file NAME BYTES SHA-256        one line each, in the order in which they are to be read
 * check SHA-256                  of all lines before
 * </pre>
 *
 * @param headerHash of the last block; of the genesis when there is none
 * @param storage the engine that the copied node used
 */
record BackupManifest(
        Hash chain,
        long height,
        Hash stateRoot,
        Hash headerHash,
        long firstBlockKept,
        NodeConfig.StorageKind storage,
        List<Part> parts) {
    static final String NAME = "manifest";
    static final String GENESIS = "genesis.cbor";
    static final String ARTIFACT = "artifact-";
    static final String ROWS = "rows-";
    static final Pattern NAMES =
            Pattern.compile("manifest|genesis\\.cbor|artifact-[0-9a-f]{64}|rows-[0-9]{8}");

    /** Of 8 MiB each, as a node writes them, 8 TiB. */
    static final int MAX_PARTS = 1 << 20;

    private static final String FORMAT = "theseus-backup 1\n";
    private static final Pattern HEAD =
            Pattern.compile(
                    FORMAT
                            + "chain ([0-9a-f]{64})\nheight ([0-9]{1,18})\nstateRoot ([0-9a-f]{64})\n"
                            + "headerHash ([0-9a-f]{64})\nfirstBlockKept ([0-9]{1,18})\n"
                            + "storage (rocksdb|leveldb)\n");
    private static final Pattern FILE =
            Pattern.compile("file (\\S{1,100}) ([0-9]{1,9}) ([0-9a-f]{64})\n");
    private static final Pattern CHECK = Pattern.compile("check ([0-9a-f]{64})\n");

    record Part(String name, int bytes, Hash sha256) {
        static Part of(String name, byte[] content) {
            return new Part(name, content.length, Sha256.of(Bytes.wrap(content)));
        }
    }

    BackupManifest {
        parts = List.copyOf(parts);
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder(FORMAT);
        text.append("chain ").append(chain).append('\n');
        text.append("height ").append(height).append('\n');
        text.append("stateRoot ").append(stateRoot).append('\n');
        text.append("headerHash ").append(headerHash).append('\n');
        text.append("firstBlockKept ").append(firstBlockKept).append('\n');
        text.append("storage ").append(DataDirectory.name(storage)).append('\n');
        for (Part part : parts) {
            text.append("file ").append(part.name()).append(' ').append(part.bytes()).append(' ');
            text.append(part.sha256()).append('\n');
        }
        Hash check = hash(text.toString());
        text.append("check ").append(check).append('\n');
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @throws IOException when it is not what was encoded
     */
    static BackupManifest decode(byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new IOException(
                    text.startsWith("theseus-backup ") && !text.startsWith(FORMAT)
                            ? "it is of another format than this program reads"
                            : "it does not begin as a manifest");
        }
        int at = head.end();
        List<Part> parts = new ArrayList<>();
        Matcher file = FILE.matcher(text).region(at, text.length());
        while (file.lookingAt()) {
            if (parts.size() == MAX_PARTS) {
                throw new IOException("it names more than " + MAX_PARTS + " files");
            }
            parts.add(
                    new Part(
                            file.group(1),
                            Integer.parseInt(file.group(2)),
                            new Hash(Bytes.fromHex(file.group(3)))));
            at = file.end();
            file.region(at, text.length());
        }
        Matcher check = CHECK.matcher(text).region(at, text.length());
        if (!check.matches() || !hash(text.substring(0, at)).toString().equals(check.group(1))) {
            throw new IOException("its checksum is wrong");
        }
        for (Part part : parts) {
            if (!NAMES.matcher(part.name()).matches() || part.name().equals(NAME)) {
                throw new IOException("no backup has a file " + part.name());
            }
        }
        return new BackupManifest(
                new Hash(Bytes.fromHex(head.group(1))),
                Long.parseLong(head.group(2)),
                new Hash(Bytes.fromHex(head.group(3))),
                new Hash(Bytes.fromHex(head.group(4))),
                Long.parseLong(head.group(5)),
                NodeConfig.StorageKind.valueOf(head.group(6).toUpperCase(Locale.ROOT)),
                parts);
    }

    private static Hash hash(String text) {
        return Sha256.of(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
