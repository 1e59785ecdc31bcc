package theseus.module.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Entry;
import theseus.sdk.Event;
import theseus.sdk.Hash;
import theseus.sdk.Message;
import theseus.sdk.Module;
import theseus.sdk.ModuleInfo;
import theseus.sdk.Query;
import theseus.sdk.Refusal;
import theseus.sdk.Required;
import theseus.sdk.Sum;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * Every access to a record, before it happens: a reader announces it, consent decides, and an entry
 * joins the patient's chain. A count and a hash prove that a list of entries is complete. See
 * README.md.
 */
@ModuleInfo(name = "audit", version = "1.0.0")
public final class Audit implements Module {
    public static final int MAX_PAGE = 500;

    private static final int SCANNED_PER_BLOCK = 8;

    // ---- messages ----

    /**
     * The sender is about to read a record: under a consent in force, or as the patient.
     *
     * @param patient whose record it is, named so that an upgrade's canary can follow the patient
     */
    public record Access(AccountId patient, Hash recordId) implements Message {}

    // ---- events ----

    /** {@code number} counts the patient's accesses from 1; the patient needs no grant. */
    public record Accessed(
            AccountId patient, long number, AccountId reader, Hash recordId, Optional<Hash> grantId)
            implements Event {}

    // ---- refusals; those of records and consent are passed on ----

    public enum Refused implements Refusal {
        /** The record is another patient's. */
        PATIENT_MISMATCH,
        /** The reader never accessed the record. */
        NO_ACCESS,
        /** A page has 1 to {@link #MAX_PAGE} entries. */
        LIMIT_OUT_OF_RANGE
    }

    // ---- queries ----

    public record AuditHead(AccountId patient) implements Query<Head> {}

    /** A patient's accesses from number {@code from} on, the oldest first. */
    public record AuditOf(AccountId patient, long from, int limit) implements Query<Page> {}

    public record Page(List<Listed> accesses) {}

    public record Listed(long number, Logged access) {}

    /** The last access of a reader to a record. */
    public record AccessOf(AccountId reader, Hash recordId) implements Query<Last> {}

    // ---- tables ----

    /** An access as it stays; {@code previous} is the hash of the access before it. */
    public record Logged(
            AccountId reader,
            Hash recordId,
            Optional<Hash> grantId,
            long height,
            long timeMillis,
            Hash previous) {}

    /** Where an access stands: in a patient's chain, counted from 1. */
    public record Position(AccountId patient, long number) {}

    /** The end of a patient's chain: how many accesses, and the hash of the last. */
    public record Head(long count, Hash hash) {
        static final Head EMPTY = new Head(0, Hash.ZERO);
    }

    /** Who read what. */
    public record Reading(AccountId reader, Hash recordId) {}

    public record Last(AccountId patient, long number, long height, long timeMillis) {}

    private final RecordLookup records = Required.interfaceOf(RecordLookup.class, "1");
    private final ConsentCheck consent = Required.interfaceOf(ConsentCheck.class, "1");

    private final Table<Position, Logged> log = Table.of("log", Position.class, Logged.class);
    private final Table<AccountId, Head> heads = Table.of("heads", AccountId.class, Head.class);
    private final Table<Reading, Last> last = Table.of("last", Reading.class, Last.class);
    private final Sum<Position, Logged> logged = Sum.of("logged", log, access -> 1);
    private final Sum<AccountId, Head> counted = Sum.of("counted", heads, Head::count);

    @Override
    public void define(Definition module) {
        module.table(log)
                .table(heads)
                .table(last)
                .sum(logged)
                .sum(counted)
                .handles(Access.class, this::access)
                .canaryKey(Access.class, access -> access.patient().bytes())
                .answers(AuditHead.class, Head.class, this::auditHead)
                .answers(AuditOf.class, Page.class, this::auditOf)
                .answers(AccessOf.class, Last.class, this::accessOf)
                .sumInvariant("allLoggedAreCounted", logged, this::allLoggedAreCounted)
                .sumInvariant("allCountedAreLogged", counted, this::allCountedAreLogged)
                .scanInvariant("chainIsLinked", log, SCANNED_PER_BLOCK, this::isLinkedToNext);
    }

    private void access(Context context, Access access) {
        AccountId reader = context.sender();
        AccountId patient = access.patient();
        RecordLookup.Found record = records.find(context, access.recordId()).orRefuse();
        context.require(record.patient().equals(patient), Refused.PATIENT_MISMATCH);
        Optional<Hash> grantId =
                reader.equals(patient)
                        ? Optional.empty()
                        : Optional.of(
                                consent.check(context, patient, reader, record.tags()).orRefuse());
        long number =
                append(
                        context,
                        patient,
                        new Logged(
                                reader,
                                access.recordId(),
                                grantId,
                                context.height(),
                                context.timeMillis(),
                                head(context, patient).hash()));
        context.put(
                last,
                new Reading(reader, access.recordId()),
                new Last(patient, number, context.height(), context.timeMillis()));
        context.emit(new Accessed(patient, number, reader, access.recordId(), grantId));
    }

    private long append(Context context, AccountId patient, Logged access) {
        Position position = new Position(patient, head(context, patient).count() + 1);
        context.put(log, position, access);
        context.put(
                heads,
                patient,
                new Head(position.number(), AuditHash.of(context, position, access)));
        return position.number();
    }

    private Head head(View view, AccountId patient) {
        return view.get(heads, patient).orElse(Head.EMPTY);
    }

    private Head auditHead(View view, AuditHead query) {
        return head(view, query.patient());
    }

    private Page auditOf(View view, AuditOf query) {
        view.require(query.limit() > 0 && query.limit() <= MAX_PAGE, Refused.LIMIT_OUT_OF_RANGE);
        List<Listed> listed = new ArrayList<>();
        for (Entry<Position, Logged> entry :
                view.range(
                        log,
                        new Position(query.patient(), query.from()),
                        new Position(query.patient(), Long.MAX_VALUE),
                        query.limit())) {
            listed.add(new Listed(entry.key().number(), entry.value()));
        }
        return new Page(listed);
    }

    private Last accessOf(View view, AccessOf query) {
        return view.get(last, new Reading(query.reader(), query.recordId()), Refused.NO_ACCESS);
    }

    private boolean allLoggedAreCounted(View view, long total) {
        return total == view.total(counted);
    }

    private boolean allCountedAreLogged(View view, long total) {
        return total == view.total(logged);
    }

    private boolean isLinkedToNext(View view, Position position, Logged access) {
        Optional<Logged> next =
                view.get(log, new Position(position.patient(), position.number() + 1));
        Hash successor =
                next.isPresent() ? next.get().previous() : head(view, position.patient()).hash();
        return successor.equals(AuditHash.of(view, position, access));
    }
}
