package theseus.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.EventShape;
import theseus.protocol.Descriptor.InterfaceShape;
import theseus.protocol.Descriptor.LensShape;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Descriptor.MethodShape;
import theseus.protocol.Descriptor.QueryShape;
import theseus.protocol.Descriptor.RefusalChange;
import theseus.protocol.Descriptor.TableKind;
import theseus.protocol.Descriptor.TableShape;
import theseus.protocol.Schema;
import theseus.protocol.Schema.Field;
import theseus.protocol.Schema.Structure;
import theseus.sdk.Capability;

final class DescriptorChangesTest {
    private static final Schema TEXT = new Schema.Text();
    private static final Schema LONG = new Schema.Int(64);
    private static final Structure KEY = structure("Key", new Field("id", LONG));
    private static final Structure ONE = structure("Line", new Field("text", TEXT));
    private static final Structure TWO =
            structure("Line", new Field("text", TEXT), new Field("mood", LONG));

    /** What of a descriptor the tests change. */
    private record Parts(
            String version,
            List<TableShape> tables,
            List<MessageShape> messages,
            List<EventShape> events,
            List<String> refusals,
            List<QueryShape> queries,
            List<InterfaceShape> offers,
            List<LensShape> lenses,
            List<EventShape> eventsBefore,
            List<RefusalChange> refusalChanges,
            List<Capability> needs) {
        Descriptor descriptor() {
            return new Descriptor(
                    "book",
                    version,
                    "book.Book",
                    Optional.empty(),
                    tables,
                    messages,
                    events,
                    refusals,
                    queries,
                    offers,
                    List.of(),
                    List.of(),
                    lenses,
                    eventsBefore,
                    refusalChanges,
                    needs,
                    false,
                    false);
        }
    }

    private static Structure structure(String name, Field... fields) {
        return new Structure(name, List.of(fields));
    }

    private static TableShape table(int schema, Structure value) {
        return new TableShape("lines", schema, TableKind.BASE, Optional.empty(), KEY, value);
    }

    private static LensShape lens(Structure from) {
        return new LensShape("lines", 1, "lines", 2, false, KEY, from);
    }

    private static Parts base() {
        return new Parts(
                "1.0.0",
                List.of(table(1, ONE)),
                List.of(new MessageShape("Write", 1, ONE)),
                List.of(new EventShape("Written", ONE)),
                List.of("EMPTY"),
                List.of(new QueryShape("LineOf", KEY, ONE)),
                List.of(
                        new InterfaceShape(
                                "lines",
                                "1.0",
                                List.of(new MethodShape("line", true, List.of(LONG), ONE)))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static DescriptorChanges changes(UnaryOperator<Parts> change) {
        return DescriptorChanges.between(base().descriptor(), change.apply(base()).descriptor());
    }

    private static void expect(
            String version, Severity severity, String code, UnaryOperator<Parts> change) {
        DescriptorChanges changes = changes(change);
        assertTrue(
                changes.findings().stream()
                        .anyMatch(one -> one.code().equals(code) && one.severity() == severity),
                code + " is not among " + changes.findings());
        assertEquals(version, changes.needed().after("1.0.0"), changes.findings().toString());
    }

    @Test
    void theSameShapeWantsAPatchVersion() {
        DescriptorChanges same = changes(p -> p);
        assertEquals(VersionStep.PATCH, same.needed());
        assertEquals("VERSION_TOO_LOW", same.findings().getFirst().code());
        assertEquals(List.of(), changes(p -> version(p, "1.0.1")).findings());
    }

    private static Parts version(Parts p, String version) {
        return new Parts(
                version,
                p.tables(),
                p.messages(),
                p.events(),
                p.refusals(),
                p.queries(),
                p.offers(),
                p.lenses(),
                p.eventsBefore(),
                p.refusalChanges(),
                p.needs());
    }

    private static Parts messages(Parts p, MessageShape... messages) {
        return new Parts(
                p.version(),
                p.tables(),
                List.of(messages),
                p.events(),
                p.refusals(),
                p.queries(),
                p.offers(),
                p.lenses(),
                p.eventsBefore(),
                p.refusalChanges(),
                p.needs());
    }

    @Test
    void messagesInForceMustStay() {
        expect("2.0.0", Severity.ERROR, "MESSAGE_GONE", p -> messages(p));
        expect(
                "2.0.0",
                Severity.ERROR,
                "FORM_GONE",
                p -> messages(p, new MessageShape("Write", 2, TWO)));
        expect(
                "2.0.0",
                Severity.ERROR,
                "FORM_CHANGED",
                p -> messages(p, new MessageShape("Write", 1, TWO)));
        expect(
                "1.1.0",
                Severity.NOTE,
                "MESSAGE_ADDED",
                p ->
                        messages(
                                p,
                                new MessageShape("Write", 1, ONE),
                                new MessageShape("Write", 2, TWO)));
    }

    private static Parts events(Parts p, EventShape now, List<EventShape> before) {
        return new Parts(
                p.version(),
                p.tables(),
                p.messages(),
                List.of(now),
                p.refusals(),
                p.queries(),
                p.offers(),
                p.lenses(),
                before,
                p.refusalChanges(),
                p.needs());
    }

    @Test
    void aChangedEventMustSayHowTheOldOneLooks() {
        EventShape two = new EventShape("Written", TWO);
        expect("2.0.0", Severity.ERROR, "EVENT_CHANGED", p -> events(p, two, List.of()));
        expect(
                "2.0.0",
                Severity.WARNING,
                "EVENT_CHANGED",
                p -> events(p, two, List.of(new EventShape("Written", ONE))));
        expect(
                "2.0.0",
                Severity.WARNING,
                "EVENT_GONE",
                p -> events(p, new EventShape("Noted", ONE), List.of()));
    }

    private static Parts tables(Parts p, TableShape table, List<LensShape> lenses) {
        return new Parts(
                p.version(),
                List.of(table),
                p.messages(),
                p.events(),
                p.refusals(),
                p.queries(),
                p.offers(),
                lenses,
                p.eventsBefore(),
                p.refusalChanges(),
                p.needs());
    }

    @Test
    void anotherShapeOfATableNeedsASchemaAndALens() {
        expect("2.0.0", Severity.ERROR, "SCHEMA_CHANGED", p -> tables(p, table(1, TWO), List.of()));
        expect("2.0.0", Severity.ERROR, "LENS_MISSING", p -> tables(p, table(2, TWO), List.of()));
        expect(
                "2.0.0",
                Severity.NOTE,
                "TABLE_CHANGED",
                p -> tables(p, table(2, TWO), List.of(lens(ONE))));
        DescriptorChanges wrong = changes(p -> tables(p, table(2, TWO), List.of(lens(TWO))));
        assertTrue(
                wrong.findings().stream()
                        .anyMatch(
                                one ->
                                        one.code().equals("LENS_FROM_OTHER_SHAPE")
                                                && one.what().contains("field 'mood' added")),
                wrong.findings().toString());
    }

    @Test
    void whatOthersCallMustStay() {
        expect(
                "2.0.0",
                Severity.WARNING,
                "INTERFACE_GONE",
                p ->
                        new Parts(
                                p.version(),
                                p.tables(),
                                p.messages(),
                                p.events(),
                                p.refusals(),
                                p.queries(),
                                List.of(),
                                p.lenses(),
                                p.eventsBefore(),
                                p.refusalChanges(),
                                p.needs()));
        expect(
                "2.0.0",
                Severity.WARNING,
                "RIGHT_WANTED",
                p ->
                        new Parts(
                                p.version(),
                                p.tables(),
                                p.messages(),
                                p.events(),
                                p.refusals(),
                                p.queries(),
                                p.offers(),
                                p.lenses(),
                                p.eventsBefore(),
                                p.refusalChanges(),
                                List.of(Capability.PLANS)));
        expect(
                "2.0.0",
                Severity.WARNING,
                "REFUSAL_GONE",
                p ->
                        new Parts(
                                p.version(),
                                p.tables(),
                                p.messages(),
                                p.events(),
                                List.of("NO_TEXT"),
                                List.of(new QueryShape("LineOf", KEY, TWO)),
                                p.offers(),
                                p.lenses(),
                                p.eventsBefore(),
                                List.of(new RefusalChange("EMPTY", "NO_TEXT")),
                                p.needs()));
    }

    @Test
    void belowOneEachStepCountsOnePlaceLower() {
        assertEquals("0.4.0", VersionStep.MAJOR.after("0.3.9"));
        assertTrue(VersionStep.MAJOR.isTakenBetween("0.3.9", "0.4.0"));
        assertTrue(!VersionStep.MAJOR.isTakenBetween("1.3.9", "1.4.0"));
        assertTrue(VersionStep.PATCH.isTakenBetween("1.3.9", "1.3.10"));
    }
}
