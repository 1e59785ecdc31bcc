package theseus.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import theseus.kernel.spi.Host;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Limits;
import theseus.protocol.Malformed;
import theseus.protocol.MalformedException;
import theseus.protocol.TrapKind;
import theseus.runtime.Bindings.BoundIndex;
import theseus.sdk.Bytes;
import theseus.sdk.Refused;

/**
 * What all invocations of a sandbox share: gas, encoding and decoding with their costs, and the
 * passage to the host. What goes wrong here ends as a {@link Trap}, which module code cannot catch.
 */
final class Invoking {
    /** Refusal of a body that is no canonical encoding of what it should be. */
    static final String MALFORMED = "MALFORMED";

    /** Refusal of a body that the record's own constructor rejects. */
    static final String INVALID = "INVALID";

    /** Bytes of arguments and results: what a transaction may have. */
    private static final int MAX_BODY_BYTES = Limits.MAX_TRANSACTION_BYTES;

    private static final int FIRST_BUFFER_BYTES = 512;

    private final Bindings bindings;
    private final GasAccount gas;
    private final CborWriter writer = new CborWriter(FIRST_BUFFER_BYTES, MAX_BODY_BYTES);

    /** What the host threw: a fault of this node, so no module may swallow it. One at most. */
    private final List<RuntimeException> failures = new ArrayList<>(1);

    Invoking(Bindings bindings, GasAccount gas) {
        this.bindings = bindings;
        this.gas = gas;
    }

    Bindings bindings() {
        return bindings;
    }

    String module() {
        return bindings.moduleClass();
    }

    void charge(long amount) {
        gas.charge(amount);
    }

    /** Throws what the host threw in this invocation. */
    void rethrowFailure() {
        if (!failures.isEmpty()) {
            throw failures.removeFirst();
        }
    }

    // ---- the passage to the host ----

    /** Asks the host something that runs no module code. */
    <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (Host.HostTrap trap) {
            throw trapped(trap);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    /** Asks the host something that may run module code, with the gas that is left. */
    <T> T askNesting(LongFunction<T> question) {
        StackBudget budget = StackBudget.ofThread();
        int before = budget.left();
        int inside = gas.stackLeft() - StackBudget.PASSAGE_BYTES;
        if (inside <= 0) {
            throw Trap.callDepth();
        }
        budget.left(inside);
        try {
            return question.apply(gas.left());
        } catch (Host.HostTrap trap) {
            throw trapped(trap);
        } catch (RuntimeException e) {
            throw failed(e);
        } finally {
            budget.left(before);
        }
    }

    /** As {@link #askNesting}, for what answers with the gas that it used. */
    void nesting(LongUnaryOperator question) {
        long used = askNesting(question::applyAsLong);
        gas.charge(used);
    }

    private Trap trapped(Host.HostTrap trap) {
        gas.charge(Math.min(trap.trap().gasUsed(), gas.left()));
        return new Trap(trap.trap().kind(), trap.trap().reason());
    }

    private Trap failed(RuntimeException e) {
        failures.clear();
        failures.add(e);
        return new Trap(TrapKind.EXCEPTION, "the node failed");
    }

    // ---- out of the module ----

    Bytes encodeKey(Codec codec, Object key, String table) {
        return encode(codec, key, Limits.MAX_KEY_BYTES, table);
    }

    Bytes encode(Codec codec, Object value, int maxSizeBytes, String what) {
        return encode(out -> codec.write(out, value), maxSizeBytes, what);
    }

    Bytes encodeArguments(CallMethod method, Object[] arguments) {
        return encode(
                out -> {
                    out.arrayHeader(arguments.length);
                    for (int i = 0; i < arguments.length; i++) {
                        method.parameters().get(i).write(out, arguments[i]);
                    }
                },
                MAX_BODY_BYTES,
                method.label());
    }

    Bytes encodeResult(Codec codec, Object value, String what) {
        return encode(codec, value, MAX_BODY_BYTES, what);
    }

    /** [by, – : what the keys of all records begin with that are indexed by {@code by}. */
    Bytes indexPrefix(BoundIndex index, Object by) {
        return encode(
                out -> index.by().write(out.arrayHeader(2), by),
                Limits.MAX_KEY_BYTES,
                index.handle().name());
    }

    private interface Writing {
        void to(CborWriter out);
    }

    private Bytes encode(Writing writing, int maxSizeBytes, String what) {
        try {
            writing.to(writer.reset());
        } catch (Throwable e) {
            throw unencodable(e, what);
        }
        gas.charge(HostCosts.CODEC_BYTE * writer.size());
        if (writer.size() > maxSizeBytes) {
            throw tooLarge(maxSizeBytes, what);
        }
        return writer.toBytes();
    }

    private Throwable passThrough(Throwable e) {
        if (e instanceof Trap trap) {
            throw trap;
        }
        if (e instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        if (e instanceof Refused refused) {
            throw refused;
        }
        return e;
    }

    private Trap unencodable(Throwable e, String what) {
        Throwable cause = passThrough(e);
        if (cause instanceof MalformedException malformed
                && malformed.code().equals(Malformed.TOO_LARGE)) {
            return tooLarge(MAX_BODY_BYTES, what);
        }
        return new Trap(
                TrapKind.MALFORMED,
                "%s gives '%s' a value that cannot be encoded: a null, half a surrogate pair, or a"
                                .formatted(module(), what)
                        + " number of more than "
                        + Limits.MAX_BIG_INTEGER_BYTES
                        + " bytes in it");
    }

    private Trap tooLarge(int maxSizeBytes, String what) {
        return new Trap(
                TrapKind.TOO_LARGE,
                "%s gives '%s' a value of more than %d bytes"
                        .formatted(module(), what, maxSizeBytes));
    }

    // ---- into the module ----

    /** What came from outside; the sender is to blame when it does not decode. */
    Object incoming(Codec codec, Bytes body) {
        return incoming(body, codec::read);
    }

    Object[] incomingArguments(CallMethod method, Bytes arguments) {
        return (Object[])
                incoming(
                        arguments,
                        in -> {
                            List<Codec> parameters = method.parameters();
                            in.expectArray(parameters.size());
                            Object[] values = new Object[parameters.size()];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = parameters.get(i).read(in);
                            }
                            return values;
                        });
    }

    private Object incoming(Bytes body, Reading reading) {
        try {
            return read(body, reading);
        } catch (Throwable e) {
            boolean malformed = passThrough(e) instanceof MalformedException;
            throw new Refused(malformed ? MALFORMED : INVALID);
        }
    }

    /** What the module stored before. */
    Object stored(Codec codec, Bytes encoded, String table) {
        return decoded(
                codec,
                encoded,
                () -> "%s rejects a record of its own table '%s'".formatted(module(), table));
    }

    /** What another module returned. */
    Object returned(CallMethod method, Bytes value, String interfaceName) {
        return decoded(
                method.result(),
                value,
                () ->
                        "%s rejects what %s.%s returned"
                                .formatted(module(), interfaceName, method.name()));
    }

    /** What nobody outside is to blame for when it does not decode. */
    Object decoded(Codec codec, Bytes encoded, Supplier<String> problem) {
        try {
            return read(encoded, codec::read);
        } catch (Throwable e) {
            passThrough(e);
            throw new Trap(TrapKind.MALFORMED, problem.get());
        }
    }

    private interface Reading {
        Object from(CborReader in);
    }

    private Object read(Bytes encoded, Reading reading) {
        gas.charge(HostCosts.CODEC_BYTE * encoded.size());
        CborReader in = new CborReader(encoded);
        Object value = reading.from(in);
        in.end();
        return value;
    }

    /** A list as module code gets it. */
    <T> List<T> list(List<?> items) {
        @SuppressWarnings("unchecked")
        List<T> list = (List<T>) bindings.lists().of(items.toArray());
        return list;
    }
}
