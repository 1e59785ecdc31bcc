package theseus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static theseus.model.Samples.LEDGER;
import static theseus.model.Samples.NEW;
import static theseus.model.Samples.OLD;
import static theseus.model.Samples.ledger;
import static theseus.model.Samples.note;
import static theseus.model.Samples.one;
import static theseus.model.Samples.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How records and families reach the other side of a lens. */
final class MirrorTest {
    @Test
    void upKeepsWhatOnlyTheNewSideKnows() {
        Tables there = tables(NEW, "alice", "5;gift");
        assertEquals(
                tables(NEW, "alice", "7;gift"),
                done(up(note(), tables(OLD, "alice", "5"), tables(OLD, "alice", "7"), there)));
    }

    @Test
    void aRecordThatIsGoneIsGoneOnTheOtherSide() {
        assertEquals(
                new Tables(),
                done(
                        up(
                                note(),
                                tables(OLD, "alice", "5"),
                                new Tables(),
                                tables(NEW, "alice", "5;gift"))));
    }

    @Test
    void downMakesARecordAbsentThatTheOldVersionMustNotSee() {
        assertEquals(
                new Tables(),
                done(
                        down(
                                note(),
                                tables(NEW, "alice", "5;"),
                                tables(NEW, "alice", "5;!"),
                                tables(OLD, "alice", "5"))));
    }

    @Test
    void downBringsBackWhatIsNoLongerHidden() {
        assertEquals(
                tables(OLD, "alice", "5"),
                done(
                        down(
                                note(),
                                tables(NEW, "alice", "5;!"),
                                tables(NEW, "alice", "5;"),
                                new Tables())));
    }

    @Test
    void anImageThatIsRefusedIsNoFailure() {
        Lens refusing =
                Samples.record(
                        (old, _) -> old, (_, _) -> new Lens.Image.Refuse("not before it is final"));
        assertEquals(
                new Mirror.Mirrored.Refused("not before it is final"),
                down(refusing, new Tables(), tables(NEW, "a", "1"), new Tables()));
    }

    @Test
    void aLensThatForgetsBreaksTheLaw() {
        Lens forgetting =
                Samples.record(
                        (old, _) -> new Row(old.key(), "0;"),
                        (row, _) -> new Lens.Image.Is(new Row(row.key(), "0")));
        assertFailed(
                Gate.LENS_LAW,
                up(forgetting, new Tables(), tables(OLD, "alice", "5"), new Tables()));
    }

    @Test
    void aLensThatThrowsFails() {
        Lens throwing =
                Samples.record(
                        (_, _) -> {
                            throw new IllegalStateException();
                        },
                        (_, _) -> new Lens.Image.Absent());
        assertFailed(
                Gate.LENS_FAILED,
                up(throwing, new Tables(), tables(OLD, "alice", "5"), new Tables()));
    }

    @Test
    void recordsThatSwapTheirKeysDoNotCollide() {
        Lens byValue = byValue();
        assertEquals(
                tables(NEW, "2", "alice", "1", "bob"),
                done(
                        up(
                                byValue,
                                tables(OLD, "alice", "1", "bob", "2"),
                                tables(OLD, "alice", "2", "bob", "1"),
                                tables(NEW, "1", "alice", "2", "bob"))));
    }

    @Test
    void nothingIsEverOverwritten() {
        assertFailed(
                Gate.COLLISION,
                up(
                        byValue(),
                        tables(OLD, "alice", "1"),
                        tables(OLD, "alice", "1", "bob", "1"),
                        tables(NEW, "1", "alice")));
    }

    @Test
    void aHiddenRecordKeepsItsPlace() {
        assertEquals(
                new Mirror.Mirrored.Taken(),
                up(note(), new Tables(), tables(OLD, "alice", "5"), tables(NEW, "alice", "5;!")));
    }

    @Test
    void aRuleOfTheOtherVersionHoldsForMirroredRecordsToo() {
        Version strict =
                ledger("2", 2).lens(note()).rule("balances", row -> row.key().length() < 4);
        assertFailed(
                Gate.INVARIANT,
                Mirror.up(
                        plan(one(), strict),
                        new Tables(),
                        tables(OLD, "alice", "5"),
                        new Tables()));
    }

    @Test
    void aFamilyIsSplitAndMerged() {
        Tables split = tables(NEW, "alice/eur", "5", "alice/usd", "7");
        Tables merged = tables(OLD, "alice", "eur=5,usd=7");
        assertEquals(split, done(up(currencies(), new Tables(), merged, new Tables())));
        assertEquals(merged, done(down(currencies(), new Tables(), split, new Tables())));
    }

    @Test
    void aFamilyThatIsGoneIsGoneOnBothSides() {
        Tables split = tables(NEW, "alice/eur", "5", "alice/usd", "7", "bob/eur", "1");
        Tables before = tables(OLD, "alice", "eur=5,usd=7", "bob", "eur=1");
        assertEquals(
                tables(NEW, "bob/eur", "1"),
                done(up(currencies(), before, tables(OLD, "bob", "eur=1"), split)));
    }

    @Test
    void anEntryMustStayWithinItsFamily() {
        Lens straying =
                new Lens(
                        "balances",
                        1,
                        "balances",
                        2,
                        true,
                        (old, _) -> List.of(new Row("other/x", old.getFirst().value())),
                        (current, _) ->
                                new Lens.Image.Is(new Row("alice", current.getFirst().value())));
        assertFailed(
                Gate.LENS_LAW, up(straying, new Tables(), tables(OLD, "alice", "5"), new Tables()));
    }

    @Test
    void aFamilyBeyondTheBoundIsNotCarried() {
        Tables large = new Tables();
        for (int i = 0; i <= Lens.MAX_FAMILY; i++) {
            large.put(OLD, new Row("alice/" + i, "1"));
        }
        assertInstanceOf(
                Mirror.Mirrored.TooLarge.class,
                up(currencies(), new Tables(), large, new Tables()));
    }

    @Test
    void besideTheChainItIsLeftOutUntilItIsSmaller() {
        Lens same =
                new Lens(
                        "balances",
                        1,
                        "balances",
                        2,
                        true,
                        (old, _) -> old,
                        (current, _) -> new Lens.Image.Is(current));
        Tables fits = new Tables();
        for (int i = 0; i < Lens.MAX_FAMILY; i++) {
            fits.put(OLD, new Row("alice/" + i, "1"));
        }
        Tables large = fits.copy();
        large.put(OLD, new Row("alice/more", "1"));
        SortedSet<String> leftOut = new TreeSet<>();
        Tables there = done(Mirror.beside(with(same), new Tables(), fits, new Tables(), leftOut));
        assertEquals(Lens.MAX_FAMILY, there.family(NEW, "alice").size());
        assertEquals(new Tables(), done(Mirror.beside(with(same), fits, large, there, leftOut)));
        assertEquals(1, leftOut.size());
        assertEquals(there, done(Mirror.beside(with(same), large, fits, new Tables(), leftOut)));
        assertEquals(0, leftOut.size());
    }

    /** The new table is keyed by what the old one holds, and the other way. */
    private static Lens byValue() {
        return Samples.record(
                (old, _) -> new Row(old.value(), old.key()),
                (row, _) -> new Lens.Image.Is(new Row(row.value(), row.key())));
    }

    /** {@code alice → eur=5,usd=7} becomes {@code alice/eur → 5} and {@code alice/usd → 7}. */
    private static Lens currencies() {
        return new Lens(
                "balances",
                1,
                "balances",
                2,
                true,
                (old, _) -> {
                    List<Row> rows = new ArrayList<>();
                    for (String part : old.getFirst().value().split(",")) {
                        String[] pair = part.split("=");
                        rows.add(new Row(old.getFirst().key() + "/" + pair[0], pair[1]));
                    }
                    return rows;
                },
                (current, _) -> {
                    List<String> parts = new ArrayList<>();
                    for (Row row : current) {
                        parts.add(row.key().split("/")[1] + "=" + row.value());
                    }
                    return new Lens.Image.Is(
                            new Row(current.getFirst().family(), String.join(",", parts)));
                });
    }

    private static Mirror.Mirrored up(Lens lens, Tables before, Tables after, Tables there) {
        return Mirror.up(with(lens), before, after, there);
    }

    private static Mirror.Mirrored down(Lens lens, Tables before, Tables after, Tables there) {
        return Mirror.down(with(lens), before, after, there);
    }

    private static Plan with(Lens lens) {
        return plan(one(), ledger("2", 2).lens(lens));
    }

    private static Tables tables(TableName table, String... rows) {
        Tables tables = new Tables();
        for (int i = 0; i < rows.length; i += 2) {
            tables.put(table, new Row(rows[i], rows[i + 1]));
        }
        return tables;
    }

    private static Tables done(Mirror.Mirrored mirrored) {
        return assertInstanceOf(Mirror.Mirrored.Done.class, mirrored).tables();
    }

    private static void assertFailed(Gate gate, Mirror.Mirrored mirrored) {
        assertEquals(gate, assertInstanceOf(Mirror.Mirrored.Failed.class, mirrored).gate());
    }

    @Test
    void aLensOfAnEarlierUpgradeDoesNothing() {
        Version next = ledger("3", 2).lens(note());
        Plan plan = plan(ledger("2", 2).lens(note()), next);
        assertEquals(
                new Tables(),
                done(Mirror.down(plan, new Tables(), tables(NEW, "alice", "5;"), new Tables())));
    }

    @Test
    void tablesThatBothVersionsHaveAreShared() {
        Plan plan = with(note());
        assertEquals(List.of(NEW), List.copyOf(plan.newTables()));
        assertEquals(List.of(OLD), List.copyOf(plan.oldTables()));
        assertEquals(LEDGER, NEW.instance());
    }
}
