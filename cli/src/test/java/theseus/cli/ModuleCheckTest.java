package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModuleCheckTest {
    private static final String IMPORTS =
            "package diary;\nimport java.util.*;\nimport theseus.sdk.*;\n";

    private static final String ONE =
            IMPORTS
                    + """
                    @ModuleInfo(name = "diary", version = "1.0.0")
                    public final class Diary implements theseus.sdk.Module {
                        public record Write(String text) implements Message {}
                        public record Written(long number) implements Event {}
                        public record LineOf(long number) implements Query<Line> {}
                        public enum Refused implements Refusal { NO_SUCH_LINE }
                        public record Number(long value) {}
                        public record Line(String text) {}
                        private final Table<Number, Line> lines = Table.of("lines", Number.class, Line.class);
                        @Override public void define(Definition module) {
                            module.table(lines).handles(Write.class, this::write)
                                .answers(LineOf.class, Line.class, this::lineOf);
                        }
                        private void write(Context context, Write message) {
                            context.put(lines, new Number(1), new Line(message.text()));
                            context.emit(new Written(1));
                        }
                        private Line lineOf(View view, LineOf query) {
                            return view.get(lines, new Number(query.number()), Refused.NO_SUCH_LINE);
                        }
                    }
                    """;

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(Object... arguments) {
        out.getBuffer().setLength(0);
        String[] words =
                Stream.concat(Stream.of("module", "check"), Stream.of(arguments))
                        .map(Object::toString)
                        .toArray(String[]::new);
        return Theseus.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private Path jar(String name, String source) throws IOException {
        return SourceJar.build(folder, name, "Diary", source);
    }

    private List<String> codes() throws IOException {
        JsonNode findings = new ObjectMapper().readTree(out.toString()).path("findings");
        return findings.findValuesAsText("code");
    }

    @Test
    void whatIsNotAdmittedIsSaidOnceWithItsLine() throws IOException {
        Path jar =
                jar(
                        "bad",
                        ONE.replace(
                                "context.emit(new Written(1));",
                                """
                                Map<String, String> seen = new HashMap<>();
                                seen.put("a", "b");
                                context.emit(new Written(System.currentTimeMillis()));
                                context.emit(new Written(System.currentTimeMillis()));
                                """));
        assertEquals(ExitCode.REFUSED, check(jar));
        List<String> lines = out.toString().lines().toList();
        assertEquals(1, lines.stream().filter(line -> line.contains("currentTimeMillis")).count());
        assertEquals(
                1,
                lines.stream().filter(line -> line.contains("java.util.HashMap")).count(),
                out.toString());
        assertTrue(lines.getFirst().contains("diary.Diary.write, line "), out.toString());
    }

    @Test
    void whatIsKeptInAStaticFieldIsNamedAsItWasWritten() throws IOException {
        Path jar =
                jar(
                        "kept",
                        ONE.replace(
                                        "private final Table<Number, Line> lines",
                                        "private static final List<String> SEEN = new ArrayList<>();\n"
                                                + "private final Table<Number, Line> lines")
                                .replace(
                                        "context.emit(new Written(1));",
                                        "SEEN.add(message.text()); context.emit(new Written(1));"));
        assertEquals(ExitCode.REFUSED, check(jar));
        assertTrue(
                out.toString()
                        .contains(
                                "diary.Diary: its field or captured variable 'SEEN' holds a"
                                        + " java.util.ArrayList"),
                out.toString());
    }

    @Test
    void whatIsWrittenAndNotDeclaredIsAWarning() throws IOException {
        Path jar =
                jar(
                        "forgotten",
                        ONE.replace(
                                "private final Table<Number, Line> lines",
                                """
                                public record Erase(long number) implements Message {}
                                public record Count() implements Query<Number> {}
                                private final Table<Number, Line> more = Table.of("more", Number.class, Line.class);
                                private final Table<Number, Line> lines"""));
        assertEquals(ExitCode.OK, check(jar, "--json"), out.toString() + err);
        assertEquals(
                List.of("MESSAGE_NOT_HANDLED", "QUERY_NOT_ANSWERED", "TABLE_NOT_DECLARED"),
                codes().stream().sorted().toList());
    }

    @Test
    void aSoundModuleHasNoFindings() throws IOException {
        assertEquals(ExitCode.OK, check(jar("one", ONE), "--json"), out.toString() + err);
        assertEquals(List.of(), codes());
    }

    @Test
    void probesAreRun() throws IOException {
        String probes =
                """
                {"probes": [{"name": "what is written is there", "steps": [
                  {"from": "alice", "send": "Write", "body": {"text": "hello"}},
                  {"ask": "LineOf", "body": {"number": %d}, "answer": {"text": "hello"}}]}]}
                """;
        Path sound =
                SourceJar.build(
                        folder,
                        "sound",
                        "Diary",
                        ONE,
                        Map.of("diary/probes.json", probes.formatted(1)));
        assertEquals(ExitCode.OK, check(sound), out.toString() + err);
        assertTrue(out.toString().contains("note PROBES_PASSED probes: 1 of them"), out.toString());
        Path wrong =
                SourceJar.build(
                        folder,
                        "wrong",
                        "Diary",
                        ONE,
                        Map.of("diary/probes.json", probes.formatted(2)));
        assertEquals(ExitCode.REFUSED, check(wrong));
        assertTrue(
                out.toString()
                        .contains(
                                "error PROBE_FAILED probe 'what is written is there': step 2, query"
                                        + " LineOf: it should be answered {text=hello}, but was"
                                        + " refused with NO_SUCH_LINE"),
                out.toString());
    }

    /** Both versions share the table and its sum, which are compared one by one. */
    @Test
    void whatFollowsFromADeclaredTableMustBeDeclaredToo() throws IOException {
        String summed =
                ONE.replace(
                                "Line.class);\n    @Override",
                                "Line.class);\n    private final Sum<Number, Line> letters ="
                                        + " Sum.of(\"letters\", lines, line -> (long)"
                                        + " line.text().length());\n    @Override")
                        .replace("module.table(lines)", "module.table(lines).sum(letters)");
        Path one = jar("one", summed);
        Path two =
                jar(
                        "two",
                        summed.replace("1.0.0", "1.0.1")
                                .replace(
                                        "new Line(message.text())",
                                        "new Line(message.text() + 1)"));
        String table = "diary.Write:TABLE:lines=a line ends with a mark now";
        assertEquals(ExitCode.USAGE, check(two, "--declare", table));
        assertEquals(
                ExitCode.OK,
                check(two, "--against", one, "--declare", table),
                out.toString() + err);
        assertTrue(
                out.toString()
                        .contains("warning DERIVED_NOT_DECLARED table letters: follows from lines"),
                out.toString());
        check(
                two,
                "--against",
                one,
                "--declare",
                table,
                "--declare",
                "diary.Write:TABLE:letters=so there is a letter more",
                "--json");
        assertEquals(List.of(), codes());
    }

    /** The law, then what was carried, a line each. */
    @Test
    void aBrokenLawIsShownInLines() throws IOException {
        Path one = jar("one", ONE);
        Path two =
                jar(
                        "two",
                        ONE.replace("1.0.0", "2.0.0")
                                .replace(
                                        "public record Line(String text) {}",
                                        """
                                        public record Line(String text, long mood) {}
                                        public interface Before { record Line(String text) {} }
                                        private static final class Moods
                                                implements Lens.OfRecord<Number, Before.Line, Number, Line> {
                                            @Override public Entry<Number, Line> up(
                                                    Entry<Number, Before.Line> old, Optional<Entry<Number, Line>> previous) {
                                                return new Entry<>(old.key(), new Line(old.value().text(), 0));
                                            }
                                            @Override public Lens.Down<Entry<Number, Before.Line>> down(
                                                    Entry<Number, Line> now, Optional<Entry<Number, Before.Line>> previous) {
                                                return new Lens.Down.Is<>(
                                                        new Entry<>(now.key(), new Before.Line(now.value().text())));
                                            }
                                        }
                                        private final Table<Number, Before.Line> before =
                                                Table.of("lines", Number.class, Before.Line.class);""")
                                .replace(
                                        "Line.class);\n    @Override",
                                        "Line.class).schema(2);\n    @Override")
                                .replace(
                                        "module.table(lines)",
                                        "module.table(lines).lens(before, lines, new Moods())")
                                .replace(
                                        "new Line(message.text())", "new Line(message.text(), 1)"));
        assertEquals(ExitCode.REFUSED, check(two, "--against", one), out.toString() + err);
        List<String> lines = out.toString().lines().toList();
        int first = 0;
        while (!lines.get(first).startsWith("error LENS_LAW lens: ")) {
            first++;
        }
        assertTrue(lines.get(first).contains("breaks a law"), out.toString());
        assertTrue(
                lines.get(first).endsWith("put LensCheck into the module's tests"), out.toString());
        assertTrue(lines.get(first + 1).startsWith("    "), out.toString());
        assertTrue(lines.stream().allMatch(line -> line.length() < 300), out.toString());
    }

    @Test
    void anotherShapeWithoutSchemaOrVersionIsRefused() throws IOException {
        Path one = jar("one", ONE);
        Path two =
                jar(
                        "two",
                        ONE.replace(
                                        "record Line(String text)",
                                        "record Line(String text, long mood)")
                                .replace(
                                        "new Line(message.text())", "new Line(message.text(), 3)"));
        assertEquals(ExitCode.REFUSED, check(two, "--against", one, "--json"));
        assertTrue(
                codes().containsAll(List.of("SCHEMA_CHANGED", "QUERY_CHANGED", "VERSION_TOO_LOW")),
                out.toString());
        assertEquals(ExitCode.REFUSED, check(two, "--against", one));
        assertTrue(out.toString().contains("field 'mood' added"), out.toString());
        assertTrue(out.toString().contains("after 1.0.0 comes 2.0.0 or higher"), out.toString());
    }

    @Test
    void anAdditionCallsForAMinorVersion() throws IOException {
        Path one = jar("one", ONE);
        Path two =
                jar(
                        "two",
                        ONE.replace("1.0.0", "1.1.0")
                                .replace(
                                        "public record Written",
                                        "public record Noted(long number) implements Event {}\n"
                                                + "public record Written")
                                .replace(
                                        "context.emit(new Written(1));",
                                        "context.emit(new Noted(1)); context.emit(new Written(1));"));
        assertEquals(ExitCode.OK, check(two, "--against", one), out.toString() + err);
        assertTrue(out.toString().contains("note EVENT_ADDED event Noted: is new"), out.toString());
        assertTrue(out.toString().contains("step: MINOR"), out.toString());
    }

    @Test
    void theSameVersionWithOtherCodeIsRefused() throws IOException {
        Path one = jar("one", ONE);
        Path two = jar("two", ONE.replace("new Number(1)", "new Number(2)"));
        assertEquals(ExitCode.REFUSED, check(two, "--against", one, "--json"));
        assertEquals(List.of("VERSION_TOO_LOW"), codes());
        assertEquals(ExitCode.OK, check(one, "--against", one, "--json"));
        assertEquals(List.of("SAME_ARTIFACT"), codes());
    }

    @Test
    void whatThereIsNotToCompareWithIsSaid() throws IOException {
        Path one = jar("one", ONE);
        assertEquals(ExitCode.USAGE, check(one, "--against", "no/such.jar"));
        assertTrue(err.toString().contains("consent@1200"), err.toString());
        assertEquals(
                ExitCode.UNAVAILABLE,
                check(one, "--against", "diary", "--node", "http://localhost:1"));
        assertEquals(ExitCode.UNAVAILABLE, check(one, "--against", folder));
        assertFalse(err.toString().contains("defect"), err.toString());
    }
}
