package theseus.protocol;

import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/** How accounts are named by their first keys. */
public final class Accounts {
    private static final String DOMAIN = "theseus/account/1";

    private Accounts() {}

    /** SHA-256 of the domain and the canonical encoding of the first keys and their policy. */
    public static AccountId idOf(AccountKeys firstKeys) {
        return new AccountId(Sha256.of(DOMAIN, encode(firstKeys)).bytes());
    }

    public static Bytes encode(AccountKeys keys) {
        return Wire.encode(out -> Wire.write(keys, out));
    }

    public static AccountKeys decodeKeys(Bytes encoding) {
        return Wire.decode(encoding, Limits.MAX_TRANSACTION_BYTES, Wire::accountKeys);
    }
}
