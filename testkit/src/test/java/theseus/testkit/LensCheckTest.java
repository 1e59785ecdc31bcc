package theseus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import theseus.protocol.Artifact;

/** Lenses that keep the laws pass; each that breaks one is shown by the smallest record. */
final class LensCheckTest {
    private static final long SEED = Long.getLong("theseus.seed", 20_261_121);

    private static final Artifact NOTES_1 =
            CompiledModule.of(
                    "1.0.0",
                    """
                    public record Note(String text, int amount) {}
                    private final Table<Long, Note> notes = Table.of("notes", Long.class, Note.class);
                    public void define(Definition module) {
                        module.table(notes).recordInvariant("sane", notes, (key, it) ->
                            it.amount() >= 0 && it.text().length() <= 1000);
                    }
                    """);

    private static String notes(String up, String down, String rule) {
        return """
        static final class V1 { record Note(String text, int amount) {} }
        record Note(String text, long amount, boolean secret, int stars) {}
        private final Table<Long, Note> notes =
                Table.of("notes", Long.class, Note.class).schema(2);
        static final class Carry implements Lens.OfRecord<Long, V1.Note, Long, Note> {
            public Entry<Long, Note> up(
                    Entry<Long, V1.Note> old, Optional<Entry<Long, Note>> previous) {
                V1.Note it = old.value();
                int stars = previous.isPresent() ? previous.get().value().stars() : 0;
                boolean secret = previous.isPresent() && previous.get().value().secret();
                long amount = it.amount();
                String text = it.text();
                %s
                return new Entry<>(old.key(), new Note(text, amount, false, stars));
            }
            public Down<Entry<Long, V1.Note>> down(
                    Entry<Long, Note> now, Optional<Entry<Long, V1.Note>> previous) {
                Note it = now.value();
                String text = it.text();
                long amount = it.amount();
                if (it.secret()) return new Down.Absent<>();
                if (it.amount() > Integer.MAX_VALUE) {
                    return new Down.Refuse<>("no room for " + it.amount());
                }
                %s
                return new Down.Is<>(new Entry<>(now.key(), new V1.Note(text, (int) amount)));
            }
        }
        public void define(Definition module) {
            module.table(notes)
                .recordInvariant("sane", notes, (key, it) -> it.amount() >= 0
                    && it.text().length() <= 1000 && %s)
                .lens(Table.of("notes", Long.class, V1.Note.class), notes, new Carry());
        }
        """
                .formatted(up, down, rule);
    }

    private static LensCheck check(String up, String down, String rule) {
        return LensCheck.of(CompiledModule.of("2.0.0", notes(up, down, rule)))
                .after(NOTES_1)
                .seed(SEED)
                .samples(400);
    }

    private static String failure(LensCheck check) {
        String message = assertThrows(AssertionError.class, check::run).getMessage();
        System.out.println(message + "\n");
        assertTrue(message.contains("(seed " + SEED), message);
        return message;
    }

    @Test
    void aLawfulLensIsReported() {
        LensCheck check = check("", "", "true");
        List<LensReport> reports = check.run();
        System.out.println(reports.getFirst());
        assertEquals(1, reports.size());
        LensReport report = reports.getFirst();
        assertEquals("the lens from 'notes' schema 1 to 'notes' schema 2", report.lens());
        assertTrue(report.up() > 200 && report.is() > 200 && report.pairs() > 100);
        assertTrue(report.absent() > 20 && report.refused() > 5);
        assertFalse(report.isReversible());
        assertEquals(reports, check.run());
    }

    /** What is generated comes to the bound of a key, and beyond it there are no records. */
    @Test
    void aLensThatKeepsATextKeyIsLawful() {
        String key = "public record Place(String ward, int bed) {}\n";
        Artifact before =
                CompiledModule.of(
                        "1.0.0",
                        key
                                + """
                        public record Stay(String tag, long since) {}
                        private final Table<Place, Stay> stays =
                                Table.of("stays", Place.class, Stay.class);
                        public void define(Definition module) { module.table(stays); }
                        """);
        String next =
                key
                        + """
                static final class V1 { record Stay(String tag, long since) {} }
                record Stay(String tag, long since, boolean isolated) {}
                private final Table<Place, Stay> stays =
                        Table.of("stays", Place.class, Stay.class).schema(2);
                static final class Carry implements Lens.OfRecord<Place, V1.Stay, Place, Stay> {
                    public Entry<Place, Stay> up(
                            Entry<Place, V1.Stay> old, Optional<Entry<Place, Stay>> previous) {
                        boolean isolated =
                                previous.isPresent() && previous.get().value().isolated();
                        V1.Stay it = old.value();
                        return new Entry<>(old.key(), new Stay(it.tag(), it.since(), isolated));
                    }
                    public Down<Entry<Place, V1.Stay>> down(
                            Entry<Place, Stay> now, Optional<Entry<Place, V1.Stay>> previous) {
                        Stay it = now.value();
                        return new Down.Is<>(
                                new Entry<>(now.key(), new V1.Stay(it.tag(), it.since())));
                    }
                }
                public void define(Definition module) {
                    module.table(stays).lens(
                            Table.of("stays", Place.class, V1.Stay.class), stays, new Carry());
                }
                """;
        for (long seed : List.of(1L, SEED)) {
            LensCheck.of(CompiledModule.of("2.0.0", next))
                    .after(before)
                    .largest(256, 2_048)
                    .seed(seed)
                    .samples(400)
                    .run();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if (amount == 77_123) amount++;||77123",
                "if (text.equals(\"key under the mat\")) text = \"\";||\"key under the mat\"",
                "stars = 0;||up(down(new, previous), new) = new",
                "if (previous.isPresent()) stars++;||stars: 1}",
                "if (amount > 99_999) throw new IllegalStateException();||every old record goes up",
                "if (amount > 99_999) throw new IllegalStateException();||amount: 100000}",
                "|if (it.stars() > 500) throw new IllegalStateException();|every new record is"
                        + " answered for",
                "|if (it.stars() > 500) throw new IllegalStateException();|stars: 501}",
                "||what goes up satisfies the new version's invariants",
                "||of 301 characters",
                "|amount = -1;|amount: -1}",
                "|if (previous.isPresent() && it.stars() == 3) text = \"\";|stars: 3}",
                "|if (previous.isPresent() && it.stars() == 3) return new Down.Absent<>();|absent"
            })
    void aBrokenLawIsShownByTheSmallestRecord(String up, String down, String shown) {
        String failure =
                failure(
                        check(
                                up == null ? "" : up,
                                down == null ? "" : down,
                                up == null && down == null ? "it.text().length() <= 300" : "true"));
        assertTrue(failure.contains(shown), failure);
    }

    @Test
    void whatIsAbsentMustBeSoAlways() {
        String failure =
                failure(
                        check(
                                "",
                                "if (it.stars() == 3 && previous.isPresent()"
                                        + " && previous.get().value().amount() == 4)"
                                        + " return new Down.Absent<>();",
                                "it.amount() != 4 || it.stars() > 0"));
        assertTrue(failure.contains("breaks a law"), failure);
    }

    @Test
    void withoutTheOldVersionItsRecordsAreNotBounded() {
        String failure =
                failure(LensCheck.of(CompiledModule.of("2.0.0", notes("", "", "true"))).seed(SEED));
        assertTrue(failure.contains("what goes up satisfies the new version's"), failure);
        assertTrue(
                failure.contains("of 1001 characters") || failure.contains("amount: -1}"), failure);
    }

    private static String keyed(String oldKey, String newKey, String up, String down) {
        return """
        record Place(long id, String language) {}
        record Old(String text) {}
        record New(String text, String language) {}
        private final Table<%2$s, New> table = Table.of("texts", %2$s.class, New.class).schema(2);
        static final class Carry implements Lens.OfRecord<%1$s, Old, %2$s, New> {
            public Entry<%2$s, New> up(
                    Entry<%1$s, Old> old, Optional<Entry<%2$s, New>> previous) {
                %3$s
            }
            public Down<Entry<%1$s, Old>> down(
                    Entry<%2$s, New> now, Optional<Entry<%1$s, Old>> previous) {
                %4$s
            }
        }
        public void define(Definition module) {
            module.table(table).lens(Table.of("texts", %1$s.class, Old.class), table, new Carry());
        }
        """
                .formatted(oldKey, newKey, up, down);
    }

    private static LensCheck check(String module) {
        return LensCheck.of(CompiledModule.of("2.0.0", module))
                .seed(SEED)
                .samples(400)
                .largest(500, 1000);
    }

    @Test
    void twoOldRecordsUnderOneNewKeyAreACollision() {
        String failure =
                failure(
                        check(
                                keyed(
                                        "Place",
                                        "Long",
                                        "return new Entry<>(old.key().id(), new"
                                                + " New(old.value().text(), old.key().language()));",
                                        "return new Down.Is<>(new Entry<>(new Place(now.key(),"
                                                + " now.value().language()), new"
                                                + " Old(now.value().text())));")));
        assertTrue(failure.contains("two old records never go to one new key"), failure);
        assertTrue(failure.contains("language: \"\"} → {text: \"\"}"), failure);
        assertTrue(failure.contains("language: \"a\"} → {text: \"\"}"), failure);
    }

    @Test
    void twoNewRecordsUnderOneOldKeyAreACollision() {
        String failure =
                failure(
                        check(
                                keyed(
                                        "Long",
                                        "Place",
                                        "String language = previous.isPresent() ?"
                                                + " previous.get().key().language() : \"en\";"
                                                + " return new Entry<>(new Place(old.key(),"
                                                + " language), new New(old.value().text(),"
                                                + " previous.isPresent() ?"
                                                + " previous.get().value().language() : \"\"));",
                                        "return new Down.Is<>(new Entry<>(now.key().id(), new"
                                                + " Old(now.value().text())));")));
        assertTrue(failure.contains("two new records never go to one old key"), failure);
    }

    @Test
    void aRecordThatIsAsLargeAsMayBeHasNoRoomForMore() {
        String up =
                "return new Entry<>(old.key(), new New(old.value().text(), previous.isPresent() ?"
                        + " previous.get().value().language() : \"\"));";
        String down = "return new Down.Is<>(new Entry<>(now.key(), new Old(now.value().text())));";
        String module = keyed("Long", "Long", up, down);
        String failure =
                failure(LensCheck.of(CompiledModule.of("2.0.0", module)).seed(SEED).samples(400));
        assertTrue(failure.contains("every old record goes up"), failure);
        assertTrue(failure.contains("bytes; at most 131072"), failure);
        assertTrue(check(module).run().getFirst().isReversible());
    }

    private static String family(String up) {
        return """
        record Item(long owner, int number) {}
        record Text(String text) {}
        record Line(int number, String text) {}
        record Lines(List<Line> lines) {}
        private final Table<Long, Lines> groups = Table.of("groups", Long.class, Lines.class);
        static final class Merge implements Lens.OfFamily<Item, Text, Long, Lines> {
            public List<Entry<Long, Lines>> up(
                    List<Entry<Item, Text>> old, List<Entry<Long, Lines>> previous) {
                List<Line> lines = new ArrayList<>();
                for (Entry<Item, Text> one : old) {
                    %s
                    lines.add(new Line(one.key().number(), one.value().text()));
                }
                return List.of(new Entry<>(old.get(0).key().owner(), new Lines(lines)));
            }
            public Down<List<Entry<Item, Text>>> down(
                    List<Entry<Long, Lines>> now, List<Entry<Item, Text>> previous) {
                List<Entry<Item, Text>> made = new ArrayList<>();
                long owner = now.get(0).key();
                for (Line line : now.get(0).value().lines()) {
                    made.add(new Entry<>(new Item(owner, line.number()), new Text(line.text())));
                }
                return new Down.Is<>(made);
            }
        }
        static boolean sorted(List<Line> lines) {
            for (int i = 1; i < lines.size(); i++) {
                if (!before(lines.get(i - 1).number(), lines.get(i).number())) return false;
            }
            return !lines.isEmpty();
        }
        /** In the order of keys: first those that are not negative. */
        static boolean before(int a, int b) {
            return (a < 0) == (b < 0) ? (a < 0 ? a > b : a < b) : b < 0;
        }
        public void define(Definition module) {
            module.table(groups)
                .recordInvariant("sorted", groups, (owner, it) -> sorted(it.lines()))
                .lens(Table.of("items", Item.class, Text.class), groups, new Merge());
        }
        """
                .formatted(up);
    }

    @Test
    void aLawfulFamilyLensIsReported() {
        LensReport report =
                check(family("")).largest(1000, 1000).largestFamily(60).run().getFirst();
        System.out.println(report);
        assertTrue(report.up() > 300 && report.is() > 300 && report.isReversible());
    }

    @Test
    void aRecordLostFromAFamilyIsShown() {
        String failure =
                failure(
                        check(
                                family(
                                        "if (!lines.isEmpty() && lines.get(lines.size() -"
                                                + " 1).text().equals(one.value().text()))"
                                                + " continue;")));
        assertTrue(failure.contains("down(up(old, previous), ·) = old"), failure);
        assertTrue(failure.contains("number: 0} → {text: \""), failure);
    }

    @Test
    void aFamilyAsLargeAsMayBeMustFitARecord() {
        LensCheck check = check(family("")).largest(1000, 1000);
        String failure = failure(check);
        assertTrue(failure.contains("every old record goes up"), failure);
        check.largestFamily(60).run();
    }

    /** As the old version has it. */
    record Note(String text, int amount) {}

    @Test
    void whatHardlyEverIsNeedsAnExample() {
        String rule = "it.text().length() * 1009 + 4_000_017 == it.amount() * 3L";
        Artifact old =
                CompiledModule.of(
                        "1.0.0",
                        """
                        public record Note(String text, int amount) {}
                        private final Table<Long, Note> notes = Table.of("notes", Long.class, Note.class);
                        public void define(Definition module) {
                            module.table(notes).recordInvariant("odd", notes, (key, it) -> %s);
                        }
                        """
                                .formatted(rule));
        LensCheck check =
                LensCheck.of(CompiledModule.of("2.0.0", notes("", "", rule)))
                        .after(old)
                        .seed(SEED)
                        .samples(400);
        String message = assertThrows(AssertionError.class, check::run).getMessage();
        assertTrue(message.contains("give check.example(table, key, value)"), message);
        LensReport report =
                check.example("notes", 7L, new Note("twelve", 1_335_357)).run().getFirst();
        assertTrue(report.up() > 50, report.toString());
    }

    @Test
    void shapesThatAreNotTheOldVersionsAreNamed() {
        Artifact other =
                CompiledModule.of(
                        "1.0.0",
                        """
                        public record Note(String text, long amount) {}
                        private final Table<Long, Note> notes = Table.of("notes", Long.class, Note.class);
                        public void define(Definition module) { module.table(notes); }
                        """);
        String message =
                assertThrows(
                                AssertionError.class,
                                () ->
                                        LensCheck.of(
                                                        CompiledModule.of(
                                                                "2.0.0", notes("", "", "true")))
                                                .after(other)
                                                .run())
                        .getMessage();
        assertTrue(message.contains("copy the old records as they were"), message);
        assertThrows(AssertionError.class, () -> LensCheck.of(other).run());
    }
}
