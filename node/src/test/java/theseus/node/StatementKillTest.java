package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.protocol.Sha256;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.protocol.Tally;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/**
 * A validator is killed at each step with which its book of statements changes the disk. What it
 * had said it still knows, and it says nothing else about the same.
 */
final class StatementKillTest {
    private static final Hash PLAN = Sha256.of(Bytes.fromHex("01"));
    private static final Hash OTHER_PLAN = Sha256.of(Bytes.fromHex("02"));
    private static final Hash ROOT = Sha256.of(Bytes.fromHex("03"));
    private static final Hash OTHER_ROOT = Sha256.of(Bytes.fromHex("04"));

    private static final List<Body> SAID =
            List.of(
                    report(PLAN, 10, ROOT),
                    report(OTHER_PLAN, 10, ROOT),
                    report(PLAN, 12, ROOT),
                    new Body.Trip(PLAN, "it is wrong"),
                    report(PLAN, 14, ROOT));

    @TempDir Path folder;
    private ValidatorGuard guard;

    @BeforeEach
    void open() throws Exception {
        ValidatorGuard.create(folder.resolve("guard"));
        guard = ValidatorGuard.open(TestChain.key(1), folder.resolve("guard"), false);
    }

    @AfterEach
    void close() {
        guard.close();
    }

    private static Body report(Hash plan, long height, Hash root) {
        return new Body.Report(plan, height, root, true, Tally.EMPTY.encode());
    }

    /** The same occasion, and something else said. */
    private static Body otherwise(Body body) {
        return switch (body) {
            case Body.Report report -> report(report.plan(), report.height(), OTHER_ROOT);
            default -> new Body.Ready(PLAN, ROOT);
        };
    }

    private Statement statement(Body body) {
        return new Statement(Hash.ZERO, guard.publicKey(), 0, 10, Hash.ZERO, body, Bytes.EMPTY);
    }

    @Test
    void whatWasSaidIsKnownWhereverItEnds() throws Exception {
        StruckSteps whole = StruckSteps.whole();
        assertEquals(SAID.size(), speak(folder.resolve("whole"), whole));
        assertEquals(4 * SAID.size(), whole.steps().size(), "" + whole.steps());
        for (int step = 1; step <= whole.steps().size(); step++) {
            for (StruckSteps.Left left : StruckSteps.lefts(whole.steps().get(step - 1))) {
                Path place = folder.resolve(step + "-" + left);
                int said = speak(place, new StruckSteps(step, left));
                assertEquals((step - 1) / 4, said);
                String where = whole.steps().get(step - 1) + ", " + left;
                assertKnown(place, SAID.subList(0, said), where);
                Body next = SAID.get(said);
                assertEquals(next, onlyOneIsSaid(place, List.of(next, otherwise(next))), where);
                speak(place, StruckSteps.whole());
                assertKnown(place, SAID, where);
                Path elsewhere = folder.resolve(step + "-" + left + "-otherwise");
                speak(elsewhere, new StruckSteps(step, left));
                onlyOneIsSaid(elsewhere, List.of(otherwise(next), next));
            }
        }
    }

    /** Until it is killed; how much was said. What was said before is not said again. */
    private int speak(Path place, StruckSteps steps) throws Exception {
        StatementBook book = new StatementBook(place, guard, false, steps);
        int said = 0;
        try {
            for (Body body : SAID) {
                if (!isKnown(book, body)) {
                    book.sign(statement(body));
                    said++;
                }
            }
        } catch (StruckSteps.Killed killed) {
            return said;
        }
        return said;
    }

    private static boolean isKnown(StatementBook book, Body body) {
        return switch (body) {
            case Body.Report report ->
                    book.lastReport(report.plan())
                            .filter(last -> last.height() >= report.height())
                            .isPresent();
            case Body.Trip trip -> book.trip(trip.plan()).isPresent();
            default -> false;
        };
    }

    private void assertKnown(Path place, List<Body> said, String where) {
        StatementBook book = new StatementBook(place, guard, false);
        for (Body body : said) {
            assertTrue(isKnown(book, body), where + ": " + body);
            assertThrows(
                    StatementBook.Contradiction.class,
                    () -> book.sign(statement(otherwise(body))),
                    where);
        }
    }

    /** What it was about to say, it may say; or something else, but never both. */
    private Body onlyOneIsSaid(Path place, List<Body> oneOrTheOther) {
        StatementBook book = new StatementBook(place, guard, false);
        List<Body> said = new ArrayList<>();
        for (Body one : oneOrTheOther) {
            try {
                book.sign(statement(one));
                said.add(one);
            } catch (StatementBook.Contradiction refused) {
                // it said the other
            }
        }
        // who was ready may find out afterwards that it is wrong
        boolean isSecondThought = said.equals(oneOrTheOther) && said.getLast() instanceof Body.Trip;
        assertTrue(said.size() == 1 || isSecondThought, () -> place + ": " + said);
        return said.getFirst();
    }

    @Test
    void aPlanThatIsForgottenIsEitherThereOrNot() throws Exception {
        for (StruckSteps.Left left : StruckSteps.Left.values()) {
            Path place = folder.resolve("forgotten-" + left);
            speak(place, StruckSteps.whole());
            StatementBook book = new StatementBook(place, guard, false, new StruckSteps(1, left));
            assertThrows(StruckSteps.Killed.class, () -> book.forget(PLAN));
            boolean isThere = new StatementBook(place, guard, false).lastReport(PLAN).isPresent();
            assertEquals(left != StruckSteps.Left.ALL, isThere);
            assertTrue(new StatementBook(place, guard, false).lastReport(OTHER_PLAN).isPresent());
        }
    }
}
