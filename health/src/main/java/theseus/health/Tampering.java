package theseus.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import theseus.health.Reader.Opened;
import theseus.health.RecordsMessages.Held;
import theseus.health.VaultWire.Item;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Flips one bit of one file in the vault and looks who notices: the vault when it reads the file,
 * and a reader to whom a vault without that check would have sent it. Puts it right again.
 */
final class Tampering {
    private final DirectoryVault vault;
    private final Ledger ledger;
    private final Reader reader;
    private final Narrator narrator;

    Tampering(DirectoryVault vault, Ledger ledger, Reader reader, Narrator narrator) {
        this.vault = vault;
        this.ledger = ledger;
        this.reader = reader;
        this.narrator = narrator;
    }

    boolean run(Cards.OfGrant grant, Hash recordId) {
        narrator.chapter("One bit in the vault");
        Ledger.Snapshot state = Steps.given(ledger.latest());
        Held held =
                Steps.given(state.get(Tables.RECORDS, Tables.HELD, recordId))
                        .orElseThrow(() -> new IllegalStateException("no record " + recordId));
        Path file = vault.file(held.version().ciphertext());
        byte[] before = read(file);
        byte[] changed = before.clone();
        int at = changed.length / 2;
        changed[at] ^= 1;
        try {
            write(file, changed);
            narrator.line(
                    "Byte %d of %s changed from %02x to %02x."
                            .formatted(
                                    at,
                                    Steps.shorter(file.getFileName().toString()),
                                    before[at] & 0xff,
                                    changed[at] & 0xff));
            boolean byVault =
                    told("vault ", vault.get(held.version().ciphertext()), DenialCode.TAMPERED);
            return told(
                            "reader",
                            sent(grant, state, recordId, Bytes.wrap(changed)),
                            DenialCode.TAMPERED)
                    && byVault;
        } finally {
            write(file, before);
        }
    }

    /** What the reader makes of it when the vault does not check. */
    private Verdict<Opened> sent(
            Cards.OfGrant grant, Ledger.Snapshot state, Hash recordId, Bytes ciphertext) {
        RelationshipKeys keys = reader.keys(grant.pseudonym());
        Optional<WrappedKey> key = vault.key(keys.account(), recordId);
        return key.isEmpty()
                ? Verdict.denied(DenialCode.NO_KEY, "no key of " + recordId)
                : Reader.open(
                        keys, state, new Item.Released(recordId, ciphertext, key.get().sealed()));
    }

    private boolean told(String who, Verdict<?> verdict, DenialCode expected) {
        return switch (verdict) {
            case Verdict.Denied<?>(DenialCode code, String explanation) -> {
                narrator.line("  " + who + " " + code + ": " + Steps.shorter(explanation));
                yield code == expected;
            }
            case Verdict.Given<?> _ -> {
                narrator.line("  " + who + " noticed nothing");
                yield false;
            }
        };
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
