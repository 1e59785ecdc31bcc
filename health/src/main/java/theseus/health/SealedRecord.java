package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A record ready to be kept: what goes to the ledger, and what goes to the vault.
 *
 * @param key the record's key, wrapped for the patient
 */
record SealedRecord(RecordsMessages.Commitment commitment, Bytes ciphertext, WrappedKey key) {
    private static final int ID_BYTES = 32;

    /** Signs, encrypts and commits version 1 of a new record. */
    static SealedRecord seal(
            FhirResource resource,
            AuthorKey author,
            AccountId patient,
            Bytes patientSealingKey,
            Bytes tag,
            Entropy entropy) {
        Hash recordId = new Hash(Bytes.wrap(entropy.bytes(ID_BYTES)));
        Envelope envelope = Envelope.write(author, recordId, 1, resource.json(), entropy);
        try (Secret key = Secret.fresh(RecordCipher.KEY_BYTES, entropy)) {
            Bytes ciphertext = RecordCipher.encrypt(key, recordId, envelope.encode(), entropy);
            WrappedKey wrapped = WrappedKey.wrap(key, recordId, patientSealingKey, entropy);
            return new SealedRecord(
                    new RecordsMessages.Commitment(
                            recordId,
                            patient,
                            1,
                            Optional.empty(),
                            List.of(tag),
                            envelope.commitment(),
                            Digests.sha256(ciphertext.unsafeArray()),
                            wrapped.commitment()),
                    ciphertext,
                    wrapped);
        }
    }

    /**
     * Opens a ciphertext and believes nothing: neither the vault that sent it nor the key that came
     * with it, only {@code onLedger}, which the caller took from a proof.
     */
    static Verdict<Envelope> open(
            Hash recordId,
            RecordsMessages.Version onLedger,
            Bytes ciphertext,
            WrappedKey wrapped,
            Hpke.Keys holder) {
        if (!Digests.sha256(ciphertext.unsafeArray()).equals(onLedger.ciphertext())) {
            return Verdict.denied(
                    DenialCode.TAMPERED,
                    "the vault's bytes for record " + recordId + " are not those on the ledger");
        }
        Optional<Secret> unwrapped = wrapped.unwrap(recordId, holder);
        if (unwrapped.isEmpty()) {
            return Verdict.denied(
                    DenialCode.WRONG_KEY,
                    "the key of record " + recordId + " is not for this reader");
        }
        try (Secret key = unwrapped.get()) {
            Optional<Envelope> opened =
                    RecordCipher.decrypt(key, recordId, ciphertext).flatMap(Envelope::decode);
            if (opened.isEmpty()) {
                return Verdict.denied(
                        DenialCode.WRONG_KEY, "the key does not open record " + recordId);
            }
            return checked(recordId, onLedger, opened.get());
        }
    }

    private static Verdict<Envelope> checked(
            Hash recordId, RecordsMessages.Version onLedger, Envelope envelope) {
        if (!envelope.commitment().equals(onLedger.content())) {
            return Verdict.denied(
                    DenialCode.COMMITMENT_MISMATCH,
                    "record " + recordId + " is not what was committed");
        }
        if (!envelope.isAuthored(recordId, onLedger.number())) {
            return Verdict.denied(
                    DenialCode.AUTHOR_UNPROVEN, "nobody signed record " + recordId + " as it is");
        }
        return Verdict.given(envelope);
    }
}
