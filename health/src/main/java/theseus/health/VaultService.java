package theseus.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import theseus.health.VaultRequest.Asked;
import theseus.protocol.Header;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Decides what leaves a vault. It trusts the genesis of the chain and its own clock, nothing else:
 * not the node that it asks, not the caller. A ciphertext leaves against two locks ({@link
 * ReleaseRules}) under a fresh certified header, once for each announced access, to the holder of
 * the key that announced it. Thread-safe.
 */
final class VaultService {
    /** Spent access entries that are remembered; older ones are refused by their age. */
    private static final int SPENT_MAX = 100_000;

    private final Vault vault;
    private final Ledger ledger;
    private final VaultLimits limits;
    private final LongSupplier nowMillis;
    private final Challenges challenges;
    private final Map<AuditMessages.Reading, Long> spent =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<AuditMessages.Reading, Long> eldest) {
                    return size() > SPENT_MAX;
                }
            };

    VaultService(
            Vault vault,
            Ledger ledger,
            VaultLimits limits,
            LongSupplier nowMillis,
            Entropy entropy) {
        this.vault = vault;
        this.ledger = ledger;
        this.limits = limits;
        this.nowMillis = nowMillis;
        this.challenges =
                new Challenges(entropy, limits.challengeAgeMillisMax(), limits.challengesMax());
    }

    /** What leaves: a ciphertext, and its key wrapped for the caller. */
    record Released(Hash recordId, Bytes ciphertext, WrappedKey key) {}

    /**
     * The answers to each record of a request, in its order.
     *
     * @param height of the certified block under which all of it was decided
     */
    record Answers<T>(long height, List<Verdict<T>> answers) {}

    Verdict<Bytes> challenge() {
        return challenges.issue(nowMillis.getAsLong());
    }

    Verdict<Answers<Released>> release(VaultRequest request, Asked.Release asked) {
        return each(
                request,
                asked.recordIds(),
                (state, recordId) -> released(state, request.account(), recordId));
    }

    Verdict<Answers<WrappedKey>> ownKeys(VaultRequest request, Asked.OwnKeys asked) {
        return each(
                request,
                asked.recordIds(),
                (state, recordId) -> {
                    Verdict<RecordsMessages.Held> own = own(state, request.account(), recordId);
                    return own instanceof Verdict.Denied<RecordsMessages.Held> denied
                            ? denied.as()
                            : held(request.account(), recordId);
                });
    }

    /** Keeps what the patient hands over; the answer names the record again. */
    Verdict<Answers<Hash>> handOver(VaultRequest request, Asked.HandOver asked) {
        Map<Hash, Bytes> handed = new LinkedHashMap<>();
        asked.keys().forEach(each -> handed.put(each.recordId(), each.wrapped()));
        List<Vault.HeldKey> accepted = new ArrayList<>();
        Verdict<Answers<Hash>> answers =
                each(
                        request,
                        List.copyOf(handed.keySet()),
                        (state, recordId) -> {
                            Bytes wrapped = handed.getOrDefault(recordId, Bytes.EMPTY);
                            if (wrapped.size() != WrappedKey.SIZE_BYTES) {
                                return Verdict.denied(
                                        DenialCode.MALFORMED,
                                        "a wrapped key has " + WrappedKey.SIZE_BYTES + " bytes");
                            }
                            if (own(state, request.account(), recordId)
                                    instanceof Verdict.Denied<RecordsMessages.Held> denied) {
                                return denied.as();
                            }
                            accepted.add(new Vault.HeldKey(recordId, new WrappedKey(wrapped)));
                            return Verdict.given(recordId);
                        });
        if (answers instanceof Verdict.Given<Answers<Hash>> && !accepted.isEmpty()) {
            vault.putKeys(asked.holder(), accepted);
        }
        return answers;
    }

    /** Shreds ciphertext and keys of records whose erasure is proven. */
    Verdict<Answers<Hash>> forget(VaultRequest request, Asked.Forget asked) {
        return each(request, asked.recordIds(), this::forgotten);
    }

    private Verdict<Hash> forgotten(Ledger.Snapshot state, Hash recordId) {
        return switch (state.get(Tables.RECORDS, Tables.HELD, recordId)) {
            case Verdict.Denied<Optional<RecordsMessages.Held>> denied -> denied.as();
            case Verdict.Given<Optional<RecordsMessages.Held>>(var held) -> {
                if (held.isEmpty()) {
                    yield Verdict.denied(
                            DenialCode.UNKNOWN_RECORD, "the ledger has no record " + recordId);
                }
                if (!held.get().erased()) {
                    yield Verdict.denied(
                            DenialCode.NOT_ERASED,
                            "record "
                                    + recordId
                                    + " stands on the ledger; the patient erases it there");
                }
                vault.shred(recordId, held.get().version().ciphertext());
                yield Verdict.given(recordId);
            }
        };
    }

    private interface Rule<T> {
        Verdict<T> apply(Ledger.Snapshot state, Hash recordId);
    }

    private <T> Verdict<Answers<T>> each(VaultRequest request, List<Hash> recordIds, Rule<T> rule) {
        if (recordIds.isEmpty() || recordIds.size() > limits.recordsPerRequestMax()) {
            return Verdict.denied(
                    DenialCode.TOO_LARGE,
                    "%d records; a request is for 1 to %d"
                            .formatted(recordIds.size(), limits.recordsPerRequestMax()));
        }
        Optional<Verdict.Denied<Bytes>> stale =
                challenges.use(request.challenge(), nowMillis.getAsLong());
        if (stale.isPresent()) {
            return stale.get().as();
        }
        if (!request.isSigned(ledger.chain())) {
            return Verdict.denied(
                    DenialCode.BAD_SIGNATURE,
                    "the request is not signed by the key that it names, for this chain");
        }
        return switch (fresh()) {
            case Verdict.Denied<Ledger.Snapshot> denied -> denied.as();
            case Verdict.Given<Ledger.Snapshot>(Ledger.Snapshot state) ->
                    Verdict.given(
                            new Answers<>(
                                    state.header().height(),
                                    recordIds.stream().map(id -> rule.apply(state, id)).toList()));
        };
    }

    private Verdict<Ledger.Snapshot> fresh() {
        return switch (ledger.latest()) {
            case Verdict.Denied<Ledger.Snapshot> denied -> denied;
            case Verdict.Given<Ledger.Snapshot>(Ledger.Snapshot state) -> {
                Header header = state.header();
                long ageMillis = nowMillis.getAsLong() - header.timeMillis();
                yield ageMillis > limits.headerAgeMillisMax()
                        ? Verdict.denied(
                                DenialCode.CHAIN_STALE,
                                "the newest certified block, %d, is %d ms old by the vault's clock; at most %d"
                                        .formatted(
                                                header.height(),
                                                ageMillis,
                                                limits.headerAgeMillisMax()))
                        : Verdict.given(state);
            }
        };
    }

    private Verdict<Released> released(Ledger.Snapshot state, AccountId reader, Hash recordId) {
        var rules = new ReleaseRules(state, limits.accessAgeMillisMax());
        return switch (rules.check(reader, recordId)) {
            case Verdict.Denied<ReleaseRules.Allowed> denied -> denied.as();
            case Verdict.Given<ReleaseRules.Allowed>(ReleaseRules.Allowed allowed) ->
                    switch (vault.get(allowed.record().version().ciphertext())) {
                        case Verdict.Denied<Bytes> denied -> denied.as();
                        case Verdict.Given<Bytes>(Bytes ciphertext) ->
                                released(reader, recordId, allowed, ciphertext);
                    };
        };
    }

    private Verdict<Released> released(
            AccountId reader, Hash recordId, ReleaseRules.Allowed allowed, Bytes ciphertext) {
        return switch (held(reader, recordId)) {
            case Verdict.Denied<WrappedKey> denied -> denied.as();
            case Verdict.Given<WrappedKey>(WrappedKey key) ->
                    spend(new AuditMessages.Reading(reader, recordId), allowed.entry().number())
                            ? Verdict.given(new Released(recordId, ciphertext, key))
                            : Verdict.denied(
                                    DenialCode.ACCESS_ENTRY_SPENT,
                                    "access %d served a release before; announce another"
                                            .formatted(allowed.entry().number()));
        };
    }

    private Verdict<WrappedKey> held(AccountId holder, Hash recordId) {
        return vault.key(holder, recordId)
                .<Verdict<WrappedKey>>map(Verdict::given)
                .orElseGet(
                        () ->
                                Verdict.denied(
                                        DenialCode.NO_KEY,
                                        "no key of record "
                                                + recordId
                                                + " was handed to this account"));
    }

    private Verdict<RecordsMessages.Held> own(
            Ledger.Snapshot state, AccountId account, Hash recordId) {
        Verdict<RecordsMessages.Held> record =
                new ReleaseRules(state, limits.accessAgeMillisMax()).record(recordId);
        return record instanceof Verdict.Given<RecordsMessages.Held>(var held)
                        && !held.patient().equals(account)
                ? Verdict.denied(
                        DenialCode.NOT_PATIENT, "record " + recordId + " is another patient's")
                : record;
    }

    private synchronized boolean spend(AuditMessages.Reading reading, long number) {
        Long before = spent.get(reading);
        if (before != null && before >= number) {
            return false;
        }
        spent.remove(reading);
        spent.put(reading, number);
        return true;
    }
}
