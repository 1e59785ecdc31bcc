package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.Host;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Artifact;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Schema;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;

/**
 * A module with a lens, in place of real code. Version 1 keeps {@code notes/1}: [root, number] →
 * value. Version 2 keeps {@code notes/2}, either record by record under another key, [root, number
 * + {@link #SHIFT}] → [value, mark], or as a family, [root] → [[number, value, mark], …]. A record
 * whose mark is {@link #SECRET} must not be seen by version 1; one that is marked {@link #FINAL} is
 * refused. Both keep an index by value and a sum.
 */
record Notes(int version, boolean family, String fault) {
    static final int BY_VALUE = 0;
    static final int NOTES = 1;
    static final int TOTAL = 2;
    static final long SHIFT = 500;
    static final long PLAIN_MARK = 9;
    static final long SECRET = 13;
    static final long FINAL = 14;
    static final long GAS = 1_000;
    static final long BROKEN_VALUE = 77;
    static final long SLOW_GAS = 1_900_000;

    /** A fault of neither version: at the end of a block it sets a note, numbered by the height. */
    static final String ROUTINE = "routine";

    static final long ROUTINE_ROOT = 7;

    /** A value that is not set: it is refused with a code that says the total. */
    static final long TELL = 99;

    static Notes one() {
        return new Notes(1, false, "");
    }

    static Notes two(boolean family) {
        return new Notes(2, family, "");
    }

    Notes wrong(String how) {
        return new Notes(version, family, how);
    }

    Artifact artifact() {
        TreeMap<String, Bytes> entries = new TreeMap<>();
        entries.put("module", Bytes.ofUtf8(toString()));
        entries.put(Artifact.DESCRIPTOR, descriptor().encode());
        return new Artifact(entries);
    }

    Sandbox open() {
        return new Opened(this, descriptor());
    }

    /** The body of any message. */
    static Bytes body(long... numbers) {
        CborWriter out = new CborWriter().arrayHeader(numbers.length);
        for (long number : numbers) {
            out.integer(number);
        }
        return out.toBytes();
    }

    static long[] numbers(Bytes encoding) {
        CborReader in = new CborReader(encoding);
        long[] numbers = new long[in.arrayHeader()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.integer(64);
        }
        return numbers;
    }

    private static Schema.Structure ints(String... names) {
        List<Schema.Field> fields = new ArrayList<>();
        for (String name : names) {
            fields.add(new Schema.Field(name, new Schema.Int(64)));
        }
        return new Schema.Structure("Ints", fields);
    }

    private Schema key() {
        return version == 2 && family ? ints("root") : ints("root", "number");
    }

    Descriptor descriptor() {
        Schema number = new Schema.Int(64);
        Schema value = version == 1 ? number : new Schema.ListOf(number);
        List<Descriptor.MessageShape> messages = new ArrayList<>();
        if (version == 2) {
            messages.add(new Descriptor.MessageShape("Mark", 1, ints("a", "b", "c", "d")));
        }
        messages.add(new Descriptor.MessageShape("Remove", 1, ints("a", "b")));
        messages.add(new Descriptor.MessageShape("Set", 1, ints("a", "b", "c")));
        return new Descriptor(
                "notes",
                version + ".0.0",
                "Notes",
                Optional.empty(),
                List.of(
                        shape("byValue", TableKind.INDEX, new Schema.Bool()),
                        shape("notes", TableKind.BASE, value),
                        shape("total", TableKind.SUM, number)),
                messages,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                invariants(),
                version == 1
                        ? List.of()
                        : List.of(
                                new Descriptor.LensShape(
                                        "notes",
                                        1,
                                        "notes",
                                        2,
                                        family,
                                        ints("root", "number"),
                                        number)),
                List.of(),
                List.of(),
                List.of(),
                false,
                fault.equals(ROUTINE));
    }

    private List<Descriptor.InvariantShape> invariants() {
        return switch (fault) {
            case "scan" ->
                    List.of(
                            new Descriptor.InvariantShape(
                                    "tidy", Descriptor.InvariantKind.SCAN, "notes", 2));
            case "sum" ->
                    List.of(
                            new Descriptor.InvariantShape(
                                    "few", Descriptor.InvariantKind.SUM, "total", 0));
            default -> List.of();
        };
    }

    private Descriptor.TableShape shape(String name, TableKind kind, Schema value) {
        return new Descriptor.TableShape(
                name,
                version,
                kind,
                kind == TableKind.BASE ? Optional.empty() : Optional.of("notes"),
                kind == TableKind.BASE ? key() : new Schema.Bool(),
                value);
    }

    private record Opened(Notes module, Descriptor descriptor) implements Sandbox {
        @Override
        public Outcome invoke(Invocation invocation, Host host, long gasLimit) {
            try {
                return switch (invocation) {
                    case Invocation.Handle(String name, int _, Bytes body) ->
                            module.loops(numbers(body))
                                    ? new Outcome.Trapped(
                                            TrapKind.OUT_OF_GAS, "Notes: out of gas", gasLimit)
                                    : module.handle(name, numbers(body), host);
                    case Invocation.EndBlock() ->
                            module.handle(
                                    "Set",
                                    new long[] {ROUTINE_ROOT, host.environment().height(), 3},
                                    host);
                    case Invocation.Derive derive -> module.derive(derive.key(), derive.value());
                    case Invocation.Up(int _, List<Row> old, List<Row> previous) ->
                            module.slowly(module.up(old, previous));
                    case Invocation.Down(int _, List<Row> now, List<Row> _) ->
                            module.slowly(module.down(now));
                    case Invocation.CheckScan(String _, Bytes _, Bytes value) ->
                            holds(
                                    (module.version == 1
                                                    ? Script.integer(value)
                                                    : numbers(value)[0])
                                            != BROKEN_VALUE);
                    case Invocation.CheckSum(String _, long total) -> holds(total < BROKEN_VALUE);
                    case Invocation.CanaryKey _ ->
                            new Outcome.Returned(
                                    new CborWriter()
                                            .bytes(host.environment().sender().bytes())
                                            .toBytes(),
                                    GAS);
                    default -> throw new IllegalStateException(invocation.toString());
                };
            } catch (Host.HostTrap trap) {
                return new Outcome.Trapped(trap.trap().kind(), trap.trap().reason(), GAS);
            }
        }
    }

    private static Outcome holds(boolean value) {
        return new Outcome.Returned(new CborWriter().bool(value).toBytes(), GAS);
    }

    // What it handles.

    private boolean loops(long[] body) {
        return fault.equals("loop") && body.length > 2 && body[2] == BROKEN_VALUE;
    }

    private Outcome handle(String message, long[] body, Host host) {
        SortedMap<Long, long[]> notes = load(host, body[0]);
        long number = body[1];
        switch (message) {
            case "Set" -> {
                long mark = notes.containsKey(number) ? notes.get(number)[1] : 0;
                if (body[2] == TELL) {
                    Bytes total = host.get(TOTAL, KernelTables.SINGLE).orElse(Script.integer(0));
                    return new Outcome.Refused("T" + Script.integer(total), GAS);
                }
                if (mark == SECRET) {
                    return new Outcome.Refused("SECRET", GAS);
                }
                long value = fault.equals("other value") && body[2] == BROKEN_VALUE ? 1 : body[2];
                notes.put(number, new long[] {value, mark});
            }
            case "Remove" -> notes.remove(number);
            case "Mark" -> notes.put(number, new long[] {body[2], body[3]});
            default -> throw new IllegalStateException(message);
        }
        if (fault.equals("trap") && body.length > 2 && body[2] == BROKEN_VALUE) {
            return new Outcome.Trapped(TrapKind.EXCEPTION, "Notes.handle: thrown", GAS);
        }
        store(host, body[0], number, notes);
        return new Outcome.Returned(Bytes.EMPTY, GAS);
    }

    /** The notes of a root that matter for one message, by number: value and mark. */
    private SortedMap<Long, long[]> load(Host host, long root) {
        SortedMap<Long, long[]> notes = new TreeMap<>();
        if (version == 2 && family) {
            host.get(NOTES, body(root)).ifPresent(list -> entries(list, notes));
            return notes;
        }
        Bytes from = body(root, 0);
        for (Row row : host.range(NOTES, from, Optional.of(body(root + 1, 0)), 1000)) {
            long number = numbers(row.key())[1];
            if (version == 1) {
                notes.put(number, new long[] {Script.integer(row.value()), 0});
            } else {
                long[] note = numbers(row.value());
                notes.put(note.length == 3 ? note[2] : number - SHIFT, note);
            }
        }
        return notes;
    }

    private void store(Host host, long root, long number, SortedMap<Long, long[]> notes) {
        long gas = 1_000_000;
        if (version == 2 && family) {
            if (notes.isEmpty()) {
                host.remove(NOTES, body(root), gas);
            } else {
                host.put(NOTES, body(root), list(notes), gas);
            }
            return;
        }
        Bytes key = version == 1 ? body(root, number) : newKey(root, number);
        long[] note = notes.get(number);
        if (note == null) {
            host.remove(NOTES, key, gas);
        } else {
            host.put(
                    NOTES,
                    key,
                    version == 1 ? Script.integer(note[0]) : newValue(note[0], note[1], number),
                    gas);
        }
    }

    private static void entries(Bytes list, SortedMap<Long, long[]> notes) {
        CborReader in = new CborReader(list);
        int count = in.arrayHeader();
        for (int i = 0; i < count; i++) {
            in.expectArray(3);
            notes.put(in.integer(64), new long[] {in.integer(64), in.integer(64)});
        }
    }

    private static Bytes list(SortedMap<Long, long[]> notes) {
        CborWriter out = new CborWriter().arrayHeader(notes.size());
        notes.forEach(
                (number, note) ->
                        out.arrayHeader(3).integer(number).integer(note[0]).integer(note[1]));
        return out.toBytes();
    }

    private Outcome derive(Bytes key, Bytes value) {
        long sum;
        boolean many = false;
        if (version == 1) {
            sum = Script.integer(value);
        } else if (family) {
            SortedMap<Long, long[]> notes = new TreeMap<>();
            entries(value, notes);
            many = notes.size() > MOST;
            sum = notes.values().stream().mapToLong(note -> note[0]).sum();
        } else {
            long[] note = numbers(value);
            sum = note[0] + (fault.equals("mark sum") && note[1] == PLAIN_MARK ? 1 : 0);
        }
        CborWriter by = new CborWriter().arrayHeader(2);
        if (fault.equals("long index") && many) {
            by.bytes(Bytes.of(new byte[DerivedTables.MAX_INDEX_KEY_BYTES]));
        } else {
            by.integer(sum % 5);
        }
        Bytes index = by.encoded(key).toBytes();
        return new Outcome.Derived(
                List.of(new Outcome.IndexKey(BY_VALUE, index)),
                List.of(new Outcome.Amount(TOTAL, sum)),
                GAS);
    }

    /**
     * With the fault "bound", a larger family has no image; with "long index" it has one, and a key
     * in the index that cannot be kept.
     */
    static final int MOST = 100;

    // The lens.

    private Outcome up(List<Row> old, List<Row> previous) {
        if (family) {
            SortedMap<Long, long[]> before = new TreeMap<>();
            previous.forEach(row -> entries(row.value(), before));
            SortedMap<Long, long[]> notes = new TreeMap<>();
            before.forEach(
                    (number, note) -> {
                        if (note[1] == SECRET) {
                            notes.put(number, note);
                        }
                    });
            for (Row row : old) {
                long number = numbers(row.key())[1];
                long[] was = before.get(number);
                long mark = was == null || was[1] == SECRET ? 0 : was[1];
                notes.put(number, new long[] {broken(Script.integer(row.value())), mark});
            }
            long root = numbers(old.getFirst().key())[0];
            if (fault.equals("bound") && old.size() > MOST || fault.equals("grows")) {
                return new Outcome.Carried(new Image.TooLarge("more than may be"), GAS);
            }
            return is(List.of(new Row(body(root), list(notes))));
        }
        Row row = old.getFirst();
        long[] key = numbers(row.key());
        long mark = previous.isEmpty() ? 0 : numbers(previous.getFirst().value())[1];
        long value = broken(Script.integer(row.value()));
        return is(List.of(new Row(newKey(key[0], key[1]), newValue(value, mark, key[1]))));
    }

    private Bytes newKey(long root, long number) {
        return body(root, SHIFT + (fault.equals("collide") ? 1 : number));
    }

    private Bytes newValue(long value, long mark, long number) {
        return fault.equals("collide") ? body(value, mark, number) : body(value, mark);
    }

    private long broken(long value) {
        return fault.equals("law") && value == BROKEN_VALUE ? value + 1 : value;
    }

    private Outcome down(List<Row> now) {
        if (fault.equals("lens trap")) {
            return new Outcome.Trapped(TrapKind.EXCEPTION, "Notes.down: thrown", GAS);
        }
        SortedMap<Long, long[]> notes = new TreeMap<>();
        long root = numbers(now.getFirst().key())[0];
        if (family) {
            entries(now.getFirst().value(), notes);
        } else {
            long[] note = numbers(now.getFirst().value());
            long number = numbers(now.getFirst().key())[1] - SHIFT;
            notes.put(note.length == 3 ? note[2] : number, note);
        }
        if (notes.values().stream().anyMatch(note -> note[1] == FINAL)) {
            return new Outcome.Carried(new Image.Refuse("not before it is final"), GAS);
        }
        List<Row> old = new ArrayList<>();
        notes.forEach(
                (number, note) -> {
                    if (note[1] != SECRET) {
                        old.add(new Row(body(root, number), Script.integer(note[0])));
                    }
                });
        old.sort((a, b) -> a.key().compareTo(b.key()));
        return old.isEmpty() ? new Outcome.Carried(new Image.Absent(), GAS) : is(old);
    }

    private Outcome slowly(Outcome outcome) {
        return fault.equals("slow") && outcome instanceof Outcome.Carried carried
                ? new Outcome.Carried(carried.image(), SLOW_GAS)
                : outcome;
    }

    private static Outcome is(List<Row> rows) {
        return new Outcome.Carried(new Image.Is(rows), GAS);
    }
}
