package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** A ring of keys that was damaged says so and stays as it is; one that a power cut ended opens. */
final class KeyRingTest {
    private static final int KEYS = 4;
    private static final AccountId HOLDER = AccountId.fromHex("ab".repeat(32));

    private final Entropy entropy = new SeededEntropy(3);
    private final List<Vault.HeldKey> keys = new ArrayList<>();

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < KEYS; i++) {
            keys.add(key());
        }
        file = directory.resolve(HOLDER + KeyRing.SUFFIX);
        KeyRing ring = KeyRing.create(directory, HOLDER);
        ring.append(keys.subList(0, 1));
        ring.append(keys.subList(1, KEYS));
    }

    private Vault.HeldKey key() {
        return new Vault.HeldKey(
                new Hash(Bytes.wrap(entropy.bytes(32))),
                new WrappedKey(Bytes.wrap(entropy.bytes(WrappedKey.SIZE_BYTES))));
    }

    private static byte[] without(byte[] whole, int from, int to) {
        byte[] left = Arrays.copyOf(whole, whole.length - (to - from));
        System.arraycopy(whole, to, left, from, whole.length - to);
        return left;
    }

    /** And nothing is changed: the file that would be is not there. */
    private String refused(byte[] content, String where) throws IOException {
        Files.deleteIfExists(file);
        IOException refused =
                assertThrows(IOException.class, () -> KeyRing.open(file, Bytes.of(content)), where);
        assertFalse(Files.exists(file), where);
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.contains("is damaged"), where + ": " + said);
        return said;
    }

    @Test
    void bytesThatWereCutOutAnywhereAreMissed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int[] lengths = {
            1,
            2,
            7,
            KeyRing.HEADER_BYTES,
            KeyRing.ENTRY_BYTES - 1,
            KeyRing.ENTRY_BYTES,
            KeyRing.ENTRY_BYTES + 1,
            2 * KeyRing.ENTRY_BYTES,
            whole.length
        };
        for (int from = 0; from < whole.length; from++) {
            for (int length : lengths) {
                int to = Math.min(whole.length, from + length);
                refused(without(whole, from, to), from + " to " + to);
            }
        }
    }

    @Test
    void whatWasChangedPutInOrSwappedIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at % 8);
            refused(changed, "flipped at " + at);
        }
        int entry = KeyRing.ENTRY_BYTES;
        byte[] swapped = whole.clone();
        System.arraycopy(whole, 24, swapped, 24 + entry, entry);
        System.arraycopy(whole, 24 + entry, swapped, 24, entry);
        assertTrue(refused(swapped, "swapped").contains("entry 1"));
        byte[] twice = Arrays.copyOf(whole, whole.length + entry);
        System.arraycopy(whole, 24, twice, 24 + entry, whole.length - 24);
        assertTrue(refused(twice, "an entry twice").contains("entry 2"));
        Path others = directory.resolve(AccountId.fromHex("cd".repeat(32)) + KeyRing.SUFFIX);
        Files.write(others, whole);
        assertThrows(IOException.class, () -> KeyRing.open(others));
    }

    /** The header was not synced yet, and of the entries behind it is there what chance has it. */
    @Test
    void whatAPowerCutLeavesOpens() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        KeyRing.create(directory, HOLDER).append(keys.subList(0, 1));
        byte[] before = Files.readAllBytes(file);
        int end = before.length;
        for (int size = end; size <= whole.length; size++) {
            int of = (size - end) % KeyRing.ENTRY_BYTES;
            if (of > 1 && of != KeyRing.ENTRY_BYTES / 2 && of != KeyRing.ENTRY_BYTES - 1) {
                continue;
            }
            byte[] torn = Arrays.copyOf(before, size);
            System.arraycopy(whole, end, torn, end, size - end);
            assertHolds(torn, 1 + (size - end) / KeyRing.ENTRY_BYTES);
            if (size > end) {
                Arrays.fill(torn, end, size, (byte) 0);
                assertHolds(torn, 1);
            }
        }
        byte[] hole = whole.clone();
        System.arraycopy(before, 0, hole, 0, end);
        hole[end + 5] ^= 1;
        assertTrue(refused(hole, "a whole entry behind").contains("entry 2"));
    }

    private void assertHolds(byte[] content, int count) throws IOException {
        Files.write(file, content);
        KeyRing.open(file);
        KeyRing ring = KeyRing.open(file); // and it stays so
        for (int i = 0; i < KEYS; i++) {
            Vault.HeldKey key = keys.get(i);
            Optional<WrappedKey> expected = i < count ? Optional.of(key.key()) : Optional.empty();
            assertEquals(expected, ring.key(key.recordId()), content.length + " bytes, key " + i);
        }
        Vault.HeldKey more = key();
        ring.append(List.of(more));
        assertEquals(Optional.of(more.key()), KeyRing.open(file).key(more.recordId()));
    }

    @Test
    void whatIsForgottenStaysSoAndTheOthersToo() throws IOException {
        KeyRing ring = KeyRing.open(file);
        ring.append(keys.subList(0, 1)); // once more
        ring.remove(keys.get(0).recordId());
        ring.remove(keys.get(0).recordId());
        for (KeyRing each : List.of(ring, KeyRing.open(file))) {
            assertEquals(Optional.empty(), each.key(keys.get(0).recordId()));
            assertEquals(Optional.of(keys.get(3).key()), each.key(keys.get(3).recordId()));
        }
        assertEquals(24 + 3 * KeyRing.ENTRY_BYTES, Files.size(file));
        ring.append(keys.subList(0, 1));
        assertEquals(
                Optional.of(keys.get(0).key()), KeyRing.open(file).key(keys.get(0).recordId()));
    }
}
