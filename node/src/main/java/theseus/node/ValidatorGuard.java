package theseus.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    private static final int SIZE_BYTES = Long.BYTES + Hash.SIZE_BYTES;

    private final SigningKey key;
    private final FileChannel file;
    private long height;
    private Hash header;

    private ValidatorGuard(SigningKey key, FileChannel file, long height, Hash header) {
        this.key = key;
        this.file = file;
        this.height = height;
        this.header = header;
    }

    PublicKey publicKey() {
        return key.publicKey();
    }

    /**
     * @param forgetful for a state in memory, which starts again from its genesis every time: what
     *     the key attested before does not bind it
     */
    static ValidatorGuard open(SigningKey key, Path path, boolean forgetful) {
        try {
            FileChannel file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            ByteBuffer buffer = ByteBuffer.allocate(SIZE_BYTES);
            while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {
                // until it is whole
            }
            boolean isEmpty = buffer.position() == 0;
            if (buffer.hasRemaining() && !isEmpty && !forgetful) {
                throw new NodeException(
                        "GUARD_UNUSABLE",
                        "The file "
                                + path
                                + " is damaged: it has "
                                + buffer.position()
                                + " bytes and not "
                                + SIZE_BYTES
                                + "; restore it from a backup");
            }
            if (isEmpty || forgetful) {
                return new ValidatorGuard(key, file, 0, Hash.ZERO); // nothing signed yet
            }
            byte[] hash = new byte[Hash.SIZE_BYTES];
            buffer.flip().getLong();
            buffer.get(hash);
            return new ValidatorGuard(key, file, buffer.getLong(0), new Hash(Bytes.wrap(hash)));
        } catch (IOException e) {
            throw new NodeException(
                    "GUARD_UNUSABLE", "The file " + path + " cannot be used: " + e, e);
        }
    }

    /**
     * Compares what was remembered with the newest block that is stored, and remembers that one
     * when it is later: the process may have ended between storing and remembering.
     *
     * @throws NodeException when a header was signed that is not among the stored ones
     */
    void start(long storedHeight, Hash stored) {
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
        ByteBuffer buffer = ByteBuffer.allocate(SIZE_BYTES).putLong(height);
        buffer.put(header.bytes().unsafeArray()).flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer, buffer.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
