package theseus.runtime;

import java.util.Optional;
import theseus.kernel.spi.Host;
import theseus.protocol.Limits;
import theseus.protocol.TrapKind;
import theseus.runtime.Bindings.BoundEvent;
import theseus.runtime.Bindings.BoundTable;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.Context;
import theseus.sdk.Event;
import theseus.sdk.Hash;
import theseus.sdk.Refused;
import theseus.sdk.Table;

/** What a module writes the chain through during one invocation. */
final class LiveContext extends LiveView implements Context {
    LiveContext(Invoking invoking, Host host) {
        super(invoking, host);
    }

    @Override
    public AccountId sender() {
        return environment().sender();
    }

    @Override
    public Optional<String> caller() {
        return environment().caller();
    }

    @Override
    public Hash transactionId() {
        return environment().transactionId();
    }

    @Override
    public <K, V> void put(Table<K, V> table, K key, V value) {
        use();
        BoundTable bound = invoking.bindings().table(table);
        String name = bound.handle().name();
        Bytes keyBytes = invoking.encodeKey(bound.key(), key, name);
        Bytes valueBytes = invoking.encode(bound.value(), value, Limits.MAX_VALUE_BYTES, name);
        long size = (long) keyBytes.size() + valueBytes.size();
        invoking.charge(HostCosts.PUT + HostCosts.WRITE_BYTE * size);
        invoking.nesting(left -> host.put(bound.position(), keyBytes, valueBytes, left));
    }

    @Override
    public <K, V> void remove(Table<K, V> table, K key) {
        use();
        BoundTable bound = invoking.bindings().table(table);
        Bytes encoded = invoking.encodeKey(bound.key(), key, bound.handle().name());
        invoking.charge(HostCosts.PUT + HostCosts.WRITE_BYTE * encoded.size());
        invoking.nesting(left -> host.remove(bound.position(), encoded, left));
    }

    @Override
    public void emit(Event event) {
        use();
        BoundEvent bound =
                event == null ? null : invoking.bindings().events().get(event.getClass());
        if (bound == null) {
            throw new Trap(
                    TrapKind.EXCEPTION,
                    invoking.module() + " emits what is no event record of its own");
        }
        Bytes body = invoking.encode(bound.codec(), event, Limits.MAX_VALUE_BYTES, bound.name());
        invoking.charge(HostCosts.EMIT + HostCosts.EVENT_BYTE * body.size());
        invoking.ask(
                () -> {
                    host.emit(bound.name(), body);
                    return true;
                });
    }

    @Override
    public void propose(Change change) {
        use();
        invoking.charge(HostCosts.PROPOSE);
        invoking.charge(invoking.ask(() -> host.price(change)));
        Optional<String> refusal = invoking.ask(() -> host.propose(change));
        if (refusal.isPresent()) {
            throw new Refused(refusal.get());
        }
    }
}
