package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.InvariantKind;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Schema;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.PublicKey;

/**
 * A module that does what scripts say, in place of real code. Table {@code rows} has an index (by
 * value modulo 3), a sum, and the record invariant that no value is negative; the sum is at most
 * {@link #MAX_TOTAL}; table {@code plain} has nothing but a scan for values above {@link
 * #MAX_PLAIN}. Version 2 writes every value of {@code plain} one higher and announces events by
 * another name.
 */
record ScriptModule(
        int version,
        boolean bound,
        List<Capability> needs,
        Optional<Script> begin,
        Optional<Script> end,
        String offered) {
    static final int BY_VALUE = 0;
    static final int PLAIN = 1;
    static final int ROWS = 2;
    static final int TOTAL = 3;
    static final long MAX_TOTAL = 1000;
    static final long MAX_PLAIN = 100;
    static final long OP_GAS = 100;

    /** This version allows what the others forbid: it has no invariants. */
    static final int LAX = 5;

    /** This version says more with each event: {@link #SAID_BYTES}. */
    static final int WORDY = 6;

    /** Of the frame of an event's words; what a wordy version says more is as much again. */
    static final int SAID_BYTES = 5;

    /** This version emits each event twice. */
    static final int TWICE = 7;

    /** This version has an index more over {@code rows}, by the whole record, and a sum. */
    static final int INDEXED = 8;

    /** This version has a table more, {@code z}. */
    static final int WITH_MORE = 4;

    static ScriptModule plain() {
        return new ScriptModule(1, false, List.of(), Optional.empty(), Optional.empty(), "1.0");
    }

    ScriptModule withVersion(int number) {
        return new ScriptModule(number, bound, needs, begin, end, offered);
    }

    /** Requires the interface of another scripted module. */
    ScriptModule requiring() {
        return new ScriptModule(version, true, needs, begin, end, offered);
    }

    ScriptModule needing(Capability... capabilities) {
        return new ScriptModule(version, bound, List.of(capabilities), begin, end, offered);
    }

    ScriptModule routines(Optional<Script> atBegin, Optional<Script> atEnd) {
        return new ScriptModule(version, bound, needs, atBegin, atEnd, offered);
    }

    ScriptModule offering(String interfaceVersion) {
        return new ScriptModule(version, bound, needs, begin, end, interfaceVersion);
    }

    Artifact artifact() {
        TreeMap<String, Bytes> entries = new TreeMap<>();
        entries.put("module", Bytes.ofUtf8(toString()));
        entries.put(Artifact.DESCRIPTOR, descriptor().encode());
        return new Artifact(entries);
    }

    Descriptor descriptor() {
        Schema.Structure body =
                new Schema.Structure(
                        "Run", List.of(new Schema.Field("script", new Schema.ByteString())));
        Schema number = new Schema.Int(64);
        Descriptor.InterfaceShape scripts =
                new Descriptor.InterfaceShape(
                        "scripts",
                        offered,
                        List.of(
                                new Descriptor.MethodShape("look", true, List.of(), number),
                                new Descriptor.MethodShape("run", false, List.of(), number)));
        return new Descriptor(
                "script",
                version + ".0.0",
                "Script",
                Optional.of(body),
                switch (version) {
                    case WITH_MORE -> with(table("z", TableKind.BASE, Optional.empty()));
                    case INDEXED ->
                            with(
                                    table("z", TableKind.INDEX, Optional.of("rows")),
                                    table("zz", TableKind.SUM, Optional.of("rows")));
                    default -> tables();
                },
                List.of(
                        new Descriptor.MessageShape("Run", 1, body),
                        new Descriptor.MessageShape("Run", 3, body)),
                List.of(new Descriptor.EventShape("Did", body)),
                List.of(),
                List.of(new Descriptor.QueryShape("Value", body, number)),
                List.of(scripts),
                bound ? List.of(new Descriptor.RequirementShape("1", scripts)) : List.of(),
                version == LAX
                        ? List.of()
                        : List.of(
                                new Descriptor.InvariantShape(
                                        "bounded", InvariantKind.SUM, "total", 0),
                                new Descriptor.InvariantShape(
                                        "positive", InvariantKind.RECORD, "rows", 0),
                                new Descriptor.InvariantShape(
                                        "small", InvariantKind.SCAN, "plain", 2)),
                List.of(),
                List.of(),
                List.of(),
                needs,
                begin.isPresent(),
                end.isPresent());
    }

    private static List<Descriptor.TableShape> tables() {
        return List.of(
                table("byValue", TableKind.INDEX, Optional.of("rows")),
                table("plain", TableKind.BASE, Optional.empty()),
                table("rows", TableKind.BASE, Optional.empty()),
                table("total", TableKind.SUM, Optional.of("rows")));
    }

    private static List<Descriptor.TableShape> with(Descriptor.TableShape... others) {
        List<Descriptor.TableShape> all = new ArrayList<>(tables());
        all.addAll(List.of(others));
        return all;
    }

    private static Descriptor.TableShape table(String name, TableKind kind, Optional<String> of) {
        return new Descriptor.TableShape(name, 1, kind, of, new Schema.Int(64), new Schema.Int(64));
    }

    Sandbox open() {
        return new Scripted(this, descriptor());
    }

    private record Scripted(ScriptModule module, Descriptor descriptor) implements Sandbox {
        @Override
        public Outcome invoke(Invocation invocation, Host host, long gasLimit) {
            return new Run(module, host, gasLimit).invoke(invocation);
        }
    }

    private static final class OutOfGas extends RuntimeException {}

    private static final class Refused extends RuntimeException {
        final String code;

        Refused(String code) {
            this.code = code;
        }
    }

    private static final class Run {
        private final ScriptModule module;
        private final Host host;
        private final long gasLimit;
        private long gasUsed;

        Run(ScriptModule module, Host host, long gasLimit) {
            this.module = module;
            this.host = host;
            this.gasLimit = gasLimit;
        }

        Outcome invoke(Invocation invocation) {
            try {
                burn(OP_GAS);
                return run(invocation);
            } catch (OutOfGas e) {
                return new Outcome.Trapped(TrapKind.OUT_OF_GAS, "Script: out of gas", gasLimit);
            } catch (Refused e) {
                return new Outcome.Refused(e.code, gasUsed);
            } catch (Host.HostTrap e) {
                return new Outcome.Trapped(
                        e.trap().kind(),
                        e.trap().reason(),
                        Math.min(gasLimit, gasUsed + e.trap().gasUsed()));
            } catch (theseus.protocol.MalformedException e) {
                return new Outcome.Trapped(TrapKind.MALFORMED, "Script: malformed", gasUsed);
            } catch (IllegalStateException e) {
                return new Outcome.Trapped(TrapKind.EXCEPTION, "Script.run: thrown", gasUsed);
            }
        }

        private Outcome run(Invocation invocation) {
            switch (invocation) {
                case Invocation.Genesis(Bytes document) -> script(Script.ofDocument(document));
                case Invocation.Handle(String _, int _, Bytes body) -> script(Script.decode(body));
                case Invocation.Call(String _, String _, Bytes arguments) ->
                        script(Script.decode(arguments));
                case Invocation.BeginBlock() -> script(module.begin().orElseThrow());
                case Invocation.EndBlock() -> script(module.end().orElseThrow());
                case Invocation.Derive derive -> {
                    return derive(derive);
                }
                case Invocation.CheckSum(String _, long total) -> {
                    return bool(total <= MAX_TOTAL);
                }
                case Invocation.CheckScan(String _, Bytes _, Bytes value) -> {
                    return bool(Script.integer(value) <= MAX_PLAIN);
                }
                case Invocation.Answer(String _, Bytes body) -> {
                    Optional<Bytes> value = host.get(ROWS, body);
                    return new Outcome.Returned(value.orElse(Bytes.EMPTY), gasUsed);
                }
                case Invocation.CanaryKey _,
                        Invocation.Up _,
                        Invocation.Down _,
                        Invocation.UpEvent _ ->
                        throw new IllegalStateException();
            }
            return new Outcome.Returned(Bytes.EMPTY, gasUsed);
        }

        private Outcome bool(boolean value) {
            return new Outcome.Returned(new CborWriter().bool(value).toBytes(), gasUsed);
        }

        private Outcome derive(Invocation.Derive derive) {
            if (derive.table() != ROWS) {
                return new Outcome.Derived(List.of(), List.of(), gasUsed);
            }
            long value = Script.integer(derive.value());
            if (derive.checked() && value < 0 && module.version() != LAX) {
                return new Outcome.Trapped(TrapKind.INVARIANT, "positive", gasUsed);
            }
            Bytes key =
                    new CborWriter()
                            .arrayHeader(2)
                            .integer(value % 3)
                            .encoded(derive.key())
                            .toBytes();
            if (module.version() == INDEXED) {
                Bytes whole =
                        new CborWriter()
                                .arrayHeader(2)
                                .bytes(derive.value())
                                .encoded(derive.key())
                                .toBytes();
                return new Outcome.Derived(
                        List.of(
                                new Outcome.IndexKey(BY_VALUE, key),
                                new Outcome.IndexKey(4, whole)),
                        List.of(new Outcome.Amount(TOTAL, value), new Outcome.Amount(5, value)),
                        gasUsed);
            }
            return new Outcome.Derived(
                    List.of(new Outcome.IndexKey(BY_VALUE, key)),
                    List.of(new Outcome.Amount(TOTAL, value)),
                    gasUsed);
        }

        private void script(Script script) {
            for (Script.Op op : script.ops()) {
                burn(OP_GAS);
                run(op);
            }
        }

        private void run(Script.Op op) {
            long left = gasLimit - gasUsed;
            switch (op) {
                case Script.Op.Put(int table, long key, long value) -> {
                    long written = table == PLAIN && module.version() == 2 ? value + 1 : value;
                    burn(host.put(table, Script.integer(key), Script.integer(written), left));
                }
                case Script.Op.Pad(int table, long key, long value, int bytes) ->
                        burn(
                                host.put(
                                        table,
                                        Script.integer(key),
                                        Script.integer(value).concat(Bytes.of(new byte[bytes])),
                                        left));
                case Script.Op.Remove(int table, long key) ->
                        burn(host.remove(table, Script.integer(key), left));
                case Script.Op.Emit(long number) -> {
                    for (int i = module.version() == TWICE ? 2 : 1; i > 0; i--) {
                        host.emit(module.version() == 2 ? "Done" : "Did", Script.integer(number));
                    }
                }
                case Script.Op.Say(Bytes words) -> {
                    int more = module.version() == WORDY ? SAID_BYTES : 0;
                    Bytes said = words.concat(Bytes.of(new byte[more]));
                    host.emit("Did", new CborWriter().bytes(said).toBytes());
                }
                case Script.Op.Call call -> call(call, left);
                case Script.Op.Refuse(String code) -> throw new Refused(code);
                case Script.Op.Throw() -> throw new IllegalStateException();
                case Script.Op.Burn(long gas) -> burn(gas);
                case Script.Op.SetKeys(var account, PublicKey key) ->
                        propose(new Change.SetAccountKeys(account, Script.keys(key)));
                case Script.Op.SetPower(PublicKey key, long power) ->
                        propose(new Change.SetValidatorPower(key, power));
                case Script.Op.Propose(Bytes change) ->
                        propose(theseus.protocol.Changes.decode(change));
                case Script.Op.Expect(int table, long key, long value) -> {
                    long found =
                            host.get(table, Script.integer(key)).map(Script::integer).orElse(0L);
                    if (found != value) {
                        throw new Refused("FOUND_" + found);
                    }
                }
                case Script.Op.Count(int table, int rows) -> {
                    List<Row> found = host.range(table, Bytes.EMPTY, Optional.empty(), 1000);
                    if (found.size() != rows) {
                        throw new Refused("COUNT_" + found.size());
                    }
                }
            }
        }

        private void call(Script.Op.Call call, long left) {
            Outcome outcome =
                    host.call(
                            "scripts",
                            call.readOnly() ? "look" : "run",
                            call.readOnly(),
                            call.script().encode(),
                            left);
            burn(outcome.gasUsed());
            if (call.strict() && outcome instanceof Outcome.Refused refused) {
                throw new Refused(refused.code());
            }
        }

        private void propose(Change change) {
            burn(host.price(change));
            host.propose(change)
                    .ifPresent(
                            code -> {
                                throw new Refused(code);
                            });
        }

        private void burn(long gas) {
            gasUsed += gas;
            if (gasUsed > gasLimit) {
                throw new OutOfGas();
            }
        }
    }

    /** The scripted modules of a test as a runtime. */
    static theseus.kernel.spi.ModuleRuntime runtime(List<ScriptModule> modules) {
        List<ScriptModule> known = new ArrayList<>(modules);
        return artifact -> {
            for (ScriptModule module : known) {
                if (module.artifact().equals(artifact)) {
                    return new theseus.kernel.spi.ModuleRuntime.Admission.Admitted(
                            module.descriptor(), module::open);
                }
            }
            return new theseus.kernel.spi.ModuleRuntime.Admission.Rejected(
                    List.of(
                            new theseus.kernel.spi.ModuleRuntime.Finding(
                                    "", "", "unknown code", "use a script")));
        };
    }
}
