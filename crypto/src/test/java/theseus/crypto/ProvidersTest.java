package theseus.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;

final class ProvidersTest {
    @Test
    void everyProviderVerifiesWhatTheJdkSigned() {
        for (String name : Signatures.NAMES) {
            Signatures signatures = Signatures.named(name);
            for (SigningKey key :
                    new SigningKey[] {
                        SigningKey.ed25519(Bytes.fromHex("07".repeat(32))),
                        SigningKey.p256(Bytes.fromHex("07".repeat(32)))
                    }) {
                Bytes content = Bytes.fromHex("010203");
                Bytes signature = key.sign(content);
                assertTrue(signatures.verify(key.publicKey(), content, signature), name);
                assertFalse(signatures.verify(key.publicKey(), Bytes.EMPTY, signature), name);
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theFastestIsChosen() {
        assertEquals(Signatures.ACCP, Signatures.best().name());
    }

    @Test
    void theFastSignerSignsLikeTheOther() {
        for (int i = 0; i < 20; i++) {
            Bytes seed = Bytes.fromHex("%02x".formatted(i).repeat(32));
            FastSigner fast = FastSigner.ed25519(seed);
            SigningKey slow = SigningKey.ed25519(seed);
            assertEquals(slow.publicKey(), fast.publicKey());
            assertEquals(slow.sign(seed), fast.sign(seed));
        }
    }
}
