package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.TrapKind;
import theseus.runtime.Bindings.BoundIndex;
import theseus.runtime.Bindings.BoundLens;
import theseus.runtime.Bindings.BoundMessage;
import theseus.runtime.Bindings.BoundMethod;
import theseus.runtime.Bindings.BoundOffer;
import theseus.runtime.Bindings.BoundQuery;
import theseus.runtime.Bindings.BoundRule;
import theseus.runtime.Bindings.BoundScan;
import theseus.runtime.Bindings.BoundSum;
import theseus.runtime.Bindings.BoundTable;
import theseus.sdk.Bytes;
import theseus.sdk.Definition.Routine;
import theseus.sdk.Message;
import theseus.sdk.Query;
import theseus.sdk.Refused;
import theseus.sdk.Result;

/**
 * A module in its loader, ready to run. Everything is linked and initialised; an invocation looks
 * up what is bound to it, decodes, calls the module's own functional object, and encodes. Whatever
 * the module does ends as an {@link Outcome}.
 */
final class BytecodeSandbox implements Sandbox {
    private final Descriptor descriptor;
    private final Bindings bindings;
    private final GasAccount gas;
    private final Invoking invoking;
    private final Carrying carrying;
    private final Consumer<Throwable> diagnostics;

    BytecodeSandbox(
            Descriptor descriptor,
            Bindings bindings,
            GasAccount gas,
            Consumer<Throwable> diagnostics) {
        this.descriptor = descriptor;
        this.bindings = bindings;
        this.gas = gas;
        this.invoking = new Invoking(bindings, gas);
        this.carrying = new Carrying(invoking);
        this.diagnostics = diagnostics;
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Outcome invoke(Invocation invocation, Host host, long gasLimit) {
        long gasBefore = gas.left();
        int stackBefore = gas.stackLeft();
        gas.set(gasLimit);
        gas.stack(StackBudget.ofThread().left());
        try {
            Outcome outcome = contained(invocation, host, gasLimit);
            invoking.rethrowFailure();
            return outcome;
        } finally {
            gas.set(gasBefore);
            gas.stack(stackBefore);
        }
    }

    private Outcome contained(Invocation invocation, Host host, long limit) {
        try {
            gas.charge(HostCosts.INVOKE);
            return run(invocation, host, limit);
        } catch (Trap trap) {
            return trapped(trap, limit);
        } catch (Refused refused) {
            return Names.isCode(refused.code())
                    ? new Outcome.Refused(refused.code(), limit - gas.left())
                    : trapped(
                            new Trap(
                                    TrapKind.EXCEPTION,
                                    Entrance.of(descriptor, invocation)
                                            + " refused with what is no code"),
                            limit);
        } catch (StackOverflowError e) {
            // The meter's estimate is meant to come first; a node must not fall over if it did not.
            diagnostics.accept(e);
            return trapped(Trap.callDepth(), limit);
        } catch (OutOfMemoryError | InternalError e) {
            throw e; // this node's trouble: others go on, so it must not become a result
        } catch (Throwable e) {
            diagnostics.accept(e);
            String what = e.getClass().getName() + " left " + Entrance.of(descriptor, invocation);
            return trapped(new Trap(TrapKind.EXCEPTION, what), limit);
        }
    }

    private Outcome trapped(Trap trap, long limit) {
        String reason = trap.reason();
        return new Outcome.Trapped(
                trap.kind(),
                reason.substring(0, Math.min(reason.length(), Limits.MAX_REASON_LENGTH)),
                limit - gas.left());
    }

    private Outcome returned(Bytes value, long limit) {
        return new Outcome.Returned(value, limit - gas.left());
    }

    private Outcome run(Invocation invocation, Host host, long limit) {
        return switch (invocation) {
            case Invocation.Genesis(Bytes document) -> genesis(document, host, limit);
            case Invocation.Handle handle -> handle(handle, host, limit);
            case Invocation.Answer answer -> answer(answer, host, limit);
            case Invocation.Call call -> call(call, host, limit);
            case Invocation.BeginBlock _ -> routine(bindings.beginBlock(), host, limit);
            case Invocation.EndBlock _ -> routine(bindings.endBlock(), host, limit);
            case Invocation.Derive derive -> derive(derive, limit);
            case Invocation.CheckSum(String name, long total) -> {
                var rule = find(bindings.sumInvariants(), "sum invariant", name);
                yield holds(reading(host, view -> rule.holds(view, total)), limit);
            }
            case Invocation.CheckScan scan -> scan(scan, host, limit);
            case Invocation.CanaryKey canary -> canaryKey(canary, host, limit);
            case Invocation.Up up ->
                    carried(carrying.up(lens(up.lens()), up.old(), up.previous()), limit);
            case Invocation.Down down ->
                    carried(
                            carrying.down(lens(down.lens()), down.current(), down.previous()),
                            limit);
            case Invocation.UpEvent(String event, Bytes body) ->
                    returned(
                            carrying.event(
                                    find(bindings.eventsBefore(), "event before", event),
                                    event,
                                    body),
                            limit);
        };
    }

    private Outcome carried(Outcome.Image image, long limit) {
        return new Outcome.Carried(image, limit - gas.left());
    }

    private BoundLens lens(int number) {
        if (number < 0 || number >= bindings.lenses().size()) {
            throw new Trap(TrapKind.MALFORMED, "there is no lens " + number);
        }
        return bindings.lenses().get(number);
    }

    private interface Using<V, T> {
        T with(V view);
    }

    private <T> T writing(Host host, Using<LiveContext, T> body) {
        LiveContext context = new LiveContext(invoking, host);
        try {
            return body.with(context);
        } finally {
            context.close();
        }
    }

    private <T> T reading(Host host, Using<LiveView, T> body) {
        LiveView view = new LiveView(invoking, host);
        try {
            return body.with(view);
        } finally {
            view.close();
        }
    }

    /**
     * That something exists was checked against the descriptor before: it is the caller's fault.
     */
    private static <T> T find(Map<String, T> among, String kind, String name) {
        T bound = among.get(name);
        if (bound == null) {
            throw new Trap(TrapKind.MALFORMED, "there is no " + kind + " '" + name + "'");
        }
        return bound;
    }

    private Outcome genesis(Bytes document, Host host, long limit) {
        if (bindings.genesis().isEmpty()) {
            if (!document.isEmpty()) {
                throw new Refused(Invoking.MALFORMED);
            }
            return returned(Bytes.EMPTY, limit);
        }
        var genesis = bindings.genesis().get();
        Object decoded = invoking.incoming(genesis.codec(), document);
        return writing(
                host,
                context -> {
                    genesis.handler().handle(context, decoded);
                    return returned(Bytes.EMPTY, limit);
                });
    }

    private Outcome handle(Invocation.Handle handle, Host host, long limit) {
        BoundMessage message = message(handle.message(), handle.form());
        Object decoded = invoking.incoming(message.codec(), handle.body());
        return writing(
                host,
                context -> {
                    message.handler().handle(context, decoded);
                    return returned(Bytes.EMPTY, limit);
                });
    }

    private BoundMessage message(String name, int form) {
        for (BoundMessage message : bindings.messages().getOrDefault(name, List.of())) {
            if (message.form() == form) {
                return message;
            }
        }
        throw new Trap(TrapKind.MALFORMED, "there is no message '" + name + "' in form " + form);
    }

    @SuppressWarnings("unchecked")
    private Outcome answer(Invocation.Answer answer, Host host, long limit) {
        BoundQuery query = find(bindings.queries(), "query", answer.query());
        Object decoded = invoking.incoming(query.query(), answer.body());
        Object result = reading(host, view -> query.answer().answer(view, (Query<Object>) decoded));
        return returned(invoking.encodeResult(query.result(), result, query.name()), limit);
    }

    private Outcome call(Invocation.Call call, Host host, long limit) {
        BoundOffer offer = find(bindings.offers(), "offer", call.interfaceName());
        BoundMethod method = find(offer.methods(), "method", call.method());
        Object[] arguments = invoking.incomingArguments(method.method(), call.arguments());
        Using<LiveView, Object> body =
                view ->
                        offer.skeleton()
                                .call(offer.implementation(), method.number(), view, arguments);
        Object result =
                method.method().readOnly() ? reading(host, body) : writing(host, body::with);
        return switch (result) {
            case Result.Ok<?>(Object value) ->
                    returned(
                            invoking.encodeResult(method.method().result(), value, call.method()),
                            limit);
            case Result.Refused<?>(String code) when code != null -> throw new Refused(code);
            case null, default ->
                    throw new Trap(
                            TrapKind.MALFORMED,
                            Entrance.of(descriptor, call) + " returned no Result");
        };
    }

    private Outcome routine(Optional<Routine> routine, Host host, long limit) {
        return writing(
                host,
                context -> {
                    routine.ifPresent(one -> one.run(context));
                    return returned(Bytes.EMPTY, limit);
                });
    }

    private Outcome derive(Invocation.Derive derive, long limit) {
        BoundTable table = table(derive.table());
        String name = table.handle().name();
        Object key = invoking.stored(table.key(), derive.key(), name);
        Object value = invoking.stored(table.value(), derive.value(), name);
        if (derive.checked()) {
            check(table, key, value);
        }
        List<Outcome.IndexKey> keys = new ArrayList<>();
        for (BoundIndex index : table.indexes()) {
            Bytes by = invoking.indexPrefix(index, index.by(key, value));
            keys.add(new Outcome.IndexKey(index.position(), by.concat(derive.key())));
        }
        List<Outcome.Amount> amounts = new ArrayList<>();
        for (BoundSum sum : table.sums()) {
            amounts.add(new Outcome.Amount(sum.position(), sum.amount(value)));
        }
        return new Outcome.Derived(keys, amounts, limit - gas.left());
    }

    private static void check(BoundTable table, Object key, Object value) {
        for (BoundRule rule : table.rules()) {
            if (!rule.rule().holds(key, value)) {
                throw new Trap(
                        TrapKind.INVARIANT,
                        "a record of table '%s' breaks the invariant '%s'"
                                .formatted(table.handle().name(), rule.name()));
            }
        }
    }

    private BoundTable table(int position) {
        for (BoundTable table : bindings.tables()) {
            if (table.position() == position) {
                return table;
            }
        }
        throw new Trap(TrapKind.MALFORMED, "table " + position + " is no base table");
    }

    private Outcome scan(Invocation.CheckScan scan, Host host, long limit) {
        BoundScan bound = find(bindings.scanInvariants(), "scan invariant", scan.name());
        String table = bound.table().handle().name();
        Object key = invoking.stored(bound.table().key(), scan.key(), table);
        Object value = invoking.stored(bound.table().value(), scan.value(), table);
        return holds(reading(host, view -> bound.rule().holds(view, key, value)), limit);
    }

    private Outcome canaryKey(Invocation.CanaryKey canary, Host host, long limit) {
        BoundMessage message = message(canary.message(), canary.form());
        Bytes key;
        if (message.canaryKey().isPresent()) {
            Object decoded = invoking.incoming(message.codec(), canary.body());
            key = message.canaryKey().get().of((Message) decoded);
        } else {
            key = host.environment().sender().bytes();
        }
        return returned(invoking.encodeResult(Scalar.BYTES, key, "canary key"), limit);
    }

    private Outcome holds(boolean holds, long limit) {
        return returned(invoking.encodeResult(Scalar.BOOL, holds, "invariant"), limit);
    }
}
