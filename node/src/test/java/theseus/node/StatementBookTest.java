package theseus.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
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

final class StatementBookTest {
    private static final Hash PLAN = Sha256.of(Bytes.fromHex("01"));
    private static final Hash ROOT = Sha256.of(Bytes.fromHex("02"));

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

    @Test
    void aHeightIsReportedOnceWhateverHappensToTheProcess() throws Exception {
        Body.Report said = report(10, ROOT);
        book().sign(statement(said, 11));
        book().sign(statement(said, 40));
        assertEquals(Optional.of(said), book().lastReport(PLAN));
        assertThrows(
                StatementBook.Contradiction.class,
                () -> book().sign(statement(report(10, Hash.ZERO), 11)));
        assertThrows(
                StatementBook.Contradiction.class,
                () -> book().sign(statement(report(8, ROOT), 11)));
        book().sign(statement(report(12, Hash.ZERO), 13));
    }

    @Test
    void whoTrippedAPlanIsNotReadyForIt() throws Exception {
        book().sign(statement(new Body.Ready(PLAN, ROOT), 1));
        book().sign(statement(new Body.Trip(PLAN, "it is wrong"), 2));
        assertTrue(book().trip(PLAN).isPresent());
        assertThrows(
                StatementBook.Contradiction.class,
                () -> book().sign(statement(new Body.Ready(PLAN, ROOT), 3)));
        book().forget(PLAN);
        assertTrue(book().trip(PLAN).isEmpty());
    }

    @Test
    void aNodeNeverStatesARecoveryByItself() {
        assertThrows(
                StatementBook.Contradiction.class,
                () -> book().sign(statement(new Body.Recover(Bytes.EMPTY), 1)));
    }

    @Test
    void aDamagedFileIsNotTakenForSilence() throws Exception {
        book().sign(statement(report(10, ROOT), 11));
        java.nio.file.Files.write(
                folder.resolve("statements").resolve(PLAN.toString()), new byte[] {1});
        NodeException failure =
                assertThrows(
                        NodeException.class, () -> book().sign(statement(report(12, ROOT), 13)));
        assertEquals("STATEMENTS_UNUSABLE", failure.code());
    }

    private StatementBook book() {
        return new StatementBook(folder.resolve("statements"), guard, false);
    }

    static Body.Report report(long height, Hash root) {
        return new Body.Report(PLAN, height, root, true, Tally.EMPTY.encode());
    }

    private Statement statement(Body body, long height) {
        return new Statement(
                Hash.ZERO, guard.publicKey(), height, height + 10, Hash.ZERO, body, Bytes.EMPTY);
    }
}
