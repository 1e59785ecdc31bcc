package theseus.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * The wrapped keys of one holder in a file that grows until forgetting a record writes it anew:
 *
 * <pre>
 *   "keyring2"      count (8 bytes)    sum (8)     24 bytes, the header
 *   record id (32)  wrapped key (80)   sum (8)    120 bytes, an entry; the first is number 0
 * </pre>
 *
 * A sum is the first 8 bytes of the SHA-256 of the holder, the entry's number (8 bytes; the
 * header's is -1) and what stands before the sum. The header counts the entries that are synced. It
 * is written after them, in place, within one sector of the disk, and synced with the next ones.
 *
 * <p>What the header counts must be there: whatever was changed, cut out, put in or lost is damage,
 * and the file does not open. Behind it a power cut may leave anything: whole entries are taken,
 * the rest is cut off at opening, unless a later one is whole; then that is damage too.
 */
final class KeyRing {
    static final String SUFFIX = ".keys";
    static final int HEADER_BYTES = 24;
    static final int ENTRY_BYTES = Hash.SIZE_BYTES + WrappedKey.SIZE_BYTES + 8;
    private static final int SUM_BYTES = 8;
    private static final int HEADER_NUMBER = -1;
    private static final Bytes MAGIC = Bytes.ofUtf8("keyring2");

    private final Path file;
    private final AccountId holder;
    private Map<Hash, WrappedKey> keys = new LinkedHashMap<>();

    /** In the file, where a record may have more than one; the last one counts. */
    private int entries;

    private KeyRing(Path file, AccountId holder) {
        this.file = file;
        this.holder = holder;
    }

    /** The caller syncs the directory. */
    static KeyRing create(Path directory, AccountId holder) throws IOException {
        KeyRing ring = new KeyRing(directory.resolve(holder + SUFFIX), holder);
        ring.replace(Map.of());
        return ring;
    }

    static KeyRing open(Path file) throws IOException {
        return open(file, Bytes.wrap(Files.readAllBytes(file)));
    }

    /**
     * @param content what stands in the file
     */
    static KeyRing open(Path file, Bytes content) throws IOException {
        String name = file.getFileName().toString();
        String hex = name.substring(0, name.length() - SUFFIX.length());
        KeyRing ring = new KeyRing(file, AccountId.fromHex(hex));
        ring.read(content);
        return ring;
    }

    private void read(Bytes content) throws IOException {
        long counted = counted(content);
        int whole = (content.size() - HEADER_BYTES) / ENTRY_BYTES;
        if (counted > whole) {
            throw damaged("there is room for " + whole + " of the " + counted + " keys it counts");
        }
        for (int number = 0; number < whole; number++) {
            int at = HEADER_BYTES + number * ENTRY_BYTES;
            Bytes read = content.slice(at, at + ENTRY_BYTES);
            Hash recordId = new Hash(read.slice(0, Hash.SIZE_BYTES));
            WrappedKey key = new WrappedKey(read.slice(Hash.SIZE_BYTES, ENTRY_BYTES - SUM_BYTES));
            if (!encode(number, recordId, key).equals(read)) {
                if (number < counted) {
                    throw damaged("entry " + (number + 1) + " does not check out");
                }
                continue;
            }
            if (entries < number) {
                throw damaged(
                        "entry " + (entries + 1) + " does not check out, and a later one does");
            }
            keys.put(recordId, key);
            entries = number + 1;
        }
        int end = HEADER_BYTES + entries * ENTRY_BYTES;
        if (end < content.size() || entries > counted) {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                out.truncate(end).force(true);
                write(out, header(entries), 0);
            }
        }
    }

    private long counted(Bytes content) throws IOException {
        if (content.size() >= HEADER_BYTES) {
            Bytes header = content.slice(0, HEADER_BYTES);
            long count = ByteBuffer.wrap(header.toArray()).getLong(MAGIC.size());
            if (count >= 0 && header(count).equals(header)) {
                return count;
            }
        }
        throw damaged("its header does not check out");
    }

    private IOException damaged(String what) {
        return new IOException(
                file
                        + " is damaged: "
                        + what
                        + ". Restore the file from a backup; nothing was changed in it");
    }

    AccountId holder() {
        return holder;
    }

    Optional<WrappedKey> key(Hash recordId) {
        return Optional.ofNullable(keys.get(recordId));
    }

    /** On the disk when this returns; of one that fails nothing counts. */
    void append(List<Vault.HeldKey> added) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(added.size() * ENTRY_BYTES);
        int number = entries;
        for (Vault.HeldKey each : added) {
            out.put(encode(number++, each.recordId(), each.key()).unsafeArray());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int end = HEADER_BYTES + entries * ENTRY_BYTES;
            channel.truncate(end); // what one that failed left behind
            write(channel, Bytes.wrap(out.array()), end);
            channel.force(true);
            write(channel, header(number), 0);
        }
        entries = number;
        added.forEach(each -> keys.put(each.recordId(), each.key()));
    }

    /** The caller syncs the directory. */
    void remove(Hash recordId) throws IOException {
        if (keys.containsKey(recordId)) {
            Map<Hash, WrappedKey> left = new LinkedHashMap<>(keys);
            left.remove(recordId);
            replace(left);
        }
    }

    private void replace(Map<Hash, WrappedKey> by) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + by.size() * ENTRY_BYTES);
        out.put(header(by.size()).unsafeArray());
        int number = 0;
        for (Map.Entry<Hash, WrappedKey> each : by.entrySet()) {
            out.put(encode(number++, each.getKey(), each.getValue()).unsafeArray());
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, out.array());
        DirectoryVault.sync(beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        keys = new LinkedHashMap<>(by);
        entries = number;
    }

    private static void write(FileChannel to, Bytes content, long at) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(content.unsafeArray());
        while (left.hasRemaining()) {
            to.write(left, at + left.position());
        }
    }

    private Bytes header(long count) {
        return summed(HEADER_NUMBER, MAGIC.concat(Bytes.ofLong(count)));
    }

    private Bytes encode(int number, Hash recordId, WrappedKey key) {
        return summed(number, recordId.bytes().concat(key.sealed()));
    }

    private Bytes summed(long number, Bytes content) {
        Bytes covered = Bytes.join(holder.bytes(), Bytes.ofLong(number), content);
        return content.concat(Digests.sha256(covered.unsafeArray()).bytes().slice(0, SUM_BYTES));
    }
}
