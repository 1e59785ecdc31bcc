package theseus.sdk;

/** A SHA-256 digest: 32 bytes. */
public record Hash(Bytes bytes) implements Comparable<Hash> {
    public static final int SIZE_BYTES = 32;
    public static final Hash ZERO = new Hash(Bytes.wrap(new byte[SIZE_BYTES]));

    public Hash {
        if (bytes.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.size());
        }
    }

    public static Hash fromHex(String hex) {
        return new Hash(Bytes.fromHex(hex));
    }

    @Override
    public int compareTo(Hash other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.hex();
    }
}
