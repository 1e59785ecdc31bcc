package theseus.module.audit;

import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.sdk.View;

/**
 * What links a patient's accesses: SHA-256 over {@code "theseus/audit/1"}, patient, number, reader,
 * record id, grant id (32 zero bytes when there is none), height, time in milliseconds and the hash
 * of the access before (32 zero bytes for the first), numbers in 8 bytes. The layout is fixed here
 * and not that of the table, so a lens that changes the table's records breaks no chain.
 */
final class AuditHash {
    private static final Bytes DOMAIN = Bytes.ofUtf8("theseus/audit/1");

    private AuditHash() {}

    static Hash of(View view, Audit.Position position, Audit.Logged access) {
        return view.sha256(
                Bytes.join(
                        DOMAIN,
                        position.patient().bytes(),
                        Bytes.ofLong(position.number()),
                        access.reader().bytes(),
                        access.recordId().bytes(),
                        access.grantId().orElse(Hash.ZERO).bytes(),
                        Bytes.ofLong(access.height()),
                        Bytes.ofLong(access.timeMillis()),
                        access.previous().bytes()));
    }
}
