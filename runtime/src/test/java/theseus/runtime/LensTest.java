package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.Outcome.Image;
import theseus.kernel.spi.Sandbox;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.CborWriter;
import theseus.protocol.TrapKind;
import theseus.sdk.Bytes;
import theseus.sdk.Lens;

/** Lenses run in the sandbox: what they give, and what becomes of lenses that do not behave. */
final class LensTest {
    private static final long GAS = 50_000_000;

    /** Old: account → text. New: the same, and a mark that the old version must not see. */
    static final String NOTES =
            """
            static final class V1 {
                record Note(String text) {
                    Note {
                        if (text.equals("forbidden")) throw new IllegalArgumentException("no");
                    }
                }
            }
            record Note(String text, boolean secret, long stars) {}
            private final Table<Long, V1.Note> old = Table.of("notes", Long.class, V1.Note.class);
            private final Table<Long, Note> notes =
                    Table.of("notes", Long.class, Note.class).schema(2);
            private static final class Carry implements Lens.OfRecord<Long, V1.Note, Long, Note> {
                public Entry<Long, Note> up(
                        Entry<Long, V1.Note> old, Optional<Entry<Long, Note>> previous) {
                    String text = old.value().text();
                    %s
                    long stars = previous.isPresent() ? previous.get().value().stars() : 0;
                    return new Entry<>(old.key(), new Note(text, false, stars));
                }
                public Down<Entry<Long, V1.Note>> down(
                        Entry<Long, Note> now, Optional<Entry<Long, V1.Note>> previous) {
                    String text = now.value().text();
                    %s
                    if (now.value().secret()) return new Down.Absent<>();
                    return new Down.Is<>(new Entry<>(now.key(), new V1.Note(text)));
                }
            }
            public void define(Definition module) {
                module.table(notes).lens(old, notes, new Carry());
            }
            """;

    /** Old: one row per (owner, number). New: one per owner, with all numbers in it. */
    static final String GROUPS =
            """
            record Item(long owner, int number) {}
            record Text(String text) {}
            record Line(int number, String text) {}
            record Lines(List<Line> lines) {}
            private final Table<Item, Text> items = Table.of("items", Item.class, Text.class);
            private final Table<Long, Lines> groups =
                    Table.of("groups", Long.class, Lines.class);
            private static final class Merge implements Lens.OfFamily<Item, Text, Long, Lines> {
                public List<Entry<Long, Lines>> up(
                        List<Entry<Item, Text>> old, List<Entry<Long, Lines>> previous) {
                    long owner = old.get(0).key().owner();
                    List<Line> lines = new ArrayList<>();
                    for (Entry<Item, Text> one : old) {
                        lines.add(new Line(one.key().number(), one.value().text()));
                    }
                    %s
                    return List.of(new Entry<>(owner, new Lines(lines)));
                }
                public Down<List<Entry<Item, Text>>> down(
                        List<Entry<Long, Lines>> now, List<Entry<Item, Text>> previous) {
                    List<Entry<Item, Text>> made = new ArrayList<>();
                    long owner = now.get(0).key();
                    for (Line line : now.get(0).value().lines()) {
                        made.add(0, new Entry<>(new Item(owner, line.number()),
                                new Text(line.text())));
                    }
                    return new Down.Is<>(made);
                }
            }
            public void define(Definition module) {
                module.table(groups).lens(items, groups, new Merge());
            }
            """;

    private static Sandbox open(String body) {
        var packed = Packager.pack(Compiled.module("2.0.0", body)).orThrow();
        return assertInstanceOf(
                        Admission.Admitted.class, new BytecodeRuntime().admit(packed.artifact()))
                .loader()
                .open();
    }

    /** Any call of the host would fail: it is not there. */
    @SuppressWarnings("NullAway")
    private static Outcome invoke(Sandbox sandbox, Invocation invocation) {
        Outcome first = sandbox.invoke(invocation, null, GAS);
        assertEquals(first, sandbox.invoke(invocation, null, GAS));
        return first;
    }

    private static Image image(Sandbox sandbox, Invocation invocation) {
        Outcome outcome = invoke(sandbox, invocation);
        assertTrue(outcome.gasUsed() > 0);
        return assertInstanceOf(Outcome.Carried.class, outcome, outcome.toString()).image();
    }

    private static String trap(Sandbox sandbox, Invocation invocation) {
        Outcome outcome = invoke(sandbox, invocation);
        return assertInstanceOf(Outcome.Trapped.class, outcome, outcome.toString()).reason();
    }

    private static Bytes number(long number) {
        return new CborWriter().integer(number).toBytes();
    }

    static Row old(long key, String text) {
        return new Row(number(key), new CborWriter().arrayHeader(1).text(text).toBytes());
    }

    static Row now(long key, String text, boolean secret, long stars) {
        var value = new CborWriter().arrayHeader(3).text(text).bool(secret).integer(stars);
        return new Row(number(key), value.toBytes());
    }

    static Row item(long owner, int number, String text) {
        return new Row(
                new CborWriter().arrayHeader(2).integer(owner).integer(number).toBytes(),
                new CborWriter().arrayHeader(1).text(text).toBytes());
    }

    static Row group(long owner, List<Row> items) {
        var out = new CborWriter().arrayHeader(1).arrayHeader(items.size());
        for (int i = 0; i < items.size(); i++) {
            out.arrayHeader(2).integer(i).text("t" + i);
        }
        return new Row(number(owner), out.toBytes());
    }

    private static Invocation up(Row old, Row... previous) {
        return new Invocation.Up(0, List.of(old), List.of(previous));
    }

    private static Invocation down(Row current, Row... previous) {
        return new Invocation.Down(0, List.of(current), List.of(previous));
    }

    @Test
    void aRecordGoesUpAndDown() {
        Sandbox sandbox = open(NOTES.formatted("", ""));
        assertEquals(new Image.Is(List.of(now(7, "a", false, 0))), image(sandbox, up(old(7, "a"))));
        assertEquals(
                new Image.Is(List.of(now(7, "b", false, 5))),
                image(sandbox, up(old(7, "b"), now(7, "a", false, 5))));
        assertEquals(
                new Image.Is(List.of(old(7, "a"))), image(sandbox, down(now(7, "a", false, 5))));
        assertEquals(new Image.Absent(), image(sandbox, down(now(7, "a", true, 5), old(7, "x"))));
        var lens = sandbox.descriptor().lenses().getFirst();
        assertEquals(
                "notes 1 notes 2 false",
                "%s %d %s %d %s"
                        .formatted(
                                lens.table(),
                                lens.fromSchema(),
                                lens.toTable(),
                                lens.toSchema(),
                                lens.family()));
        assertEquals(
                List.of(2), sandbox.descriptor().tables().stream().map(t -> t.schema()).toList());
    }

    @Test
    void nothingHasNoImage() {
        Sandbox sandbox = open(NOTES.formatted("", ""));
        assertEquals(
                new Image.Is(List.of()),
                image(sandbox, new Invocation.Up(0, List.of(), List.of(now(1, "", false, 1)))));
        assertEquals(
                new Image.Absent(),
                image(sandbox, new Invocation.Down(0, List.of(), List.of(old(1, "")))));
    }

    @Test
    void aReasonToRefuseIsBounded() {
        String refuse = "if (now.value().stars() > 0) return new Down.Refuse<>(%s);";
        assertEquals(
                new Image.Refuse("stars"),
                image(
                        open(NOTES.formatted("", refuse.formatted("\"stars\""))),
                        down(now(1, "", false, 1))));
        var sandbox =
                open(
                        NOTES.formatted(
                                "",
                                refuse.formatted(
                                        "\"z\" + text + text + \"\\uD83D\\uDC1F\" + text")));
        Image long1 = image(sandbox, down(now(1, "x".repeat(300), false, 1)));
        assertEquals("z" + "x".repeat(511), ((Image.Refuse) long1).reason());
        Image cut = image(sandbox, down(now(1, "y".repeat(255), false, 1)));
        assertEquals("z" + "y".repeat(510), ((Image.Refuse) cut).reason());
        assertTrue(
                trap(
                                open(NOTES.formatted("", refuse.formatted("null"))),
                                down(now(1, "", false, 1)))
                        .endsWith("refuses without a reason"));
    }

    @Test
    void familiesGoUpAndDownInKeyOrder() {
        Sandbox sandbox = open(GROUPS.formatted(""));
        List<Row> items = IntStream.range(0, 30).mapToObj(i -> item(-4, i, "t" + i)).toList();
        assertEquals(
                new Image.Is(List.of(group(-4, items))),
                image(sandbox, new Invocation.Up(0, items, List.of())));
        assertEquals(new Image.Is(items), image(sandbox, down(group(-4, items))));
        // Down makes them in reverse; none is no record at all.
        assertEquals(new Image.Absent(), image(sandbox, down(group(-4, List.of()))));
        assertTrue(sandbox.descriptor().lenses().getFirst().family());
    }

    @Test
    void aThousandRecordsAreAFamilyAndNoMore() {
        Sandbox sandbox = open(GROUPS.formatted(""));
        List<Row> items = new ArrayList<>();
        for (int i = 0; i < Lens.OfFamily.MAX_FAMILY; i++) {
            items.add(item(1, i, "t" + i));
        }
        image(sandbox, new Invocation.Up(0, items, List.of()));
        image(sandbox, down(group(1, items)));
        items.add(item(1, Lens.OfFamily.MAX_FAMILY, ""));
        assertTrue(
                trap(sandbox, new Invocation.Up(0, items, List.of()))
                        .endsWith("is given 1001 records; at most 1000"));
        assertTrue(
                assertInstanceOf(Image.TooLarge.class, image(sandbox, down(group(1, items))))
                        .what()
                        .endsWith("makes 1001 records; at most 1000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return List.of(new Entry<>(owner + 1, new Lines(lines)));|outside of the family",
                "return List.of(new Entry<>(owner, new Lines(lines)), new Entry<>(owner,"
                        + " new Lines(lines)));|two records under one key of 'groups' schema 1",
                "if (owner == 1) return List.of();|makes no record of a family that has some",
                "if (owner == 1) return null;|makes null of a family",
                "List<Entry<Long, Lines>> l = new ArrayList<>(); l.add(null); if (owner == 1)"
                        + " return l;|something in it that is no Entry",
                "if (owner == 1) return (List) List.of(\"a\");|something in it that is no Entry",
                "if (owner == 1) return (List) List.of(new Entry<>(\"a\", null));|cannot be encoded",
                "if (owner == 1) throw new Refused(\"NO\");|refuses, which only down may, by"
                        + " answering Refuse: NO",
                "if (owner == 1) throw new Refused(null);|refuses, which only down may",
                "if (owner == 1) throw new IllegalStateException(\"x\");"
                        + "|IllegalStateException left the lens of m.Sample from 'items' schema 1"
                        + " to 'groups' schema 1 on the way up",
                "while (owner == 1) {}|gas"
            })
    void aFamilyLensThatDoesNotBehaveTraps(String code, String reason) {
        Sandbox sandbox =
                open(
                        GROUPS.formatted(
                                code.startsWith("return") ? "if (owner == 1) " + code : code));
        String trap = trap(sandbox, up(item(1, 1, "a")));
        assertTrue(trap.contains(reason), trap);
        image(sandbox, up(item(2, 1, "a")));
    }

    @Test
    void aRecordBeyondItsBoundIsNoImage() {
        Sandbox sandbox =
                open(
                        GROUPS.formatted(
                                "if (owner == 1) lines.add(new Line(1, \"x\".repeat(200_000)));"));
        Image large = image(sandbox, up(item(1, 1, "a")));
        assertTrue(
                assertInstanceOf(Image.TooLarge.class, large)
                        .what()
                        .endsWith("bytes; at most 131072"),
                large.toString());
        image(sandbox, up(item(2, 1, "a")));
    }

    @Test
    void aRecordThatItsCopyRejectsIsNamed() {
        assertEquals(
                "the lens of m.Sample from 'notes' schema 1 to 'notes' schema 2 rejects a record"
                        + " of 'notes' schema 1",
                trap(open(NOTES.formatted("", "")), up(old(1, "forbidden"))));
        assertTrue(
                trap(open(NOTES.formatted("if (text.isEmpty()) return null;", "")), up(old(1, "")))
                        .endsWith("makes null of a record"));
        assertTrue(
                trap(
                                open(NOTES.formatted("", "if (now.key() == 1) return null;")),
                                down(now(1, "", false, 0)))
                        .endsWith("answers null for down"));
        assertTrue(
                trap(
                                open(
                                        NOTES.formatted(
                                                "",
                                                "if (now.key() == 1) return new Down.Is<>(null);")),
                                down(now(1, "", false, 0)))
                        .endsWith("makes null of a record"));
    }

    @Test
    void theCallersMistakesAreTrapsToo() {
        Sandbox sandbox = open(NOTES.formatted("", ""));
        assertEquals(
                "there is no lens 1",
                trap(sandbox, new Invocation.Up(1, List.of(old(1, "")), List.of())));
        assertTrue(
                trap(sandbox, new Invocation.Up(0, List.of(old(1, ""), old(2, "")), List.of()))
                        .endsWith("is given 2 records; at most 1"));
        assertTrue(
                trap(sandbox, up(new Row(number(1), Bytes.fromHex("81"))))
                        .endsWith("rejects a record of 'notes' schema 1"));
    }

    @Test
    void carryingCostsByTheByteAndCanRunOutOfGas() {
        Sandbox sandbox = open(NOTES.formatted("", ""));
        Outcome outcome = invoke(sandbox, up(old(1, "a".repeat(1000))));
        assertTrue(outcome.gasUsed() < 20_000, outcome.toString());
        Outcome dear = invoke(sandbox, up(old(1, "a".repeat(100_000))));
        assertTrue(dear.gasUsed() > 800_000, dear.toString());
        var starved = sandbox.invoke(up(old(1, "a".repeat(1000))), null, 3_000);
        assertEquals(TrapKind.OUT_OF_GAS, ((Outcome.Trapped) starved).kind());
    }
}
