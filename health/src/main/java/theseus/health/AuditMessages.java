package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Hash;

/** This application's copy of the module {@code audit}'s records; see its specification. */
final class AuditMessages {
    private AuditMessages() {}

    record Access(AccountId patient, Hash recordId) implements theseus.sdk.Message {}

    record Page(List<Listed> accesses) {}

    record Listed(long number, Logged access) {}

    record Logged(
            AccountId reader,
            Hash recordId,
            Optional<Hash> grantId,
            long height,
            long timeMillis,
            Hash previous) {}

    record Head(long count, Hash hash) {}

    record Reading(AccountId reader, Hash recordId) {}

    record Last(AccountId patient, long number, long height, long timeMillis) {}
}
