package theseus.sdk;

/**
 * Names an account: the SHA-256 of its first keys and policy, so that an account needs no
 * registration. 32 bytes; it stays the same when the account's keys rotate.
 */
public record AccountId(Bytes bytes) implements Comparable<AccountId> {
    public static final int SIZE_BYTES = 32;

    public AccountId {
        if (bytes.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("an account id has 32 bytes, not " + bytes.size());
        }
    }

    public static AccountId fromHex(String hex) {
        return new AccountId(Bytes.fromHex(hex));
    }

    @Override
    public int compareTo(AccountId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.hex();
    }
}
