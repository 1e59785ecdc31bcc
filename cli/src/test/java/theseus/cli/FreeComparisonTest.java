package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.kernel.Executed;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Descriptor;
import theseus.protocol.EventRecord;
import theseus.protocol.Plan.Declaration;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Plan.Respect;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

final class FreeComparisonTest {
    private static final MessageName WRITE = new MessageName("diary", "Write");
    private static final Status APPLIED = new Status.Applied();
    private static final Status FULL = new Status.Refused(0, "diary", "FULL");

    @TempDir static Path folder;
    private static Descriptor diary;

    @BeforeAll
    static void build() throws Exception {
        diary =
                ModuleFile.read(SourceJar.build(folder, "diary", "Diary", Diaries.ONE))
                        .descriptor();
    }

    private static String compare(List<Declaration> declared, Executed old, Executed own) {
        FreeComparison comparison = new FreeComparison("diary", diary, declared);
        FreeComparison.Outcome outcome = comparison.compare(List.of(WRITE), old, own);
        assertEquals(1, comparison.equal() + comparison.declared() + comparison.undeclared());
        return outcome.isEqual() ? "equal" : outcome.isDeclared() ? "declared" : "undeclared";
    }

    private static Declaration declared(Respect respect, String subject) {
        return new Declaration(WRITE, respect, subject, "it is meant to be so");
    }

    private static Executed ended(Status status, String... events) {
        List<EventRecord> told =
                List.of(events).stream()
                        .map(name -> new EventRecord("diary", name, Bytes.EMPTY))
                        .toList();
        return new Executed(new Receipt(Hash.ZERO, status, 0, told, List.of()), ChangeSet.EMPTY);
    }

    @Test
    void anOutcomeIsDeclaredAsAnOutcomeOnly() {
        assertEquals("equal", compare(List.of(), ended(APPLIED, "a"), ended(APPLIED, "a")));
        assertEquals("undeclared", compare(List.of(), ended(APPLIED), ended(FULL)));
        assertEquals(
                "declared",
                compare(
                        List.of(declared(Respect.OUTCOME, "FULL")),
                        ended(APPLIED, "a"),
                        ended(FULL)));
        assertEquals(
                "undeclared",
                compare(List.of(declared(Respect.EVENT, "FULL")), ended(APPLIED), ended(FULL)));
    }

    @Test
    void declaredEventsExcuseNoOthersAndNoOtherOrder() {
        List<Declaration> later = List.of(declared(Respect.EVENT, "later"));
        assertEquals("declared", compare(later, ended(APPLIED, "a"), ended(APPLIED, "a", "later")));
        assertEquals(
                "undeclared", compare(later, ended(APPLIED, "a"), ended(APPLIED, "b", "later")));
        assertEquals(
                "undeclared",
                compare(later, ended(APPLIED, "a", "b"), ended(APPLIED, "b", "later", "a")));
    }
}
