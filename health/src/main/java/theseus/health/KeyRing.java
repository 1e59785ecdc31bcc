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
 * The wrapped keys of one holder in a file that only grows: entries of record id (32 bytes),
 * wrapped key (80) and the first 8 bytes of the SHA-256 of both. What does not check out at the end
 * (a write that a power cut ended) is cut off at opening; what does not, with an entry after it
 * that does, is damage, and the file does not open. Forgetting a record writes the file anew.
 */
final class KeyRing {
    static final String SUFFIX = ".keys";
    private static final int SUM_BYTES = 8;
    private static final int ENTRY_BYTES = Hash.SIZE_BYTES + WrappedKey.SIZE_BYTES + SUM_BYTES;

    private final Path file;
    private final AccountId holder;
    private final Map<Hash, WrappedKey> keys = new LinkedHashMap<>();

    private KeyRing(Path file, AccountId holder) {
        this.file = file;
        this.holder = holder;
    }

    static KeyRing create(Path directory, AccountId holder) throws IOException {
        Path file = directory.resolve(holder + SUFFIX);
        Files.createFile(file);
        return new KeyRing(file, holder);
    }

    static KeyRing open(Path file) throws IOException {
        String name = file.getFileName().toString();
        String hex = name.substring(0, name.length() - SUFFIX.length());
        KeyRing ring = new KeyRing(file, AccountId.fromHex(hex));
        Bytes content = Bytes.wrap(Files.readAllBytes(file));
        int valid = 0;
        for (int at = 0; at + ENTRY_BYTES <= content.size(); at += ENTRY_BYTES) {
            Bytes read = content.slice(at, at + ENTRY_BYTES);
            Hash recordId = new Hash(read.slice(0, Hash.SIZE_BYTES));
            WrappedKey key = new WrappedKey(read.slice(Hash.SIZE_BYTES, ENTRY_BYTES - SUM_BYTES));
            if (!encode(recordId, key).equals(read)) {
                continue;
            }
            if (valid < at) {
                throw new IOException(
                        file
                                + " is damaged: entry "
                                + (valid / ENTRY_BYTES + 1)
                                + " does not check out, and a later one does. Restore the file from"
                                + " a backup; nothing was changed in it");
            }
            ring.keys.put(recordId, key);
            valid = at + ENTRY_BYTES;
        }
        if (valid < content.size()) {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                out.truncate(valid).force(true);
            }
        }
        return ring;
    }

    AccountId holder() {
        return holder;
    }

    Optional<WrappedKey> key(Hash recordId) {
        return Optional.ofNullable(keys.get(recordId));
    }

    void append(List<Vault.HeldKey> added) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(added.size() * ENTRY_BYTES);
        added.forEach(each -> out.put(encode(each.recordId(), each.key()).unsafeArray()));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            channel.force(true);
        }
        added.forEach(each -> keys.put(each.recordId(), each.key()));
    }

    void remove(Hash recordId) throws IOException {
        if (keys.remove(recordId) == null) {
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer out = ByteBuffer.allocate(keys.size() * ENTRY_BYTES);
        keys.forEach((id, key) -> out.put(encode(id, key).unsafeArray()));
        Files.write(beside, out.array());
        DirectoryVault.sync(beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Bytes encode(Hash recordId, WrappedKey key) {
        Bytes content = recordId.bytes().concat(key.sealed());
        return content.concat(Digests.sha256(content.unsafeArray()).bytes().slice(0, SUM_BYTES));
    }
}
