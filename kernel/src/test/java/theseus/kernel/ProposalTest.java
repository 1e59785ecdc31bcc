package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Changes;
import theseus.protocol.Genesis;
import theseus.protocol.Limits;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Statement;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Hash;
import theseus.sdk.PlanKind;
import theseus.sdk.PublicKey;

/** Changes to kernel state that modules propose. */
final class ProposalTest {
    private final TestChain chain =
            new TestChain()
                    .with(
                            "v",
                            ScriptModule.plain()
                                    .needing(Capability.VALIDATORS, Capability.ACCOUNTS))
                    .with("a", ScriptModule.plain());

    @Test
    void proposalNeedsItsCapability() {
        chain.start();
        refused(Codes.CAPABILITY_MISSING, "a", new Op.SetPower(TestChain.key(7), 1));
        refused(
                Codes.CAPABILITY_MISSING,
                "a",
                new Op.SetKeys(TestChain.account(1), TestChain.key(7)));
        for (Change change :
                List.of(
                        new Change.StageChunk(Hash.ZERO, 0, 1, Bytes.EMPTY),
                        new Change.OpenPlan(Bytes.EMPTY, PlanKind.UPGRADE),
                        new Change.ApprovePlan(Hash.ZERO),
                        new Change.StopPlan(Hash.ZERO, "a test"),
                        new Change.SetParameters(Bytes.EMPTY),
                        new Change.SetBreaker("v", Optional.empty(), true, "a test"))) {
            refused(Codes.CAPABILITY_MISSING, "a", new Op.Propose(Changes.encode(change)));
        }
    }

    @Test
    void powersAreReportedAsUpdatesAndEffectiveFromTheNextBlock() {
        chain.start();
        Statement.Body body = new Statement.Body.Trip(Hash.ZERO, "no");
        BlockResult result =
                chain.commit(
                        chain.tx(1, "v", new Op.SetPower(TestChain.key(7), 3)),
                        chain.statement(7, body));
        assertEquals(List.of(new Change.SetValidatorPower(TestChain.key(7), 3)), result.updates());
        assertEquals(
                new Status.Rejected(Codes.NOT_A_VALIDATOR),
                result.executed().get(1).receipt().status());
        assertEquals(
                new Status.Rejected(Codes.NO_SUCH_PLAN),
                chain.commit(chain.statement(7, body)).executed().getFirst().receipt().status());
    }

    @Test
    void removedValidatorIsAnUpdateToZero() {
        chain.start();
        chain.run("v", new Op.SetPower(TestChain.key(7), 3));
        BlockResult result = chain.commit(chain.tx(1, "v", new Op.SetPower(TestChain.key(100), 0)));
        assertEquals(
                List.of(new Change.SetValidatorPower(TestChain.key(100), 0)), result.updates());
    }

    @Test
    void oneValidatorMustRemain() {
        chain.start();
        refused(Codes.LAST_VALIDATOR, "v", new Op.SetPower(TestChain.key(100), 0));
        assertEquals(new Status.Applied(), chain.status("v", new Op.SetPower(TestChain.key(5), 0)));
        refused(
                Codes.LAST_VALIDATOR,
                "v",
                new Op.SetPower(TestChain.key(7), 1),
                new Op.SetPower(TestChain.key(100), 0),
                new Op.SetPower(TestChain.key(7), 0));
    }

    @Test
    void validatorsAreBounded() {
        chain.validators =
                java.util.stream.IntStream.range(0, Limits.MAX_VALIDATORS)
                        .mapToObj(i -> new Genesis.Validator(TestChain.key(i), 1))
                        .toList();
        chain.start();
        refused(Codes.TOO_MANY_VALIDATORS, "v", new Op.SetPower(TestChain.key(5000), 1));
        assertEquals(new Status.Applied(), chain.status("v", new Op.SetPower(TestChain.key(5), 9)));
    }

    @Test
    void unusableKeysAreRefused() {
        chain.start();
        PublicKey broken = new PublicKey(PublicKey.ED25519, Bytes.fromHex("00"));
        refused(Codes.KEY_UNUSABLE, "v", new Op.SetPower(broken, 1));
        refused(Codes.KEY_UNUSABLE, "v", new Op.SetKeys(TestChain.account(1), broken));
    }

    private void refused(String code, String instance, Op... ops) {
        assertEquals(new Status.Refused(0, instance, code), chain.status(instance, ops));
    }
}
