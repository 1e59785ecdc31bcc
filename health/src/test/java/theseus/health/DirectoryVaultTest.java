package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

final class DirectoryVaultTest {
    private final Entropy entropy = new SeededEntropy(11);
    private final AccountId holder = new AccountId(Bytes.wrap(entropy.bytes(32)));

    @TempDir Path folder;

    @Test
    void whatIsKeptIsReadAgainAfterReopening() {
        DirectoryVault vault = DirectoryVault.open(folder);
        Bytes one = Bytes.wrap(entropy.bytes(100));
        Bytes two = Bytes.wrap(entropy.bytes(3000));
        Vault.HeldKey key = key();
        vault.put(List.of(one, two));
        vault.putKeys(holder, List.of(key));

        DirectoryVault again = DirectoryVault.open(folder);

        assertEquals(Verdict.given(one), again.get(address(one)));
        assertEquals(Verdict.given(two), again.get(address(two)));
        assertEquals(Optional.of(key.key()), again.key(holder, key.recordId()));
        assertEquals(Optional.empty(), again.key(holder, Hash.ZERO));
    }

    @Test
    void keepingTheSameTwiceIsKeepingItOnce() throws Exception {
        DirectoryVault vault = DirectoryVault.open(folder);
        Bytes one = Bytes.wrap(entropy.bytes(100));
        vault.put(List.of(one));
        vault.put(List.of(one));
        assertEquals(Verdict.given(one), vault.get(address(one)));
    }

    @Test
    void eachChangedByteIsNoticed() throws Exception {
        DirectoryVault vault = DirectoryVault.open(folder);
        Bytes content = Bytes.wrap(entropy.bytes(200));
        vault.put(List.of(content));
        Path file = vault.file(address(content));
        for (int i = 0; i < content.size(); i++) {
            byte[] changed = content.toArray();
            changed[i] ^= 4;
            Files.write(file, changed);
            SealedRecordTest.assertDenied(DenialCode.TAMPERED, vault.get(address(content)));
        }
        Files.write(file, new byte[0]);
        SealedRecordTest.assertDenied(DenialCode.TAMPERED, vault.get(address(content)));
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        SealedRecordTest.assertDenied(DenialCode.TAMPERED, vault.get(address(content)));
    }

    @Test
    void whatIsNotThereIsMissing() {
        SealedRecordTest.assertDenied(
                DenialCode.CIPHERTEXT_MISSING, DirectoryVault.open(folder).get(Hash.ZERO));
    }

    /** A power cut between sync and rename, and one before the sync. */
    @Test
    void whatWasOnItsWayArrivesOrGoes() throws Exception {
        DirectoryVault.open(folder);
        Bytes whole = Bytes.wrap(entropy.bytes(100));
        Bytes torn = Bytes.wrap(entropy.bytes(100));
        Path incoming = folder.resolve("incoming");
        Files.write(incoming.resolve(address(whole).toString()), whole.toArray());
        Files.write(incoming.resolve(address(torn).toString()), torn.slice(0, 50).toArray());

        DirectoryVault vault = DirectoryVault.open(folder);

        assertEquals(Verdict.given(whole), vault.get(address(whole)));
        SealedRecordTest.assertDenied(DenialCode.CIPHERTEXT_MISSING, vault.get(address(torn)));
        assertEquals(0, incoming.toFile().list().length);
    }

    @Test
    void whatIsShreddedIsGone() throws Exception {
        DirectoryVault vault = DirectoryVault.open(folder);
        Bytes content = Bytes.wrap(entropy.bytes(200));
        Vault.HeldKey shredded = key();
        Vault.HeldKey kept = key();
        vault.put(List.of(content));
        vault.putKeys(holder, List.of(shredded, kept));

        vault.shred(shredded.recordId(), address(content));

        assertFalse(Files.exists(vault.file(address(content))));
        DirectoryVault again = DirectoryVault.open(folder);
        assertEquals(Optional.empty(), again.key(holder, shredded.recordId()));
        assertEquals(Optional.of(kept.key()), again.key(holder, kept.recordId()));
    }

    @Test
    void anotherFormatIsRefused() throws Exception {
        Files.writeString(folder.resolve("FORMAT"), "theseus vault 3\n");
        assertTrue(
                assertThrows(UncheckedIOException.class, () -> DirectoryVault.open(folder))
                        .getMessage()
                        .contains("does not open"));
    }

    private Vault.HeldKey key() {
        return new Vault.HeldKey(
                new Hash(Bytes.wrap(entropy.bytes(32))),
                new WrappedKey(Bytes.wrap(entropy.bytes(WrappedKey.SIZE_BYTES))));
    }

    private static Hash address(Bytes content) {
        return Digests.sha256(content.toArray());
    }
}
