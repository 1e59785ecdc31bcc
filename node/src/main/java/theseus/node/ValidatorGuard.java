package theseus.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 */
final class ValidatorGuard implements AutoCloseable {
    private static final int CONTENT_BYTES = Long.BYTES + Hash.SIZE_BYTES;
    private static final int SIZE_BYTES = CONTENT_BYTES + Sealed.SEAL_BYTES;

    private final SigningKey key;
    private final Path path;
    private final FileChannel file;
    private long height;
    private Hash header;

    private ValidatorGuard(SigningKey key, Path path, FileChannel file, long height, Hash header) {
        this.key = key;
        this.path = path;
        this.file = file;
        this.height = height;
        this.header = header;
    }

    PublicKey publicKey() {
        return key.publicKey();
    }

    /** Remembers that nothing was signed yet; with the key, before anything else can be. */
    static void create(Path path) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            put(file, 0, Hash.ZERO);
            file.force(true);
        }
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
            FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
            long height = content.getLong();
            byte[] hash = new byte[Hash.SIZE_BYTES];
            content.get(hash);
            return new ValidatorGuard(key, path, file, height, new Hash(Bytes.wrap(hash)));
        } catch (IOException e) {
            throw new NodeException(
                    "GUARD_UNUSABLE",
                    "The file "
                            + path
                            + " is missing or damaged ("
                            + e.getMessage()
                            + "); without it this validator could sign a height twice. Restore the"
                            + " directory from a backup; or, if you are certain that its state is"
                            + " the newest that this key attested: theseus data guard --state-is-newest",
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
    }

    /**
     * @throws NodeException when another header of that height, or a later one, was signed
     */
    Attestation attest(Header next) {
        check(next.height(), next.hash());
        return new Attestation(key.publicKey(), key.sign(Attestation.signingBytes(next)));
    }

    /** Of the last header that was attested. */
    long height() {
        return height;
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
        try {
            put(file, height, header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(FileChannel file, long height, Hash header) throws IOException {
        byte[] content =
                ByteBuffer.allocate(CONTENT_BYTES)
                        .putLong(height)
                        .put(header.bytes().unsafeArray())
                        .array();
        ByteBuffer buffer = ByteBuffer.wrap(Sealed.seal(content));
        while (buffer.hasRemaining()) {
            file.write(buffer, buffer.position());
        }
    }

    @Override
    public void close() {
        try {
            file.force(true);
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
