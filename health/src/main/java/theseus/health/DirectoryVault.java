package theseus.health;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A vault in a directory:
 *
 * <pre>
 *   FORMAT                       "theseus vault 2"
 *   incoming/abcd…               ciphertexts on their way
 *   ciphertexts/ab/abcd…         a ciphertext under its SHA-256 in hexadecimal
 *   keys/1234….keys              a holder's wrapped keys ({@link KeyRing})
 * </pre>
 *
 * A ciphertext is written to {@code incoming}, synced with that directory, then renamed. The rename
 * itself need not be synced: a power cut leaves the file in one place or the other, and opening the
 * vault moves it on. A file's hash is checked at each read.
 */
final class DirectoryVault implements Vault {
    private static final String FORMAT = "theseus vault 2\n";

    private static final int SYNC_THREADS = 8;

    private final Path incoming;
    private final Path ciphertexts;
    private final Path keyDirectory;
    private final Map<AccountId, KeyRing> rings = new LinkedHashMap<>();

    private DirectoryVault(Path root) throws IOException {
        this.incoming = Files.createDirectories(root.resolve("incoming"));
        this.ciphertexts = Files.createDirectories(root.resolve("ciphertexts"));
        this.keyDirectory = Files.createDirectories(root.resolve("keys"));
        Path format = root.resolve("FORMAT");
        if (Files.notExists(format)) {
            Path whole = root.resolve("FORMAT.new");
            Files.writeString(whole, FORMAT);
            sync(whole); // an empty one would shut the vault over keys that were synced
            Files.move(whole, format, StandardCopyOption.ATOMIC_MOVE);
            sync(root);
        } else if (!Files.readString(format, StandardCharsets.ISO_8859_1).equals(FORMAT)) {
            throw new IOException(format + " does not say '" + FORMAT.strip() + "'");
        }
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(ciphertexts.resolve("%02x".formatted(i)));
        }
        sync(ciphertexts);
        sweep();
        try (var files = Files.newDirectoryStream(keyDirectory, "*" + KeyRing.SUFFIX)) {
            for (Path file : files) {
                KeyRing ring = KeyRing.open(file);
                rings.put(ring.holder(), ring);
            }
        }
    }

    static DirectoryVault open(Path root) {
        try {
            return new DirectoryVault(root);
        } catch (IOException e) {
            throw new UncheckedIOException("the vault in " + root + " does not open", e);
        }
    }

    @Override
    public void put(List<Bytes> added) {
        Map<Hash, Path> written = new LinkedHashMap<>();
        try {
            for (Bytes ciphertext : added) {
                if (ciphertext.isEmpty() || ciphertext.size() > MAX_CIPHERTEXT_BYTES) {
                    throw new IllegalArgumentException(ciphertext.size() + " bytes of ciphertext");
                }
                Hash address = Digests.sha256(ciphertext.unsafeArray());
                Path file = incoming.resolve(address.toString());
                Files.write(file, ciphertext.unsafeArray());
                written.put(address, file);
            }
            syncAll(written.values());
            sync(incoming);
            for (Map.Entry<Hash, Path> each : written.entrySet()) {
                Files.move(each.getValue(), file(each.getKey()), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot keep a ciphertext", e);
        }
    }

    /** Side by side: one journal commit of the file system then serves many files. */
    private static void syncAll(Collection<Path> files) throws IOException {
        try (ExecutorService syncing = Executors.newFixedThreadPool(SYNC_THREADS)) {
            List<Future<Void>> syncs = new ArrayList<>();
            for (Path file : files) {
                syncs.add(
                        syncing.submit(
                                () -> {
                                    sync(file);
                                    return null;
                                }));
            }
            for (Future<Void> each : syncs) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a file did not reach the disk", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were synced");
        }
    }

    /** What a power cut left in {@code incoming}: whole files go to their place, others go. */
    private void sweep() throws IOException {
        try (var files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                Hash address = Digests.sha256(Files.readAllBytes(file));
                if (file.getFileName().toString().equals(address.toString())) {
                    Files.move(file, file(address), StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public Verdict<Bytes> get(Hash address) {
        byte[] read;
        try (var in = Files.newInputStream(file(address))) {
            read = in.readNBytes(MAX_CIPHERTEXT_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Verdict.denied(
                    DenialCode.CIPHERTEXT_MISSING, "the vault has nothing at " + address);
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot read " + address, e);
        }
        if (!Digests.sha256(read).equals(address)) {
            return Verdict.denied(
                    DenialCode.TAMPERED,
                    "the file at "
                            + address
                            + " was changed since it was written: its SHA-256 is "
                            + Digests.sha256(read));
        }
        return Verdict.given(Bytes.wrap(read));
    }

    @Override
    public synchronized void putKeys(AccountId holder, List<HeldKey> added) {
        try {
            KeyRing ring = rings.get(holder);
            if (ring == null) {
                ring = KeyRing.create(keyDirectory, holder);
                rings.put(holder, ring);
                sync(keyDirectory);
            }
            ring.append(added);
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot keep a key", e);
        }
    }

    @Override
    public synchronized Optional<WrappedKey> key(AccountId holder, Hash recordId) {
        KeyRing ring = rings.get(holder);
        return ring == null ? Optional.empty() : ring.key(recordId);
    }

    @Override
    public synchronized void shred(Hash recordId, Hash address) {
        try {
            for (KeyRing ring : new ArrayList<>(rings.values())) {
                ring.remove(recordId);
            }
            sync(keyDirectory);
            overwrite(file(address));
            Files.deleteIfExists(file(address));
            sync(fanOut(address));
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot forget " + recordId, e);
        }
    }

    /** Where a ciphertext lies; for the demonstration that changes a byte there. */
    Path file(Hash address) {
        return fanOut(address).resolve(address.toString());
    }

    private Path fanOut(Hash address) {
        return ciphertexts.resolve(address.toString().substring(0, 2));
    }

    /** Best effort: file systems and disks may keep old blocks. What counts is that the keys go. */
    private static void overwrite(Path file) throws IOException {
        if (Files.exists(file)) {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.allocate((int) out.size()));
                out.force(true);
            }
        }
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
