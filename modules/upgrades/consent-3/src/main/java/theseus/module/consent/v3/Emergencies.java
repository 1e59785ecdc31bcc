package theseus.module.consent.v3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Context;
import theseus.sdk.Definition;
import theseus.sdk.Hash;
import theseus.sdk.Index;
import theseus.sdk.Table;
import theseus.sdk.View;

/**
 * Breaking the glass: a reader whom the patient named takes a short lease on a reduced data set,
 * says why, is seen, and answers for it afterwards.
 */
final class Emergencies {
    private static final Bytes DOMAIN = Bytes.ofUtf8("theseus/consent/lease/1");

    public record Latest(Hash leaseId) {}

    private final Table<AccountId, EmergencyRule> emergencies =
            Table.of("emergencies", AccountId.class, EmergencyRule.class);
    private final Table<Hash, Lease> leases = Table.of("leases", Hash.class, Lease.class);
    private final Table<Grants.Relationship, Latest> latest =
            Table.of("latest", Grants.Relationship.class, Latest.class);
    private final Index<AccountId, Hash, Lease> leasesByPatient =
            Index.of(
                    "leasesByPatient",
                    leases,
                    AccountId.class,
                    (leaseId, lease) -> lease.patient());

    private final Grants grants;

    Emergencies(Grants grants) {
        this.grants = grants;
    }

    void define(Definition module) {
        module.table(emergencies)
                .table(leases)
                .table(latest)
                .index(leasesByPatient)
                .recordInvariant(
                        "emergencyIsWellFormed",
                        emergencies,
                        (patient, rule) -> rule.isWellFormed());
    }

    void set(Context context, Consent.SetEmergency message) {
        AccountId patient = context.sender();
        if (message.rule().isPresent()) {
            EmergencyRule rule = message.rule().get();
            context.require(rule.isWellFormed(), Consent.Refused.EMERGENCY_MALFORMED);
            context.put(emergencies, patient, rule);
        } else {
            context.remove(emergencies, patient);
        }
        context.emit(new Consent.EmergencySet(patient));
    }

    void breakGlass(Context context, Consent.BreakGlass message) {
        AccountId reader = context.sender();
        EmergencyRule rule =
                context.get(emergencies, message.patient(), Consent.Refused.NO_EMERGENCY_ACCESS);
        context.require(rule.readers().contains(reader), Consent.Refused.NO_EMERGENCY_ACCESS);
        Grants.Relationship relationship = new Grants.Relationship(message.patient(), reader);
        Optional<Latest> before = context.get(latest, relationship);
        if (before.isPresent()) {
            requireAnswered(context, context.get(leases, before.get().leaseId()).get());
        }
        Hash leaseId =
                context.sha256(
                        Bytes.join(
                                DOMAIN,
                                context.transactionId().bytes(),
                                message.patient().bytes()));
        long untilMillis = context.timeMillis() + rule.leaseMillis();
        context.put(
                leases,
                leaseId,
                new Lease(
                        message.patient(),
                        reader,
                        rule.tags(),
                        message.reason(),
                        message.document(),
                        context.timeMillis(),
                        untilMillis,
                        Optional.empty(),
                        Optional.empty()));
        grants.putLease(
                context,
                leaseId,
                new Part(
                        message.patient(),
                        reader,
                        rule.tags(),
                        context.timeMillis(),
                        untilMillis,
                        Part.State.GRANTED));
        context.put(latest, relationship, new Latest(leaseId));
        context.emit(
                new Consent.GlassBroken(
                        leaseId, message.patient(), reader, message.reason(), untilMillis));
    }

    void report(Context context, Consent.Report message) {
        Lease lease = lease(context, message.leaseId());
        context.require(context.sender().equals(lease.reader()), Consent.Refused.NOT_READER);
        context.require(lease.report().isEmpty(), Consent.Refused.ALREADY_REPORTED);
        context.put(leases, message.leaseId(), lease.reported(message.document()));
        context.emit(
                new Consent.Reported(
                        message.leaseId(), lease.patient(), lease.reader(), message.document()));
    }

    void review(Context context, Consent.Review message) {
        Lease lease = lease(context, message.leaseId());
        context.require(context.sender().equals(lease.patient()), Consent.Refused.NOT_PATIENT);
        context.put(
                leases,
                message.leaseId(),
                lease.reviewed(new Lease.Review(message.accepted(), message.document())));
        Part.State state = message.accepted() ? Part.State.GRANTED : Part.State.REVOKED;
        grants.putLease(
                context,
                message.leaseId(),
                grants.lease(context, message.leaseId()).get().with(state));
        context.emit(
                new Consent.Reviewed(
                        message.leaseId(), lease.patient(), lease.reader(), message.accepted()));
    }

    /** The lease under which {@code relationship}'s reader may read now. */
    Optional<Hash> inForce(View view, Grants.Relationship relationship, List<Bytes> tags) {
        Optional<Latest> newest = view.get(latest, relationship);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Hash leaseId = newest.get().leaseId();
        Optional<Part> lease = grants.lease(view, leaseId);
        boolean inForce =
                lease.isPresent()
                        && lease.get().state() == Part.State.GRANTED
                        && view.timeMillis() < lease.get().untilMillis()
                        && Tags.cover(lease.get().tags(), tags);
        return inForce ? Optional.of(leaseId) : Optional.empty();
    }

    EmergencyRule rule(View view, AccountId patient) {
        return view.get(emergencies, patient, Consent.Refused.NO_EMERGENCY_ACCESS);
    }

    Lease lease(View view, Hash leaseId) {
        return view.get(leases, leaseId, Consent.Refused.UNKNOWN_LEASE);
    }

    List<Consent.ListedLease> ofPatient(
            View view, AccountId patient, Optional<Hash> after, int limit) {
        List<Consent.ListedLease> listed = new ArrayList<>();
        for (Hash leaseId : view.find(leasesByPatient, patient, after, limit)) {
            listed.add(new Consent.ListedLease(leaseId, view.get(leases, leaseId).get()));
        }
        return listed;
    }

    /** Who took a lease answers for it before the next. */
    private static void requireAnswered(View view, Lease lease) {
        view.require(!lease.isDisputed(), Consent.Refused.LEASE_DISPUTED);
        view.require(!lease.isInForce(view.timeMillis()), Consent.Refused.LEASE_EXISTS);
        view.require(lease.report().isPresent(), Consent.Refused.REPORT_DUE);
    }
}
