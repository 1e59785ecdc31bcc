package theseus.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
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

    @Test
    void withoutTheFastestAnotherServes() throws Exception {
        try (WithoutAccp loader = new WithoutAccp()) {
            Object best =
                    loader.loadClass("theseus.crypto.Signatures").getMethod("best").invoke(null);
            assertEquals(Signatures.BOUNCY_CASTLE, best.getClass().getMethod("name").invoke(best));
        }
    }

    /** Loads this module anew, as on a system whose class path lacks the provider. */
    private static final class WithoutAccp extends URLClassLoader {
        WithoutAccp() {
            super(
                    new URL[] {
                        Signatures.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ProvidersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.amazon.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith("theseus.crypto.")) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
