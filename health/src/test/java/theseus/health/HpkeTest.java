package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import theseus.sdk.Bytes;

final class HpkeTest {
    private static final byte[] INFO = hex("4f6465206f6e2061204772656369616e2055726e");
    private static final byte[] PLAINTEXT =
            hex("4265617574792069732074727574682c20747275746820626561757479");
    private static final byte[] ASSOCIATED = hex("436f756e742d30");

    /** RFC 9180's vectors for kem 0x0020, kdf 0x0001, aead 0x0002, base mode, sequence number 0. */
    @Test
    void sealsAsTheVectorOfThisSuite() {
        Bytes receiver =
                Bytes.fromHex("ac66bae9ffa270cf4a89ed9f274e30c0456babae2572aaaf002ff0d8884ab018");
        AsymmetricCipherKeyPair ephemeral =
                pair("28e212563a8b6f068af7ff17400ff1baf23612b7a738bbaf5dfb321b2b5b431a");

        Bytes sealed = Hpke.seal(receiver, INFO, ASSOCIATED, PLAINTEXT, ephemeral);

        assertEquals(
                "23ded2d5d90ea89d975dac4792b297240f194952d7421aacbff0474100052b6bb8aa58d1"
                        + "8ef6c42b6960e2e28f",
                sealed.slice(32, sealed.size()).hex());
    }

    /** RFC 9180 §A.1.1: the same KEM and KDF with AES-128-GCM, where the RFC prints every step. */
    @Test
    void keyEncapsulationIsThatOfTheRfc() throws Exception {
        HPKE suite =
                new HPKE(
                        HPKE.mode_base,
                        HPKE.kem_X25519_SHA256,
                        HPKE.kdf_HKDF_SHA256,
                        HPKE.aead_AES_GCM128);
        AsymmetricCipherKeyPair receiver =
                pair("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
        byte[] encapsulated =
                hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");

        byte[] opened =
                suite.setupBaseR(encapsulated, receiver, INFO)
                        .open(
                                ASSOCIATED,
                                hex(
                                        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae82"
                                                + "18a355a96d8770ac83d07bea87e13c512a"));

        assertEquals(HexFormat.of().formatHex(PLAINTEXT), HexFormat.of().formatHex(opened));
    }

    /** RFC 9180 §A.1.1: ikmR to pkRm. */
    @Test
    void keysAreDerivedAsTheRfcSays() {
        Secret seed =
                Secret.taking(
                        hex("6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037"));

        assertEquals(
                "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
                Hpke.Keys.derive(seed).publicKey().hex());
    }

    @Test
    void opensOnlyForTheRightKeyInfoAndAssociatedData() {
        Entropy entropy = new SeededEntropy(7);
        Hpke.Keys holder = Hpke.Keys.derive(Secret.fresh(32, entropy));
        Hpke.Keys other = Hpke.Keys.derive(Secret.fresh(32, entropy));
        Bytes sealed = Hpke.seal(holder.publicKey(), INFO, ASSOCIATED, PLAINTEXT, entropy);

        assertEquals(Bytes.of(PLAINTEXT), Hpke.open(holder, INFO, ASSOCIATED, sealed).get().copy());
        assertTrue(Hpke.open(other, INFO, ASSOCIATED, sealed).isEmpty());
        assertTrue(Hpke.open(holder, ASSOCIATED, ASSOCIATED, sealed).isEmpty());
        assertTrue(Hpke.open(holder, INFO, INFO, sealed).isEmpty());
    }

    @Test
    void everyChangedByteIsNoticed() {
        Entropy entropy = new SeededEntropy(8);
        Hpke.Keys holder = Hpke.Keys.derive(Secret.fresh(32, entropy));
        Bytes sealed = Hpke.seal(holder.publicKey(), INFO, ASSOCIATED, PLAINTEXT, entropy);
        for (int i = 0; i < sealed.size(); i++) {
            byte[] changed = sealed.toArray();
            changed[i] ^= 1;
            assertTrue(
                    Hpke.open(holder, INFO, ASSOCIATED, Bytes.wrap(changed)).isEmpty(),
                    "byte " + i);
        }
        for (int size = 0; size < sealed.size(); size++) {
            assertTrue(Hpke.open(holder, INFO, ASSOCIATED, sealed.slice(0, size)).isEmpty());
        }
    }

    private static AsymmetricCipherKeyPair pair(String privateKey) {
        var key = new X25519PrivateKeyParameters(hex(privateKey));
        return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
