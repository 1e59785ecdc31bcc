package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.TrapKind;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/** The host of what is a function of its arguments alone: it has nothing and takes nothing. */
final class PureHost implements Host {
    private final String instance;
    private final AccountId sender;

    PureHost(String instance) {
        this(instance, new AccountId(Hash.ZERO.bytes()));
    }

    PureHost(String instance, AccountId sender) {
        this.instance = instance;
        this.sender = sender;
    }

    @Override
    public Environment environment() {
        return new Environment(instance, 0, 0, sender, Optional.empty(), Hash.ZERO);
    }

    @Override
    public Optional<Bytes> get(int table, Bytes key) {
        throw impure("read a record");
    }

    @Override
    public long put(int table, Bytes key, Bytes value, long gasLeft) {
        throw impure("wrote a record");
    }

    @Override
    public long remove(int table, Bytes key, long gasLeft) {
        throw impure("removed a record");
    }

    @Override
    public List<Row> range(int table, Bytes from, Optional<Bytes> to, int limit) {
        throw impure("read records");
    }

    @Override
    public void emit(String event, Bytes body) {
        throw impure("emitted " + event);
    }

    @Override
    public Outcome call(
            String interfaceName, String method, boolean readOnly, Bytes arguments, long gasLeft) {
        throw impure("called " + interfaceName + "." + method);
    }

    @Override
    public long price(Change change) {
        throw impure("proposed a change");
    }

    @Override
    public Optional<String> propose(Change change) {
        throw impure("proposed a change");
    }

    @Override
    public boolean verifies(PublicKey key, Bytes content, Bytes signature) {
        throw impure("verified a signature");
    }

    private static HostTrap impure(String what) {
        return new HostTrap(
                new Outcome.Trapped(TrapKind.EXCEPTION, what + " in a pure function", 0));
    }
}
