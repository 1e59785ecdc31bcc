package theseus.kernel.spi;

import java.util.List;
import java.util.Optional;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What a running module reaches of the chain: its own instance, in bytes. The kernel implements it,
 * the sandbox calls it. Tables are numbered by their position in the descriptor. Where the kernel
 * runs more module code, it is handed the gas that is left and says how much it used.
 */
public interface Host {
    /** The call that runs; {@code sender} is all zeros in begin and end block and genesis. */
    record Environment(
            String instance,
            long height,
            long timeMillis,
            AccountId sender,
            Optional<String> caller,
            Hash transactionId) {}

    /**
     * Raised by the kernel through the sandbox: it ends the invocation as a trap, whose gas is what
     * this call of the host used; the sandbox adds what the invocation used before. The kernel
     * remembers it: code that swallowed it would not get away with it.
     */
    final class HostTrap extends RuntimeException {
        private final Outcome.Trapped trap;

        public HostTrap(Outcome.Trapped trap) {
            super(trap.reason(), null, false, false);
            this.trap = trap;
        }

        public Outcome.Trapped trap() {
            return trap;
        }
    }

    Environment environment();

    Optional<Bytes> get(int table, Bytes key);

    /** Writes, keeps indexes and sums, checks record invariants. Returns the gas that took. */
    long put(int table, Bytes key, Bytes value, long gasLeft);

    /** Returns the gas that keeping indexes and sums took. */
    long remove(int table, Bytes key, long gasLeft);

    List<StateView.Row> range(int table, Bytes from, Optional<Bytes> to, int limit);

    void emit(String event, Bytes body);

    /** Calls the instance bound to the required interface; the outcome carries the gas it used. */
    Outcome call(
            String interfaceName, String method, boolean readOnly, Bytes arguments, long gasLeft);

    /** What a change costs beyond what proposing any change does; to be charged before. */
    long price(Change change);

    /** Proposes a change to kernel state; the code of the refusal when it is not allowed. */
    Optional<String> propose(Change change);

    boolean verifies(PublicKey key, Bytes content, Bytes signature);
}
