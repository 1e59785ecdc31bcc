package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Accounts;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountKeys;

final class KeyStoreTest {
    private static final char[] PASSPHRASE = "a long passphrase".toCharArray();

    @TempDir Path folder;

    @Test
    void aKeyOpensWithItsPassphraseOnly() {
        KeyStore keys = new KeyStore(folder);
        KeyStore.Entry made = keys.create("alice", PASSPHRASE);
        SigningKey opened = keys.open("alice", PASSPHRASE);
        assertEquals(made.id(), Accounts.idOf(AccountKeys.single(opened.publicKey())));
        Failure failure =
                assertThrows(Failure.class, () -> keys.open("alice", "another one".toCharArray()));
        assertEquals("WRONG_PASSPHRASE", failure.code());
    }

    @Test
    void theFileIsForItsOwnerAndHoldsNoSeed() throws IOException {
        KeyStore keys = new KeyStore(folder);
        keys.create("alice", PASSPHRASE);
        Path file = folder.resolve("alice.key.json");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aChangedFileDoesNotOpen() throws IOException {
        KeyStore keys = new KeyStore(folder);
        KeyStore.Entry alice = keys.create("alice", PASSPHRASE);
        KeyStore.Entry mallory = keys.create("mallory", PASSPHRASE);
        Path file = folder.resolve("alice.key.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace(alice.account(), mallory.account()));
        assertThrows(Failure.class, () -> keys.open("alice", PASSPHRASE));
        Files.writeString(file, text.substring(0, text.length() / 2));
        Failure failure = assertThrows(Failure.class, () -> keys.open("alice", PASSPHRASE));
        assertEquals("KEY_FILE_DAMAGED", failure.code());
    }

    @Test
    void noKeyIsOverwritten() {
        KeyStore keys = new KeyStore(folder);
        KeyStore.Entry first = keys.create("alice", PASSPHRASE);
        Failure failure = assertThrows(Failure.class, () -> keys.create("alice", PASSPHRASE));
        assertEquals("KEY_EXISTS", failure.code());
        assertEquals(first, keys.find("alice"));
    }

    @Test
    void aNameIsNoPath() {
        KeyStore keys = new KeyStore(folder);
        assertThrows(Failure.class, () -> keys.create("../alice", PASSPHRASE));
        assertFalse(Files.exists(folder.resolveSibling("alice.key.json")));
    }
}
