package theseus.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.health.RecordsMessages.Held;
import theseus.health.RecordsMessages.Listed;
import theseus.health.VaultRequest.Asked;
import theseus.health.VaultWire.Item;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * Somebody who reads what patients granted, with an account of its own towards each pseudonym. It
 * believes neither node nor vault: what it shows was proven, opened and checked here.
 */
final class Reader {
    private static final int ACCESSES_PER_TRANSACTION = 16;
    private static final int RECORDS_PER_REQUEST = 64;

    private final Secret seed;
    private final ChainClient chain;
    private final Ledger ledger;
    private final VaultClient vault;

    Reader(Secret seed, ChainClient chain, Ledger ledger, VaultClient vault) {
        this.seed = seed;
        this.chain = chain;
        this.ledger = ledger;
        this.vault = vault;
    }

    /**
     * A record that was released, opened and proven.
     *
     * @param height of the certified block under which its commitment was proven
     */
    record Opened(Hash recordId, Envelope envelope, FhirResource resource, long height) {}

    Cards.OfReader card(AccountId pseudonym) {
        RelationshipKeys keys = keys(pseudonym);
        return new Cards.OfReader(keys.account(), keys.sealing().publicKey());
    }

    /** What was agreed, read from the ledger with proof and opened with the reader's key. */
    Optional<Agreement> agreement(Cards.OfGrant grant) {
        return latest().get(Tables.CONSENT, Tables.BODIES, grant.grantId())
                        instanceof Verdict.Given<Optional<ConsentMessages.Body>>(var body)
                ? body.flatMap(
                        each ->
                                Agreement.open(
                                        grant.grantId(),
                                        keys(grant.pseudonym()).sealing(),
                                        each.body()))
                : Optional.empty();
    }

    /** The records that a grant's proven terms cover. */
    List<Hash> granted(Cards.OfGrant grant) {
        if (!(GrantTerms.of(latest(), grant.grantId())
                        instanceof Verdict.Given<Optional<ConsentMessages.Terms>>(var terms)
                && terms.isPresent())) {
            return List.of();
        }
        return LedgerQueries.records(chain, grant.pseudonym()).stream()
                .filter(each -> covers(terms.get().tags(), each.held()))
                .map(Listed::recordId)
                .toList();
    }

    private static boolean covers(List<Bytes> granted, Held held) {
        return !held.erased() && granted.containsAll(held.tags());
    }

    /**
     * Announces accesses on the chain; the code of the first refusal, or empty when all are on
     * record.
     */
    Optional<String> announce(AccountId pseudonym, List<Hash> recordIds) {
        Sender sender =
                chain.sender(keys(pseudonym).signing()).withGasLimit(Limits.MAX_TRANSACTION_GAS);
        List<List<Message>> transactions = new ArrayList<>();
        for (int from = 0; from < recordIds.size(); from += ACCESSES_PER_TRANSACTION) {
            int to = Math.min(from + ACCESSES_PER_TRANSACTION, recordIds.size());
            transactions.add(
                    recordIds.subList(from, to).stream()
                            .map(id -> new AuditMessages.Access(pseudonym, id))
                            .map(access -> Message.of(Tables.AUDIT, access))
                            .toList());
        }
        return sender.sendAll(transactions, Wait.COMMITTED).stream()
                .map(Outcomes::code)
                .filter(code -> !code.equals(Outcomes.APPLIED))
                .findFirst();
    }

    /** Announces one access, once; what became of it. */
    Answer access(AccountId pseudonym, Hash recordId) {
        Message message = Message.of(Tables.AUDIT, new AuditMessages.Access(pseudonym, recordId));
        Sender sender =
                chain.sender(keys(pseudonym).signing()).withGasLimit(Limits.MAX_TRANSACTION_GAS);
        return chain.submit(sender.sign(List.of(message)).encode(), Wait.COMMITTED);
    }

    /** Asks the vault for records, opens and proves each; the verdicts in the order of the ids. */
    List<Verdict<Opened>> fetch(AccountId pseudonym, List<Hash> recordIds) {
        RelationshipKeys keys = keys(pseudonym);
        List<Verdict<Opened>> all = new ArrayList<>();
        for (int from = 0; from < recordIds.size(); from += RECORDS_PER_REQUEST) {
            List<Hash> ids =
                    recordIds.subList(from, Math.min(from + RECORDS_PER_REQUEST, recordIds.size()));
            switch (vault.ask(keys.signing(), ledger.chain(), new Asked.Release(ids))) {
                case Verdict.Denied<VaultWire.Reply> denied ->
                        ids.forEach(_ -> all.add(denied.as()));
                case Verdict.Given<VaultWire.Reply>(VaultWire.Reply reply) -> {
                    Ledger.Snapshot state = latest();
                    for (int i = 0; i < ids.size(); i++) {
                        all.add(opened(keys, state, ids.get(i), reply.items().get(i)));
                    }
                }
            }
        }
        return all;
    }

    private static Verdict<Opened> opened(
            RelationshipKeys keys, Ledger.Snapshot state, Hash recordId, Item item) {
        return switch (item) {
            case Item.Denied denied -> VaultClient.denied(denied);
            case Item.Released released when released.recordId().equals(recordId) ->
                    open(keys, state, released);
            case Item.Released _, Item.Key _, Item.Kept _, Item.Forgotten _ ->
                    Verdict.denied(DenialCode.MALFORMED, "the vault answered something else");
        };
    }

    /** From what a vault sent to what is proven. */
    static Verdict<Opened> open(
            RelationshipKeys keys, Ledger.Snapshot state, Item.Released released) {
        Hash recordId = released.recordId();
        return switch (state.get(Tables.RECORDS, Tables.HELD, recordId)) {
            case Verdict.Denied<Optional<Held>> denied -> denied.as();
            case Verdict.Given<Optional<Held>>(Optional<Held> held) -> {
                if (held.isEmpty()) {
                    yield Verdict.denied(
                            DenialCode.UNKNOWN_RECORD, "the ledger has no record " + recordId);
                }
                yield switch (SealedRecord.open(
                        recordId,
                        held.get().version(),
                        released.ciphertext(),
                        new WrappedKey(released.key()),
                        keys.sealing())) {
                    case Verdict.Denied<Envelope> denied -> denied.as();
                    case Verdict.Given<Envelope>(Envelope envelope) ->
                            Verdict.given(
                                    new Opened(
                                            recordId,
                                            envelope,
                                            FhirParser.parse(
                                                    envelope.resource(), "record " + recordId),
                                            state.header().height()));
                };
            }
        };
    }

    RelationshipKeys keys(AccountId pseudonym) {
        return RelationshipKeys.derive(seed, "patient/" + pseudonym);
    }

    private Ledger.Snapshot latest() {
        return switch (ledger.latest()) {
            case Verdict.Given<Ledger.Snapshot>(Ledger.Snapshot state) -> state;
            case Verdict.Denied<Ledger.Snapshot>(DenialCode code, String explanation) ->
                    throw new IllegalStateException(code + ": " + explanation);
        };
    }
}
