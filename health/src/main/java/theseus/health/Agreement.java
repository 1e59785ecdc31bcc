package theseus.health;

import java.util.List;
import java.util.Optional;
import theseus.protocol.MalformedException;
import theseus.protocol.RecordCodec;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What patient and reader agreed, in words; on the ledger only encrypted, once for each of them.
 * The grant's id is authenticated with it.
 *
 * @param categories codes of {@link Category}
 */
record Agreement(List<String> categories, String institution, String purpose, long untilMillis) {
    private static final byte[] INFO = Digests.utf8("theseus/health/agreement/1");
    private static final RecordCodec<Agreement> CODEC = RecordCodec.of(Agreement.class);
    private static final RecordCodec<Sealed> SEALED = RecordCodec.of(Sealed.class);

    record Sealed(Bytes forReader, Bytes forPatient) {}

    Bytes seal(Hash grantId, Bytes readerKey, Bytes patientKey, Entropy entropy) {
        byte[] plaintext = CODEC.encode(this).toArray();
        byte[] bound = grantId.bytes().toArray();
        return SEALED.encode(
                new Sealed(
                        Hpke.seal(readerKey, INFO, bound, plaintext, entropy),
                        Hpke.seal(patientKey, INFO, bound, plaintext, entropy)));
    }

    /** As the reader, or as the patient; empty when it is for neither key or was changed. */
    static Optional<Agreement> open(Hash grantId, Hpke.Keys keys, Bytes body) {
        byte[] bound = grantId.bytes().toArray();
        try {
            Sealed sealed = SEALED.decode(body);
            return Hpke.open(keys, INFO, bound, sealed.forReader())
                    .or(() -> Hpke.open(keys, INFO, bound, sealed.forPatient()))
                    .map(opened -> CODEC.decode(opened.copy()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** What a grant's {@code keys} commits to: the account and every key handed to it, in order. */
    static Hash keysCommitment(AccountId holder, List<VaultRequest.Handed> handed) {
        byte[][] parts = new byte[1 + 2 * handed.size()][];
        parts[0] = holder.bytes().unsafeArray();
        for (int i = 0; i < handed.size(); i++) {
            parts[1 + 2 * i] = handed.get(i).recordId().bytes().unsafeArray();
            parts[2 + 2 * i] = handed.get(i).wrapped().unsafeArray();
        }
        return Digests.sha256("theseus/health/handed-keys/1", parts);
    }
}
