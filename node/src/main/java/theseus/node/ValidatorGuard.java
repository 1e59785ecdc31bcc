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
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

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
            if (buffer.hasRemaining() || forgetful) {
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
     * @throws NodeException when another header of that height, or a later one, was signed
     */
    Attestation attest(Header next) {
        Hash hash = next.hash();
        if (next.height() < height || (next.height() == height && !hash.equals(header))) {
            throw new NodeException(
                    "WOULD_SIGN_TWICE",
                    "This validator's key has attested header "
                            + header
                            + " of height "
                            + height
                            + " and must not attest "
                            + hash
                            + " of height "
                            + next.height()
                            + ". The state was rewound or restored from an older copy;"
                            + " bring it back to that height");
        }
        return new Attestation(key.publicKey(), key.sign(Attestation.signingBytes(next)));
    }

    /** After the block with the attestation was stored, before anybody sees it. */
    void remember(Header stored) {
        height = stored.height();
        header = stored.hash();
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
