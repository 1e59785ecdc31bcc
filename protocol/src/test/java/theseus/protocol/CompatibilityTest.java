package theseus.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import theseus.protocol.Descriptor.EventShape;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;

/** One minimal candidate for each thing that no plan can bring about. */
final class CompatibilityTest {
    private static final Schema INT = new Schema.Int(64);
    private static final Schema TEXT = new Schema.Text();

    private final Draft old =
            new Draft("1.0.0")
                    .table("rows", 1, INT, INT)
                    .message("Move", 1, body("a"))
                    .event("Moved", body("a"));

    @Test
    void theSameUnderAHigherVersionIsCompatible() {
        assertEquals(List.of(), codes(old.version("1.0.1")));
    }

    @Test
    void additionsAreCompatible() {
        assertEquals(
                List.of(),
                codes(
                        old.version("1.1.0")
                                .table("more", 1, INT, INT)
                                .message("Move", 2, body("a", "b"))
                                .event("Grown", body())));
    }

    @Test
    void versionMustRise() {
        assertEquals(List.of("VERSION_TOO_LOW"), codes(old.version("1.0.0")));
        assertEquals(List.of("VERSION_TOO_LOW"), codes(old.version("0.9.9")));
        assertTrue(Compatibility.isLater("1.10.0", "1.9.9"));
        assertFalse(Compatibility.isLater("2.0", "2.0.0"));
    }

    @Test
    void messagesInForceAreKept() {
        assertEquals(List.of("MESSAGE_GONE"), codes(old.version("2.0.0").noMessages()));
        assertEquals(
                List.of("FORM_GONE"),
                codes(old.version("2.0.0").noMessages().message("Move", 2, body("a"))));
        assertEquals(
                List.of("FORM_CHANGED"),
                codes(old.version("2.0.0").noMessages().message("Move", 1, body("b"))));
    }

    @Test
    void anEventThatChangesIsCarried() {
        Draft changed = old.version("2.0.0").noEvents().event("Moved", body("b"));
        assertEquals(List.of("EVENT_CHANGED"), codes(changed));
        assertEquals(List.of(), codes(changed.before("Moved", body("a"))));
    }

    @Test
    void recordsNeedAPlace() {
        Draft bare = old.version("2.0.0").noTables();
        assertEquals(List.of("TABLE_GONE"), codes(bare));
        assertTrue(problems(bare).getFirst().onlyReversible());
        assertEquals(List.of("SCHEMA_CHANGED"), codes(bare.table("rows", 1, INT, TEXT)));
        assertEquals(List.of("LENS_MISSING"), codes(bare.table("rows", 2, INT, TEXT)));
        assertEquals(
                List.of(),
                codes(bare.table("rows", 2, INT, TEXT).lens("rows", "rows", 2, false, INT, INT)));
        assertEquals(
                List.of("LENS_MISSING", "SCHEMA_LOWERED"), codes(bare.table("rows", 0, INT, INT)));
    }

    @Test
    void lensesStartFromWhatIsInForceAndLeadToNewTables() {
        Draft next = old.version("2.0.0").noTables().table("rows", 2, INT, TEXT);
        assertEquals(
                List.of("LENS_FROM_OTHER_SHAPE"),
                codes(next.lens("rows", "rows", 2, false, INT, TEXT)));
        assertEquals(List.of("LENS_TARGET"), codes(next.lens("rows", "rows", 3, false, INT, INT)));
        assertEquals(
                List.of("LENS_DOUBLE", "LENS_DOUBLE"),
                codes(
                        next.table("other", 1, INT, INT)
                                .lens("rows", "rows", 2, false, INT, INT)
                                .lens("rows", "other", 1, false, INT, INT)));
        assertEquals(
                List.of("FAMILY_ROOT_CHANGED"),
                codes(
                        old.version("2.0.0")
                                .noTables()
                                .table("rows", 2, TEXT, TEXT)
                                .lens("rows", "rows", 2, true, INT, INT)));
    }

    private List<String> codes(Draft candidate) {
        return problems(candidate).stream().map(Compatibility.Problem::code).toList();
    }

    private List<Compatibility.Problem> problems(Draft candidate) {
        return Compatibility.between(old.descriptor(), candidate.descriptor());
    }

    private static Schema.Structure body(String... fields) {
        return new Schema.Structure(
                "Body",
                new TreeSet<>(List.of(fields))
                        .stream().map(name -> new Schema.Field(name, INT)).toList());
    }

    /** A descriptor in the making. */
    private record Draft(
            String number,
            List<TableShape> tables,
            List<MessageShape> messages,
            List<EventShape> events,
            List<LensShape> lenses,
            List<EventShape> eventsBefore) {
        Draft(String number) {
            this(number, List.of(), List.of(), List.of(), List.of(), List.of());
        }

        Draft version(String other) {
            return new Draft(other, tables, messages, events, lenses, eventsBefore);
        }

        Draft table(String name, int schema, Schema key, Schema value) {
            TableShape table =
                    new TableShape(name, schema, TableKind.BASE, Optional.empty(), key, value);
            return new Draft(number, plus(tables, table), messages, events, lenses, eventsBefore);
        }

        Draft noTables() {
            return new Draft(number, List.of(), messages, events, lenses, eventsBefore);
        }

        Draft message(String name, int form, Schema.Structure body) {
            MessageShape message = new MessageShape(name, form, body);
            return new Draft(number, tables, plus(messages, message), events, lenses, eventsBefore);
        }

        Draft noMessages() {
            return new Draft(number, tables, List.of(), events, lenses, eventsBefore);
        }

        Draft event(String name, Schema.Structure body) {
            EventShape event = new EventShape(name, body);
            return new Draft(number, tables, messages, plus(events, event), lenses, eventsBefore);
        }

        Draft noEvents() {
            return new Draft(number, tables, messages, List.of(), lenses, eventsBefore);
        }

        Draft before(String name, Schema.Structure body) {
            EventShape event = new EventShape(name, body);
            return new Draft(number, tables, messages, events, lenses, plus(eventsBefore, event));
        }

        Draft lens(String from, String to, int schema, boolean family, Schema key, Schema value) {
            LensShape lens = new LensShape(from, 1, to, schema, family, key, value);
            return new Draft(number, tables, messages, events, plus(lenses, lens), eventsBefore);
        }

        Descriptor descriptor() {
            return new Descriptor(
                    "m",
                    number,
                    "M",
                    Optional.empty(),
                    tables,
                    messages,
                    events,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    lenses,
                    eventsBefore,
                    List.of(),
                    List.of(),
                    false,
                    false);
        }

        private static <T> List<T> plus(List<T> list, T one) {
            return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(one))
                    .toList();
        }
    }
}
