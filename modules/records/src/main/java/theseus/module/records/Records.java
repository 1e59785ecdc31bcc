package theseus.module.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Event;
import theseus.sdk.Hash;
import theseus.sdk.Index;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Result;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * What the ledger holds of health records: commitments, versions and blinded tags, never content,
 * names or times of care. Institutions commit in batches; the patient may erase. See README.md.
 */
@ModuleInfo(name = "records", version = "1.0.0")
public final class Records implements Module {
    public static final int MAX_BATCH = 256;
    public static final int MAX_TAGS = 8;
    public static final int MAX_PAGE = 500;

    private static final int SCANNED_PER_BLOCK = 8;

    // ---- messages ----

    /** New records and new versions, all or none; the sender is or becomes their custodian. */
    public record CommitRecords(List<Commitment> commitments) implements Message {}

    /**
     * One version of a record.
     *
     * @param recordId 32 random bytes, the same for all versions
     * @param patient the patient's pseudonym towards this custodian
     * @param version 1 for a new record, then one more each time
     * @param previous {@code content} of the version before; absent in version 1
     * @param tags what consent is matched on: category, labels and period, each blinded with a
     *     secret of the patient to {@link Tags#SIZE_BYTES} bytes; ascending, 1 to {@link #MAX_TAGS}
     * @param content salted, hiding commitment to the plaintext and its author's signature
     * @param ciphertext address of the ciphertext in the vault: its SHA-256
     * @param key commitment to the record's wrapped key in the vault
     */
    public record Commitment(
            Hash recordId,
            AccountId patient,
            int version,
            Optional<Hash> previous,
            List<Bytes> tags,
            Hash content,
            Hash ciphertext,
            Hash key) {}

    /** The patient shreds key and salt off the chain; the ledger stops to offer the record. */
    public record Erase(Hash recordId) implements Message {}

    // ---- events ----

    public record Committed(Hash recordId, AccountId patient, int version) implements Event {}

    public record Erased(Hash recordId, AccountId patient) implements Event {}

    // ---- refusals ----

    public enum Refused implements Refusal {
        /** A batch has 1 to {@link #MAX_BATCH} commitments. */
        BATCH_SIZE,
        /** Tags are 16 bytes each, ascending, 1 to {@link #MAX_TAGS}. */
        MALFORMED_TAGS,
        /** No record has this id (a new record starts with version 1). */
        UNKNOWN_RECORD,
        /** The version or its predecessor is not what follows the version on the ledger. */
        VERSION_CONFLICT,
        /** Only the account that committed version 1 commits further ones. */
        NOT_CUSTODIAN,
        /** A record stays with its patient. */
        PATIENT_MISMATCH,
        /** Only the patient erases. */
        NOT_PATIENT,
        /** The record is erased: no further version, no access. */
        RECORD_ERASED,
        /** A page has 1 to {@link #MAX_PAGE} entries. */
        LIMIT_OUT_OF_RANGE
    }

    // ---- queries ----

    public record RecordOf(Hash recordId) implements Query<Held> {}

    /** A superseded or the present version. */
    public record VersionOf(Hash recordId, int version) implements Query<Version> {}

    /** A patient's records by id, those after {@code after} when it is given. */
    public record RecordsOf(AccountId patient, Optional<Hash> after, int limit)
            implements Query<Page> {}

    public record Page(List<Listed> records) {}

    public record Listed(Hash recordId, Held held) {}

    // ---- tables ----

    /** A record as it stands. An erased one has no tags any more, so no consent covers it. */
    public record Held(
            AccountId custodian,
            AccountId patient,
            List<Bytes> tags,
            Version version,
            boolean erased) {
        Held asErased() {
            return new Held(custodian, patient, List.of(), version, true);
        }
    }

    public record Version(
            int number, Optional<Hash> previous, Hash content, Hash ciphertext, Hash key) {}

    public record VersionKey(Hash recordId, int number) {}

    private final Table<Hash, Held> records = Table.of("records", Hash.class, Held.class);
    private final Table<VersionKey, Version> superseded =
            Table.of("superseded", VersionKey.class, Version.class);
    private final Index<AccountId, Hash, Held> byPatient =
            Index.of("byPatient", records, AccountId.class, (recordId, held) -> held.patient());

    @Override
    public void define(Definition module) {
        module.table(records)
                .table(superseded)
                .index(byPatient)
                .handles(CommitRecords.class, this::commitRecords)
                .handles(Erase.class, this::erase)
                .offers(RecordLookup.class, this::find)
                .answers(RecordOf.class, Held.class, this::recordOf)
                .answers(VersionOf.class, Version.class, this::versionOf)
                .answers(RecordsOf.class, Page.class, this::recordsOf)
                .recordInvariant("tagsMatchErasure", records, Records::tagsMatchErasure)
                .scanInvariant(
                        "versionsAreLinked", superseded, SCANNED_PER_BLOCK, this::isLinkedToNext);
    }

    private void commitRecords(Context context, CommitRecords batch) {
        int size = batch.commitments().size();
        context.require(size > 0 && size <= MAX_BATCH, Refused.BATCH_SIZE);
        for (Commitment commitment : batch.commitments()) {
            commit(context, commitment);
        }
    }

    private void commit(Context context, Commitment next) {
        context.require(Tags.wellFormed(next.tags(), MAX_TAGS), Refused.MALFORMED_TAGS);
        Optional<Held> present = context.get(records, next.recordId());
        if (present.isPresent()) {
            supersede(context, next, present.get());
        } else {
            context.require(next.version() == 1, Refused.UNKNOWN_RECORD);
            context.require(next.previous().isEmpty(), Refused.VERSION_CONFLICT);
        }
        Version version =
                new Version(
                        next.version(),
                        next.previous(),
                        next.content(),
                        next.ciphertext(),
                        next.key());
        context.put(
                records,
                next.recordId(),
                new Held(context.sender(), next.patient(), next.tags(), version, false));
        context.emit(new Committed(next.recordId(), next.patient(), next.version()));
    }

    private void supersede(Context context, Commitment next, Held held) {
        context.require(context.sender().equals(held.custodian()), Refused.NOT_CUSTODIAN);
        context.require(next.patient().equals(held.patient()), Refused.PATIENT_MISMATCH);
        context.require(!held.erased(), Refused.RECORD_ERASED);
        Version last = held.version();
        context.require(
                next.version() == last.number() + 1
                        && next.previous().isPresent()
                        && next.previous().get().equals(last.content()),
                Refused.VERSION_CONFLICT);
        context.put(superseded, new VersionKey(next.recordId(), last.number()), last);
    }

    private void erase(Context context, Erase message) {
        Held held = context.get(records, message.recordId(), Refused.UNKNOWN_RECORD);
        context.require(context.sender().equals(held.patient()), Refused.NOT_PATIENT);
        context.require(!held.erased(), Refused.RECORD_ERASED);
        context.put(records, message.recordId(), held.asErased());
        context.emit(new Erased(message.recordId(), held.patient()));
    }

    private Result<RecordLookup.Found> find(View view, Hash recordId) {
        Held held = view.get(records, recordId, Refused.UNKNOWN_RECORD);
        view.require(!held.erased(), Refused.RECORD_ERASED);
        return Result.ok(new RecordLookup.Found(held.patient(), held.tags()));
    }

    private Held recordOf(View view, RecordOf query) {
        return view.get(records, query.recordId(), Refused.UNKNOWN_RECORD);
    }

    private Version versionOf(View view, VersionOf query) {
        Optional<Version> version = version(view, query.recordId(), query.version());
        view.require(version.isPresent(), Refused.UNKNOWN_RECORD);
        return version.get();
    }

    private Page recordsOf(View view, RecordsOf query) {
        view.require(query.limit() > 0 && query.limit() <= MAX_PAGE, Refused.LIMIT_OUT_OF_RANGE);
        List<Listed> listed = new ArrayList<>();
        for (Hash recordId : view.find(byPatient, query.patient(), query.after(), query.limit())) {
            listed.add(new Listed(recordId, view.get(records, recordId).get()));
        }
        return new Page(listed);
    }

    private static boolean tagsMatchErasure(Hash recordId, Held held) {
        return held.erased() ? held.tags().isEmpty() : Tags.wellFormed(held.tags(), MAX_TAGS);
    }

    private boolean isLinkedToNext(View view, VersionKey key, Version version) {
        Optional<Version> next = version(view, key.recordId(), key.number() + 1);
        return key.number() == version.number()
                && next.isPresent()
                && next.get().previous().isPresent()
                && next.get().previous().get().equals(version.content());
    }

    /** A version, superseded or present. */
    private Optional<Version> version(View view, Hash recordId, int number) {
        Optional<Held> held = view.get(records, recordId);
        return held.isPresent() && held.get().version().number() == number
                ? Optional.of(held.get().version())
                : view.get(superseded, new VersionKey(recordId, number));
    }
}
