package theseus.sdk;

import java.util.Optional;

/** The chain as a module may read and change it, within one call. */
public interface Context extends View {
    /** The account that signed the transaction; in a begin or end block, all zeros. */
    AccountId sender();

    /** The instance that made this call; empty when a transaction's own message is handled. */
    Optional<String> caller();

    /** Id of the transaction that runs; in begin and end block, of the pseudo-transaction. */
    Hash transactionId();

    <K, V> void put(Table<K, V> table, K key, V value);

    /** Removes the record; without effect when there is none. */
    <K, V> void remove(Table<K, V> table, K key);

    void emit(Event event);

    /**
     * Proposes a change to the kernel's own state. Needs the {@link Capability} that goes with it;
     * refused with {@code CAPABILITY_MISSING} otherwise.
     */
    void propose(Change change);
}
