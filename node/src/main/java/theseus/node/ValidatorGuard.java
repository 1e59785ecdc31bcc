package theseus.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import theseus.protocol.Attestation;
import theseus.protocol.Header;
import theseus.protocol.SigningKey;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * Signs headers, each height once. An attestation is stored in the same synced write as its block
 * and leaves the process only after it, so what was never stored was never seen. The guard file
 * remembers the last one beyond a rewind of the state, which takes blocks and attestations back.
 *
 * <p>{@link #copying}, {@link #copied} and {@link #notCopied} may be called beside the thread that
 * attests, also by one that is interrupted: so the file is no channel, which an interrupt closes.
 */
final class ValidatorGuard implements AutoCloseable {
    private static final int SEED_BYTES = 32;
    private static final int CONTENT_BYTES = Long.BYTES + Hash.SIZE_BYTES;
    private static final int SIZE_BYTES = CONTENT_BYTES + Sealed.SEAL_BYTES;

    /** Nothing is synced by {@link #remember}. */
    private static final long SYNC_NONE = Long.MAX_VALUE;

    private final SigningKey key;
    private final Path path;
    private final Optional<RandomAccessFile> file;
    private long height;
    private Hash header;
    private final AtomicLong syncAbove = new AtomicLong(SYNC_NONE);
    private volatile boolean copying;
    private volatile Runnable onSync = () -> {};

    private ValidatorGuard(
            SigningKey key, Path path, Optional<RandomAccessFile> file, long height, Hash header) {
        this.key = key;
        this.path = path;
        this.file = file;
        this.height = height;
        this.header = header;
    }

    /** Of a node that attests nothing: it has a key that nobody counts, and remembers nothing. */
    static ValidatorGuard observing() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new ValidatorGuard(
                SigningKey.ed25519(Bytes.wrap(seed)), Path.of(""), Optional.empty(), 0, Hash.ZERO);
    }

    boolean observes() {
        return file.isEmpty();
    }

    PublicKey publicKey() {
        return key.publicKey();
    }

    /**
     * A copy of the state is about to be made: until {@link #copied} the guard is made durable with
     * each block. What is attested after the copy must not be forgotten, or who restores the copy
     * could attest it again.
     */
    void copying() {
        copying = true;
    }

    /** No copy was made after all; what is owed to an earlier one still is. */
    void notCopied() {
        copying = false;
    }

    /**
     * A copy was made of the state at that height: that, and the first block after it, are
     * remembered durably, so that a guard which says less than a copy is an older one.
     */
    void copied(long copiedHeight) {
        force();
        syncAbove.set(copiedHeight);
        copying = false;
    }

    /** Remembers that nothing was signed yet; with the key, before anything else can be. */
    static void create(Path path) throws IOException {
        DurableFile.put(path, content(0, Hash.ZERO));
    }

    /**
     * @param forgetful for a state in memory, which starts again from its genesis every time: what
     *     the key attested before does not bind it
     */
    static ValidatorGuard open(SigningKey key, Path path, boolean forgetful) {
        try {
            if (forgetful) {
                create(path);
            }
            ByteBuffer content =
                    ByteBuffer.wrap(
                            Sealed.open(
                                    Files.size(path) > SIZE_BYTES
                                            ? new byte[0]
                                            : Files.readAllBytes(path)));
            if (content.remaining() != CONTENT_BYTES) {
                throw new IOException("it has " + Files.size(path) + " bytes, not " + SIZE_BYTES);
            }
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            long height = content.getLong();
            byte[] hash = new byte[Hash.SIZE_BYTES];
            content.get(hash);
            return new ValidatorGuard(
                    key, path, Optional.of(file), height, new Hash(Bytes.wrap(hash)));
        } catch (IOException e) {
            throw new NodeException(
                    "GUARD_UNUSABLE",
                    DataDirectory.state(path, e)
                            + "; without it this validator could sign a height twice. Restore the"
                            + " directory from a backup; or, if you are certain that its state is"
                            + " the newest that this key attested: theseus data guard"
                            + " --state-is-newest --data "
                            + path.resolveSibling(""),
                    e);
        }
    }

    /**
     * Compares what was remembered with the newest block that is stored, and remembers that one
     * when it is later: the process may have ended between storing and remembering.
     *
     * @throws NodeException when a header was signed that is not among the stored ones
     */
    void start(long storedHeight, Hash stored) {
        if (observes()) {
            return;
        }
        if (storedHeight < height) {
            throw new NodeException(
                    "WOULD_SIGN_TWICE",
                    "The state ends at block "
                            + storedHeight
                            + ", but by "
                            + path
                            + " this validator's key has attested block "
                            + height
                            + " ("
                            + header
                            + ") and must not attest another of that height. The newest files in "
                            + path.resolveSibling("state")
                            + " are damaged or lost, or the state was rewound or is an older copy;"
                            + " bring it back to that height from a backup");
        }
        check(storedHeight, stored);
        if (storedHeight > height) {
            remember(storedHeight, stored);
        }
        copied(storedHeight); // the directory may have been copied before it was opened
    }

    /**
     * @throws NodeException when another header of that height, or a later one, was signed
     */
    Attestation attest(Header next) {
        if (observes()) {
            throw new NodeException("OBSERVER", "A node without a validator's key attests nothing");
        }
        check(next.height(), next.hash());
        return new Attestation(key.publicKey(), key.sign(Attestation.signingBytes(next)));
    }

    /** Of the last header that was attested. */
    long height() {
        return height;
    }

    /** The hash of the last header that was attested; zeros when there is none. */
    Hash header() {
        return header;
    }

    /** A statement that {@link StatementBook} remembers. */
    Statement sign(Statement unsigned) {
        return unsigned.withSignature(key.sign(unsigned.signingBytes()));
    }

    private void check(long nextHeight, Hash next) {
        if (nextHeight < height || (nextHeight == height && height > 0 && !next.equals(header))) {
            throw new NodeException(
                    "WOULD_SIGN_TWICE",
                    "This validator's key has attested header "
                            + header
                            + " of height "
                            + height
                            + " and must not attest "
                            + next
                            + " of height "
                            + nextHeight
                            + ". The state was rewound or restored from an older copy;"
                            + " bring it back to that height");
        }
    }

    /** After the block with the attestation was stored, before anybody sees it. */
    void remember(Header stored) {
        remember(stored.height(), stored.hash());
    }

    private void remember(long storedHeight, Hash stored) {
        height = storedHeight;
        header = stored;
        if (file.isEmpty()) {
            return;
        }
        try {
            file.get().seek(0);
            file.get().write(content(height, header));
            boolean all = copying; // before the other is read: it is the later one to be set
            long above = syncAbove.get();
            if (all || storedHeight >= above) {
                force();
            }
            if (storedHeight > above) {
                syncAbove.compareAndSet(above, SYNC_NONE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only tests listen. */
    void onSync(Runnable listener) {
        onSync = listener;
    }

    private void force() {
        try {
            if (file.isPresent()) {
                file.get().getFD().sync();
                onSync.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(long height, Hash header) {
        return Sealed.seal(
                ByteBuffer.allocate(CONTENT_BYTES)
                        .putLong(height)
                        .put(header.bytes().unsafeArray())
                        .array());
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().getFD().sync();
                file.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
