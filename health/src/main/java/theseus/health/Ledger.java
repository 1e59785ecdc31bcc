package theseus.health;

import java.util.Optional;
import theseus.protocol.Header;
import theseus.sdk.Hash;
import theseus.sdk.Table;

/** The chain as somebody sees it who trusts nothing but its genesis. */
interface Ledger {
    Hash chain();

    /**
     * The newest certified block's state. Denied with {@code CHAIN_UNREACHABLE} or {@code
     * BAD_PROOF}.
     */
    Verdict<Snapshot> latest();

    /** The state after one block, of which each answer is proven. */
    interface Snapshot {
        /** Verified: more than 2/3 of the genesis validators' power attested it. */
        Header header();

        /**
         * A record of a module's table, or its proven absence. Denied with {@code
         * CHAIN_UNREACHABLE} or {@code BAD_PROOF}.
         */
        <K, V> Verdict<Optional<V>> get(String instance, Table<K, V> table, K key);
    }
}
