package theseus.health;

import java.util.ArrayList;
import java.util.List;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Sender;
import theseus.client.Wait;
import theseus.protocol.Limits;
import theseus.protocol.Message;
import theseus.protocol.SigningKey;

/**
 * A hospital or practice towards one patient: writes, signs, encrypts and commits that patient's
 * records under an account of its own for this relationship, keeps the ciphertexts in its vault,
 * and keeps no key of any record.
 */
final class Institution {
    private final Cards.OfPatient patient;
    private final AuthorKey author;
    private final ChainClient chain;
    private final SigningKey key;
    private final Sender custodian;
    private final Vault vault;
    private final Entropy entropy;

    Institution(
            Secret seed, Cards.OfPatient patient, ChainClient chain, Vault vault, Entropy entropy) {
        String relationship = patient.pseudonym().toString();
        this.patient = patient;
        this.author = RelationshipKeys.author(seed, relationship);
        this.chain = chain;
        this.key = RelationshipKeys.derive(seed, relationship).signing();
        this.custodian = chain.sender(key).withGasLimit(Limits.MAX_TRANSACTION_GAS);
        this.vault = vault;
        this.entropy = entropy;
    }

    Sender custodian() {
        return custodian;
    }

    /** Sends what is to be committed once; what became of it. */
    Answer commit(Message message) {
        Sender sender = chain.sender(key).withGasLimit(Limits.MAX_TRANSACTION_GAS);
        return chain.submit(sender.sign(List.of(message)).encode(), Wait.COMMITTED);
    }

    /**
     * Puts the records into the vault first, so that the ledger never names what is not there, and
     * returns what is to be committed: a message a batch.
     */
    List<Message> keep(List<FhirResource> resources, int batchSize) {
        List<Message> messages = new ArrayList<>();
        for (int from = 0; from < resources.size(); from += batchSize) {
            int to = Math.min(from + batchSize, resources.size());
            List<SealedRecord> sealed = new ArrayList<>();
            for (FhirResource resource : resources.subList(from, to)) {
                sealed.add(
                        SealedRecord.seal(
                                resource,
                                author,
                                patient.pseudonym(),
                                patient.sealingKey(),
                                patient.tag(resource.category()),
                                entropy));
            }
            vault.put(sealed.stream().map(SealedRecord::ciphertext).toList());
            vault.putKeys(
                    patient.pseudonym(),
                    sealed.stream()
                            .map(
                                    each ->
                                            new Vault.HeldKey(
                                                    each.commitment().recordId(), each.key()))
                            .toList());
            messages.add(
                    Message.of(
                            Tables.RECORDS,
                            new RecordsMessages.CommitRecords(
                                    sealed.stream().map(SealedRecord::commitment).toList())));
        }
        return messages;
    }
}
