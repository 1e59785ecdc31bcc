package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.client.PlanStatus;
import theseus.protocol.Phase;
import theseus.sdk.Hash;

final class RehearseTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Theseus.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private Path jar(String name, String source) throws IOException {
        return SourceJar.build(folder, name, "Diary", source);
    }

    private int rehearse(DiaryChain chain, Path jar, int blocks) {
        return run(
                "module",
                "rehearse",
                jar.toString(),
                "--node",
                chain.address(),
                "--blocks",
                Integer.toString(blocks));
    }

    private JsonNode report(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name + "-report.json").toFile());
    }

    @Test
    void aSoundVersionAndAFaultyOneAreToldApart() throws IOException {
        Path one = jar("one", Diaries.ONE);
        try (DiaryChain chain = new DiaryChain(folder.resolve("node"), one)) {
            chain.write("first", "second", "third");
            chain.send("Erase", Map.of("number", 2L));
            chain.write("", "fourth", "fifth", "sixth");
            for (int i = 0; i < 30; i++) {
                chain.write("line " + i); // some must lie within the sample, heartbeats or not
            }
            Path two = jar("two", Diaries.TWO);
            int blocks = (int) chain.client().status().height() - 2;
            assertEquals(ExitCode.OK, rehearse(chain, two, blocks), out.toString() + err);
            JsonNode seen = report("two").path("assessment").path("rehearsed");
            assertEquals(
                    "MODERATE",
                    report("two").path("assessment").path("risk").path("level").asText());
            assertTrue(seen.path("sample").path("fromHeight").asLong() >= 2, seen.toString());
            JsonNode write = message(seen, "Write");
            assertTrue(write.path("equal").asLong() >= 3, seen.toString());
            assertEquals(0, write.path("undeclared").asLong());
            assertEquals(0, seen.path("free").path("undeclared").asLong());
            assertEquals("lines 1", seen.path("tables").get(0).path("from").asText());
            assertFalse(seen.path("uncovered").toString().contains("migration of"));
            String hash = report("two").path("hash").asText();
            assertTrue(seen.path("findings").toString().contains("LENS_LAWFUL"), seen.toString());

            assertEquals(
                    ExitCode.OK,
                    run(
                            "module",
                            "report",
                            folder.resolve("two-report.json").toString(),
                            "--json"));
            assertTrue(out.toString().contains(hash));

            Path faulty = jar("faulty", Diaries.FAULTY);
            assertEquals(ExitCode.REFUSED, rehearse(chain, faulty, 1_000), out.toString() + err);
            JsonNode wrong = report("faulty").path("assessment");
            assertEquals("STOP", wrong.path("risk").path("level").asText());
            for (JsonNode finding : wrong.path("rehearsed").path("findings")) {
                boolean shown = out.toString().contains(" " + finding.path("code").asText() + " ");
                assertEquals(!finding.path("severity").asText().equals("NOTE"), shown, "" + out);
            }
            JsonNode first = wrong.path("rehearsed").path("divergences").get(0);
            assertEquals("diary.Write", first.path("what").asText(), wrong.toString());
            assertEquals("refused by diary: EMPTY", first.path("old").path("result").asText());
            assertEquals("applied", first.path("candidate").path("result").asText());
            assertTrue(Files.readString(folder.resolve("faulty-report.html")).contains("EMPTY"));
            keep("faulty-report.html");
        }
    }

    private static JsonNode message(JsonNode seen, String name) {
        for (JsonNode one : seen.path("messages")) {
            if (one.path("message").path("message").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no sample of " + name + " in " + seen);
    }

    @Test
    void theSameBlocksGiveTheSameHash() throws IOException {
        try (DiaryChain chain = new DiaryChain(folder.resolve("node"), jar("one", Diaries.ONE))) {
            chain.write("first", "second", "third");
            Path two = jar("two", Diaries.TWO);
            long height = chain.client().status().height();
            assertEquals(ExitCode.OK, rehearse(chain, two, (int) height), out.toString() + err);
            JsonNode sample = report("two").path("assessment").path("rehearsed").path("sample");
            String hash = report("two").path("hash").asText();
            long head = sample.path("toHeight").asLong();
            // Heartbeats may have added blocks; then another sample is rehearsed.
            rehearse(chain, two, (int) (head - sample.path("fromHeight").asLong()));
            JsonNode again = report("two").path("assessment").path("rehearsed").path("sample");
            assertEquals(again.equals(sample), hash.equals(report("two").path("hash").asText()));
        }
    }

    /** In SHADOW, where nothing joined, and in CANARY, where tables joined and left. */
    @Test
    void blocksInWhichAnotherPlanCameAndWentAreRehearsed() throws IOException {
        Path one = jar("one", Diaries.ONE);
        Path two = jar("two", Diaries.TWO);
        Path council = SourceJar.build(folder, "council", "Council", Diaries.COUNCIL);
        try (DiaryChain chain = DiaryChain.with(folder.resolve("node"), one, council)) {
            chain.write("first", "second");
            for (Phase until : List.of(Phase.SHADOW, Phase.CANARY, Phase.PROBATION)) {
                Hash plan =
                        chain.upgrade(
                                ModuleFile.read(one),
                                ModuleFile.read(
                                        jar(
                                                "x" + until,
                                                Diaries.TWO.replace(
                                                        "2.0.0", "2.0." + until.ordinal()))));
                assertEquals(until, chain.writeUntil(plan, until).phase());
                chain.write("more", "and more");
                chain.stop(plan);
                assertEquals(Phase.ROLLED_BACK, chain.writeUntil(plan, Phase.ROLLED_BACK).phase());
                chain.write("after " + until);
            }
            assertEquals(ExitCode.OK, rehearse(chain, two, 1_000), out.toString() + err);
            JsonNode seen = report("two").path("assessment").path("rehearsed");
            assertEquals(0, seen.path("sample").path("fromHeight").asLong());
            assertEquals(0, seen.path("free").path("undeclared").asLong());
            assertTrue(seen.path("free").path("equal").asLong() > 0, seen.toString());
            assertTrue(seen.path("free").path("restedBlocks").asLong() > 0, seen.toString());
            assertTrue(
                    seen.path("uncovered").toString().contains("migration of lines 1"),
                    "nothing was there to be carried at the genesis: " + seen);
            // From within a plan's life: its tables are filled again from its start on.
            long joined =
                    chain.client().upgrades().plans().stream()
                            .map(brief -> chain.client().upgrades().plan(brief.id()).orElseThrow())
                            .mapToLong(PlanStatus::joinedHeight)
                            .max()
                            .orElseThrow();
            int blocks = (int) (chain.client().status().height() - joined + 3);
            assertEquals(ExitCode.OK, rehearse(chain, two, blocks), out.toString() + err);
            assertTrue(out.toString().contains("are executed before it"), out.toString());
        }
    }

    @Test
    void theSampleBeginsWhereTheVersionInForceBegan() throws IOException {
        Path one = jar("one", Diaries.ONE);
        Path two = jar("two", Diaries.TWO);
        Path council = SourceJar.build(folder, "council", "Council", Diaries.COUNCIL);
        try (DiaryChain chain = DiaryChain.with(folder.resolve("node"), one, council)) {
            chain.write("first", "second");
            Hash plan = chain.upgrade(ModuleFile.read(one), ModuleFile.read(two));
            PlanStatus status = chain.writeUntil(plan, Phase.FINAL);
            assertEquals(Phase.FINAL, status.phase(), status.json().toString());
            chain.write("third", "fourth");
            Path three = jar("three", Diaries.THREE);
            assertEquals(ExitCode.OK, rehearse(chain, three, 1_000), out.toString() + err);
            JsonNode sample = report("three").path("assessment").path("rehearsed").path("sample");
            assertEquals(status.sinceHeight(), sample.path("fromHeight").asLong());
        }
    }

    @Test
    void aStateThatWouldNotFitIsRefusedWhileItIsCopied() {
        HeapBudget budget = new HeapBudget(10_000);
        budget.add(30, 70);
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> {
                            for (int i = 0; i < 10; i++) {
                                budget.add(30, 70);
                            }
                        });
        assertEquals("STATE_TOO_LARGE", failure.code());
    }

    @Test
    void whatCannotBeRehearsedIsSaid() throws IOException {
        Path one = jar("one", Diaries.ONE);
        assertEquals(ExitCode.USAGE, run("module", "rehearse", one.toString(), "--blocks", "0"));
        assertEquals(
                ExitCode.UNAVAILABLE,
                run("module", "rehearse", one.toString(), "--node", "http://localhost:1"));
    }

    /** To look at: -Dtheseus.page=FOLDER */
    private void keep(String name) throws IOException {
        String target = System.getProperty("theseus.page", "");
        if (!target.isEmpty()) {
            Files.copy(
                    folder.resolve(name),
                    Path.of(target).resolve(name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
