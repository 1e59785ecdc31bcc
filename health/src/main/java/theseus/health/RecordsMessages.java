package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * This application's copy of what it says to the module {@code records}, and of what it reads
 * there; see the module's specification. What has to match is the shape, not the class.
 */
final class RecordsMessages {
    static final int MAX_BATCH = 256;

    private RecordsMessages() {}

    record CommitRecords(List<Commitment> commitments) implements theseus.sdk.Message {}

    record Commitment(
            Hash recordId,
            AccountId patient,
            int version,
            Optional<Hash> previous,
            List<Bytes> tags,
            Hash content,
            Hash ciphertext,
            Hash key) {}

    record Page(List<Listed> records) {}

    record Listed(Hash recordId, Held held) {}

    record Held(
            AccountId custodian,
            AccountId patient,
            List<Bytes> tags,
            Version version,
            boolean erased) {}

    record Version(int number, Optional<Hash> previous, Hash content, Hash ciphertext, Hash key) {}
}
