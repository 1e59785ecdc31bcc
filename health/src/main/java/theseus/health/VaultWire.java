package theseus.health;

import java.util.List;
import theseus.protocol.RecordCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * What travels between a vault's service and its callers, deterministic CBOR over HTTP:
 *
 * <pre>
 *   POST /v1/challenges  nothing          → 200, {@link Issued}
 *   POST /v1/requests    {@link Signed}   → 200, {@link Reply}: an item for each record
 * </pre>
 *
 * A request that is denied as a whole is answered with a status above 399 and {@link Item.Denied}.
 */
final class VaultWire {
    static final String CHALLENGES = "/v1/challenges";
    static final String REQUESTS = "/v1/requests";
    static final String CBOR = "application/cbor";
    static final RecordCodec<Issued> ISSUED = RecordCodec.of(Issued.class);
    static final RecordCodec<VaultRequest> REQUEST = RecordCodec.of(VaultRequest.class);
    static final RecordCodec<Reply> REPLY = RecordCodec.of(Reply.class);
    static final RecordCodec<Item.Denied> DENIED = RecordCodec.of(Item.Denied.class);

    private VaultWire() {}

    record Issued(Hash chain, Bytes challenge) {}

    /** The answers in the order of the request, decided under the certified block of height. */
    record Reply(long height, List<Item> items) {}

    /** What became of one record. */
    sealed interface Item {
        record Denied(String code, String explanation) implements Item {}

        record Released(Hash recordId, Bytes ciphertext, Bytes key) implements Item {}

        record Key(Bytes wrapped) implements Item {}

        record Kept(Hash recordId) implements Item {}

        record Forgotten(Hash recordId) implements Item {}
    }
}
