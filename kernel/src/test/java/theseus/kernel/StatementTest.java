package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Statement;
import theseus.protocol.Statement.Body;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What must hold for any statement; see PlanStatementTest for what each kind brings about. */
final class StatementTest {
    private final TestChain chain = new TestChain();

    @BeforeEach
    void start() {
        chain.with("a", ScriptModule.plain()).start();
    }

    @Test
    void withoutPlansEveryKindIsRefused() {
        for (Body body :
                List.of(
                        new Body.Ready(Hash.ZERO, Hash.ZERO),
                        new Body.Report(Hash.ZERO, 1, Hash.ZERO, true, Bytes.EMPTY),
                        new Body.Trip(Hash.ZERO, "no"))) {
            rejected(Codes.NO_SUCH_PLAN, chain.statement(100, body));
        }
    }

    @Test
    void notAValidator() {
        rejected(Codes.NOT_A_VALIDATOR, chain.statement(1, body()));
    }

    @Test
    void wrongChain() {
        Statement good = statement();
        rejected(Codes.WRONG_CHAIN, copy(good, Script.hash(1), 1, 2, good.moduleSet()));
    }

    @Test
    void outsideWindow() {
        Statement good = statement();
        assertEquals(
                new Status.Rejected(Codes.OUTSIDE_WINDOW),
                status(copy(good, good.chain(), 2, 3, good.moduleSet())));
        rejected(Codes.OUTSIDE_WINDOW, copy(good, good.chain(), 0, 1_000_000, good.moduleSet()));
    }

    @Test
    void wrongModuleSet() {
        Statement good = statement();
        rejected(Codes.WRONG_MODULE_SET, copy(good, good.chain(), 1, 2, Hash.ZERO));
    }

    @Test
    void badSignature() {
        Bytes action =
                theseus.protocol.Changes.encode(new theseus.sdk.Change.ApprovePlan(Hash.ZERO));
        rejected(
                Codes.BAD_SIGNATURE,
                chain.statement(100, new Body.Recover(action)).withSignature(Bytes.fromHex("00")));
    }

    @Test
    void alreadyCommitted() {
        Statement counted = statement();
        chain.state.put(
                KernelTables.STATEMENTS,
                KernelTables.key(counted.lastHeight(), counted.id()),
                KernelTables.SINGLE);
        rejected(Codes.ALREADY_COMMITTED, counted);
    }

    private Statement statement() {
        return chain.statement(100, body());
    }

    private static Body body() {
        return new Body.Trip(Hash.ZERO, "no");
    }

    private static Statement copy(Statement s, Hash chain, long first, long last, Hash set) {
        Statement changed =
                new Statement(chain, s.validator(), first, last, set, s.body(), Bytes.EMPTY);
        return changed.withSignature(TestChain.sign(s.validator(), changed.signingBytes()));
    }

    private void rejected(String code, Statement statement) {
        assertEquals(new Status.Rejected(code), status(statement));
        assertEquals(code, chain.kernel.check(chain.state, 1, statement.encode()).code());
    }

    private Status status(Statement statement) {
        BlockResult result = chain.kernel.execute(chain.state, chain.block(statement));
        assertEquals(ChangeSet.EMPTY, result.changes());
        return result.executed().getFirst().receipt().status();
    }
}
