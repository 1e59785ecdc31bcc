package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.EventRecord;
import theseus.protocol.Limits;
import theseus.protocol.TableId;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Change;
import theseus.sdk.PublicKey;
import theseus.sdk.View;

/**
 * The host of one invocation. It numbers the tables of its own instance and knows no others: that
 * is how modules are isolated.
 */
final class Frame implements Host {
    private final Execution execution;
    private final Instance instance;
    private final Optional<String> caller;
    private final boolean readOnly;

    Frame(Execution execution, Instance instance, Optional<String> caller, boolean readOnly) {
        this.execution = execution;
        this.instance = instance;
        this.caller = caller;
        this.readOnly = readOnly;
    }

    @Override
    public Environment environment() {
        Execution.Setting setting = execution.setting();
        return new Environment(
                instance.name(),
                setting.height(),
                setting.timeMillis(),
                setting.sender(),
                caller,
                setting.transactionId());
    }

    @Override
    public Optional<Bytes> get(int table, Bytes key) {
        TableId id = instance.table(table);
        Optional<Bytes> value = execution.overlay().get(id, key);
        execution.reads().note(id, key);
        if (execution.trace().isOn()) {
            execution.trace().add(new Trace.Step.Read(id, key, value));
        }
        return value;
    }

    @Override
    public long put(int table, Bytes key, Bytes value, long gasLeft) {
        mayWrite(table, key);
        if (value.size() > Limits.MAX_VALUE_BYTES) {
            throw trap(
                    TrapKind.TOO_LARGE,
                    "a record of %d bytes in table %s, at most %d are allowed"
                            .formatted(value.size(), name(table), Limits.MAX_VALUE_BYTES));
        }
        return DerivedTables.write(execution, instance, table, key, Optional.of(value), gasLeft);
    }

    @Override
    public long remove(int table, Bytes key, long gasLeft) {
        mayWrite(table, key);
        return DerivedTables.write(execution, instance, table, key, Optional.empty(), gasLeft);
    }

    @Override
    public List<Row> range(int table, Bytes from, Optional<Bytes> to, int limit) {
        TableId id = instance.table(table);
        int rows = Math.clamp(limit, 0, View.MAX_RANGE);
        List<Row> found = execution.overlay().range(id, from, to, rows);
        found.forEach(row -> execution.reads().note(id, row.key()));
        if (execution.trace().isOn()) {
            execution.trace().add(new Trace.Step.Ranged(id, from, to, rows, found.size()));
        }
        return found;
    }

    @Override
    public void emit(String event, Bytes body) {
        mayChange("emitted " + event);
        if (execution.eventCount() >= Limits.MAX_EVENTS) {
            throw trap(
                    TrapKind.TOO_LARGE,
                    "more than %d events in one transaction".formatted(Limits.MAX_EVENTS));
        }
        if (body.size() > Limits.MAX_VALUE_BYTES) {
            throw trap(
                    TrapKind.TOO_LARGE,
                    "an event %s of %d bytes, at most %d are allowed"
                            .formatted(event, body.size(), Limits.MAX_VALUE_BYTES));
        }
        execution.emit(new EventRecord(instance.name(), event, body));
        if (execution.trace().isOn()) {
            execution.trace().add(new Trace.Step.Emitted(instance.name(), event, body));
        }
    }

    @Override
    public Outcome call(
            String interfaceName, String method, boolean reads, Bytes arguments, long gasLeft) {
        Instance callee = callee(interfaceName, method, reads);
        if (execution.instances().isRetired(callee.name())
                || Breakers.isOpen(execution.overlay(), callee)) {
            return new Outcome.Refused(Codes.SUSPENDED, 0);
        }
        int checkpoint = execution.overlay().checkpoint();
        int events = execution.eventCount();
        Outcome outcome =
                execution.run(
                        callee,
                        new Invocation.Call(interfaceName, method, arguments),
                        Optional.of(instance.name()),
                        reads,
                        gasLeft);
        return switch (outcome) {
            case Outcome.Returned returned -> returned;
            case Outcome.Refused refused -> {
                execution.overlay().revert(checkpoint);
                execution.revertEvents(events);
                yield new Outcome.Refused(Texts.code(refused.code()), refused.gasUsed());
            }
            case Outcome.Trapped trapped -> throw new HostTrap(trapped);
            case Outcome.Derived _, Outcome.Carried _ ->
                    throw new IllegalStateException(callee.name() + " answered " + outcome);
        };
    }

    @Override
    public long price(Change change) {
        return Proposals.price(execution, change);
    }

    @Override
    public Optional<String> propose(Change change) {
        mayChange("proposed a change");
        Optional<String> refusal = Proposals.apply(execution, instance, change);
        if (execution.trace().isOn()) {
            execution.trace().add(new Trace.Step.Proposed(instance.name(), change, refusal));
        }
        return refusal;
    }

    @Override
    public boolean verifies(PublicKey key, Bytes content, Bytes signature) {
        return execution.signatures().verify(key, content, signature);
    }

    /** The instance that a call goes to, if it is a call that this frame may make. */
    private Instance callee(String interfaceName, String method, boolean reads) {
        String target =
                instance.bound(interfaceName)
                        .orElseThrow(
                                () ->
                                        trap(
                                                TrapKind.EXCEPTION,
                                                "no instance is bound to the interface "
                                                        + interfaceName));
        Instance callee =
                execution
                        .instances()
                        .find(target)
                        .orElseThrow(
                                () ->
                                        trap(
                                                TrapKind.EXCEPTION,
                                                what(interfaceName, method, target)
                                                        + ": no such instance"));
        boolean offeredAsReading =
                callee.layout()
                        .readOnly(interfaceName, method)
                        .orElseThrow(
                                () ->
                                        trap(
                                                TrapKind.EXCEPTION,
                                                what(interfaceName, method, target)
                                                        + " is not offered"));
        if (offeredAsReading != reads) {
            throw trap(
                    TrapKind.MALFORMED,
                    what(interfaceName, method, target) + " is offered with another effect");
        }
        if (readOnly && !reads) {
            throw trap(
                    TrapKind.EXCEPTION,
                    what(interfaceName, method, target)
                            + " may write; it was called while only reading");
        }
        if (execution.depth() >= Limits.MAX_CALL_DEPTH) {
            throw trap(
                    TrapKind.CALL_DEPTH,
                    what(interfaceName, method, target)
                            + " would be deeper than "
                            + Limits.MAX_CALL_DEPTH
                            + " calls");
        }
        if (!reads && execution.runs(callee)) {
            throw trap(
                    TrapKind.REENTRANCY,
                    what(interfaceName, method, target)
                            + " is already running; only reading is allowed");
        }
        return callee;
    }

    private static String what(String interfaceName, String method, String target) {
        return interfaceName + "." + method + " of " + target;
    }

    private void mayWrite(int table, Bytes key) {
        mayChange("wrote");
        if (instance.layout().table(table).shape().kind() != TableKind.BASE) {
            throw trap(
                    TrapKind.EXCEPTION,
                    "wrote to " + name(table) + ", which the kernel keeps by itself");
        }
        if (key.size() > Limits.MAX_KEY_BYTES) {
            throw trap(
                    TrapKind.TOO_LARGE,
                    "a key of %d bytes in table %s, at most %d are allowed"
                            .formatted(key.size(), name(table), Limits.MAX_KEY_BYTES));
        }
    }

    private void mayChange(String what) {
        if (readOnly) {
            throw trap(TrapKind.EXCEPTION, what + " in a call that may only read");
        }
    }

    private HostTrap trap(TrapKind kind, String reason) {
        return execution.trap(instance, kind, reason, 0);
    }

    private String name(int table) {
        return instance.table(table).table();
    }
}
