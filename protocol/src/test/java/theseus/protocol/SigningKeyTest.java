package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;
import theseus.sdk.PublicKey;

final class SigningKeyTest {
    /** RFC 8032 §7.1, tests 1 and 2. */
    @Test
    void ed25519SignsAsTheStandardDoes() {
        SigningKey first =
                SigningKey.ed25519(
                        Bytes.fromHex(
                                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertEquals(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                first.publicKey().bytes().hex());
        assertEquals(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                first.sign(Bytes.EMPTY).hex());
        SigningKey second =
                SigningKey.ed25519(
                        Bytes.fromHex(
                                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assertEquals(
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                second.publicKey().bytes().hex());
    }

    @Test
    void everyKeyVerifiesWhatItSigned() {
        for (long seed = 0; seed < 40; seed++) {
            Samples samples = new Samples(seed);
            Bytes secret = samples.bytes(32);
            for (SigningKey key : List.of(SigningKey.ed25519(secret), SigningKey.p256(secret))) {
                assertTrue(
                        VerifyingKey.of(key.publicKey())
                                .orElseThrow()
                                .verifies(secret, key.sign(secret)),
                        "seed " + seed);
            }
        }
    }

    /** RFC 6979 §A.2.5: the key pair. */
    @Test
    void p256DerivesThePublicKey() {
        SigningKey key =
                SigningKey.p256(
                        Bytes.fromHex(
                                "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"));
        assertEquals(PublicKey.P256, key.publicKey().algorithm());
        assertEquals(
                "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
                key.publicKey().bytes().hex());
        assertEquals(64, key.sign(Bytes.EMPTY).size());
    }

    @Test
    void secretsOutOfRangeAreRefused() {
        Bytes zero = Bytes.of(new byte[32]);
        assertThrows(IllegalArgumentException.class, () -> SigningKey.p256(zero));
        assertThrows(
                IllegalArgumentException.class,
                () -> SigningKey.p256(Bytes.fromHex("ff".repeat(32))));
        assertThrows(
                IllegalArgumentException.class, () -> SigningKey.ed25519(Bytes.of(new byte[31])));
    }
}
