package theseus.health;

/** Why a vault or a reader's own check says no. The names are stable. */
public enum DenialCode {
    /** No grant of the patient's to this reader covers the record. */
    CONSENT_MISSING(403),
    /** A covering grant begins later. */
    CONSENT_NOT_YET(403),
    /** The covering grant's time is over, by block time. */
    CONSENT_EXPIRED(403),
    /** The patient revoked the covering grant. */
    CONSENT_REVOKED(403),
    /** The chain holds no access entry of this reader for this record. */
    NO_ACCESS_ENTRY(403),
    /** The reader's last access entry for this record is older than the vault accepts. */
    ACCESS_ENTRY_OLD(403),
    /** The reader's last access entry for this record was used before: one entry, one release. */
    ACCESS_ENTRY_SPENT(403),
    /** The newest certified block is older than the vault's bound, by the vault's own clock. */
    CHAIN_STALE(503),
    /** The vault's node does not answer. */
    CHAIN_UNREACHABLE(503),
    /** A header, certificate or state proof from the node does not verify. */
    BAD_PROOF(502),
    /** The vault did not hand out this challenge, or it was used before. */
    CHALLENGE_UNKNOWN(401),
    /** The challenge was handed out too long ago. */
    CHALLENGE_EXPIRED(401),
    /** Too many challenges are open: try again in a moment. */
    CHALLENGES_FULL(429),
    /** The request is not signed by the key of the account that it speaks for. */
    BAD_SIGNATURE(401),
    /** The ledger has no such record. */
    UNKNOWN_RECORD(404),
    /** The patient erased the record. */
    RECORD_ERASED(410),
    /** The record belongs to another patient. */
    NOT_PATIENT(403),
    /** The patient handed no key of this record to this reader. */
    NO_KEY(404),
    /** The vault does not have the ciphertext that the ledger names. */
    CIPHERTEXT_MISSING(404),
    /** Stored bytes are not what their address says: changed on disk, or on the way. */
    TAMPERED(500),
    /** The key does not open the record. */
    WRONG_KEY(500),
    /** What was decrypted is not what the ledger's commitment binds. */
    COMMITMENT_MISMATCH(500),
    /** The author's signature inside the record does not verify. */
    AUTHOR_UNPROVEN(500),
    /** The request does not have the shape that it must have. */
    MALFORMED(400),
    /** The request is larger than the vault accepts. */
    TOO_LARGE(413),
    /** The record is not erased on the ledger, so the vault does not forget it. */
    NOT_ERASED(409),
    /** The vault itself failed, on its disk for example; nothing left it. */
    VAULT_FAILED(500);

    private final int httpStatus;

    DenialCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    int httpStatus() {
        return httpStatus;
    }
}
