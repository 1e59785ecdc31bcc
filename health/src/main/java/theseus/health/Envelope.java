package theseus.health;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What is encrypted: a salt, the author's key and signature, and the resource. Layout, version 1:
 *
 * <pre>
 *   0     1  version
 *   1    32  salt, random
 *  33    32  author's Ed25519 key towards this patient
 *  65    64  author's signature over domain, record id, version of the record, resource
 * 129     4  size of the resource in bytes, most significant first
 * 133     n  the resource as it came, JSON in UTF-8
 *         p  zeros up to a multiple of {@link #BLOCK_BYTES}, so that sizes tell little
 * </pre>
 *
 * The ledger's commitment is SHA-256 over domain and everything before the padding. The salt hides:
 * without it nobody can try out whether a commitment is to a guessed content, and once the salt is
 * shredded nobody ever can.
 */
record Envelope(Bytes salt, PublicKey author, Bytes signature, Bytes resource) {
    static final int SALT_BYTES = 32;
    static final int BLOCK_BYTES = 1024;
    static final int MAX_RESOURCE_BYTES = 1024 * 1024;
    private static final int HEAD_BYTES = 133;
    private static final byte VERSION = 1;
    private static final String CONTENT_DOMAIN = "theseus/health/content/1";
    private static final String AUTHOR_DOMAIN = "theseus/health/author/1";

    static Envelope write(
            AuthorKey author, Hash recordId, int version, Bytes resource, Entropy entropy) {
        if (resource.size() > MAX_RESOURCE_BYTES) {
            throw new IllegalArgumentException(
                    "a resource of " + resource.size() + " bytes; at most " + MAX_RESOURCE_BYTES);
        }
        return new Envelope(
                Bytes.wrap(entropy.bytes(SALT_BYTES)),
                author.publicKey(),
                Bytes.wrap(author.sign(authored(recordId, version, resource))),
                resource);
    }

    /** Whether the key inside signed this resource as this version of this record. */
    boolean isAuthored(Hash recordId, int version) {
        return AuthorKey.verifies(
                author, authored(recordId, version, resource), signature.toArray());
    }

    Hash commitment() {
        return Digests.sha256(CONTENT_DOMAIN, unpadded());
    }

    byte[] encode() {
        int size = HEAD_BYTES + resource.size();
        int blocks = (size + BLOCK_BYTES - 1) / BLOCK_BYTES;
        return Arrays.copyOf(unpadded(), blocks * BLOCK_BYTES);
    }

    /** Empty unless {@code encoding} is one that {@link #encode} makes. */
    static Optional<Envelope> decode(byte[] encoding) {
        try {
            ByteBuffer in = ByteBuffer.wrap(encoding);
            byte version = in.get();
            Bytes salt = take(in, SALT_BYTES);
            Bytes author = take(in, 32);
            Bytes signature = take(in, 64);
            int size = in.getInt();
            if (version != VERSION || size < 0 || size > MAX_RESOURCE_BYTES) {
                return Optional.empty();
            }
            Envelope decoded =
                    new Envelope(
                            salt,
                            new PublicKey(PublicKey.ED25519, author),
                            signature,
                            take(in, size));
            return Arrays.equals(decoded.encode(), encoding)
                    ? Optional.of(decoded)
                    : Optional.empty();
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private byte[] unpadded() {
        return ByteBuffer.allocate(HEAD_BYTES + resource.size())
                .put(VERSION)
                .put(salt.unsafeArray())
                .put(author.bytes().unsafeArray())
                .put(signature.unsafeArray())
                .putInt(resource.size())
                .put(resource.unsafeArray())
                .array();
    }

    private static byte[] authored(Hash recordId, int version, Bytes resource) {
        return Bytes.join(
                        Bytes.ofUtf8(AUTHOR_DOMAIN),
                        recordId.bytes(),
                        Bytes.ofLong(version),
                        resource)
                .unsafeArray();
    }

    private static Bytes take(ByteBuffer in, int sizeBytes) {
        if (in.remaining() < sizeBytes) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[sizeBytes];
        in.get(taken);
        return Bytes.wrap(taken);
    }
}
