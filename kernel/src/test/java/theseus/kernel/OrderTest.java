package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.kernel.spi.Application.Checked;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/** Orders about artifacts, plans, bounds and breakers: one refusal each. */
final class OrderTest {
    private final PlanChain plans = new PlanChain(1);
    private final TestChain chain = plans.chain;
    private final Artifact artifact = PlanChain.PLAIN.withVersion(7).artifact();

    @Test
    void anArtifactComesInPiecesInAnyOrder() {
        List<Bytes> pieces = pieces(artifact, 3);
        assertEquals("", stage(artifact.hash(), 2, pieces));
        assertEquals("", stage(artifact.hash(), 0, pieces));
        assertFalse(isOnChain(artifact.hash()));
        assertEquals("", stage(artifact.hash(), 1, pieces));
        assertTrue(isOnChain(artifact.hash()));
        assertFalse(chain.state.tables.containsKey(KernelTables.CHUNKS));
        assertFalse(chain.state.tables.containsKey(KernelTables.STAGING));
        assertEquals(Codes.ARTIFACT_KNOWN, stage(artifact.hash(), 0, pieces));
    }

    @Test
    void chunkBounds() {
        Hash hash = artifact.hash();
        Bytes one = Bytes.fromHex("00");
        assertEquals(Codes.CHUNK_BOUNDS, propose(new Change.StageChunk(hash, 0, 65, one)));
        assertEquals(Codes.CHUNK_BOUNDS, propose(new Change.StageChunk(hash, 2, 2, one)));
        assertEquals(Codes.CHUNK_BOUNDS, propose(new Change.StageChunk(hash, -1, 2, one)));
        assertEquals(Codes.CHUNK_BOUNDS, propose(new Change.StageChunk(hash, 0, 0, one)));
        assertEquals(Codes.CHUNK_BOUNDS, propose(new Change.StageChunk(hash, 0, 1, Bytes.EMPTY)));
    }

    @Test
    void chunkCountAndTwice() {
        List<Bytes> pieces = pieces(artifact, 3);
        stage(artifact.hash(), 0, pieces);
        assertEquals(Codes.CHUNK_TWICE, stage(artifact.hash(), 0, pieces));
        assertEquals(
                Codes.CHUNK_COUNT,
                propose(new Change.StageChunk(artifact.hash(), 1, 4, pieces.get(1))));
    }

    @Test
    void checkingAPlanIsPaidFor() {
        Plan plan = plans.upgradeOfA().plan();
        long open = gas(new Change.OpenPlan(plan.encode(), plan.kind()));
        assertTrue(open > Gas.PLAN + 4 * Gas.PLAN_INSTANCE, () -> "opening costs " + open);
        assertTrue(open > gas(new Change.ApprovePlan(plan.id())) + Gas.PLAN);
    }

    @Test
    void whoCompletesAnArtifactPaysForAllOfIt() {
        List<Bytes> pieces = pieces(artifact, 2);
        Hash hash = artifact.hash();
        Bytes wrong = Bytes.fromHex("00");
        long lone = gas(new Change.StageChunk(Script.hash(9), 1, 2, wrong));
        gas(new Change.StageChunk(hash, 0, 2, pieces.get(0)));
        // A small wrong piece makes the same work, whenever it is sent.
        for (int i = 0; i < 2; i++) {
            long small = gas(new Change.StageChunk(hash, 1, 2, wrong));
            assertTrue(small - lone >= Gas.ARTIFACT_BYTE * pieces.get(0).size(), "" + small);
        }
        gas(new Change.StageChunk(hash, 1, 2, pieces.get(1)));
        assertTrue(isOnChain(hash));
    }

    @Test
    void withoutGasNothingIsPutTogether() {
        Bytes large = Bytes.wrap(new byte[127 * 1024]);
        Hash hash = artifact.hash();
        assertEquals("", propose(new Change.StageChunk(hash, 0, 2, large)));
        Status status =
                plans.block(chain.tx(1, "gov", order(new Change.StageChunk(hash, 1, 2, large))))
                        .executed()
                        .getFirst()
                        .receipt()
                        .status();
        assertEquals(
                theseus.protocol.TrapKind.OUT_OF_GAS,
                ((Status.Trapped) status).kind(),
                status::toString);
    }

    private long gas(Change change) {
        return plans.block(chain.tx(1, "gov", order(change)))
                .executed()
                .getFirst()
                .receipt()
                .gasUsed();
    }

    private static Script.Op order(Change change) {
        return new Script.Op.Propose(theseus.protocol.Changes.encode(change));
    }

    @Test
    void aWrongPieceIsSentAgain() {
        List<Bytes> pieces = pieces(artifact, 2);
        Hash hash = artifact.hash();
        propose(new Change.StageChunk(hash, 0, 2, Bytes.fromHex("00")));
        assertEquals(Codes.ARTIFACT_MALFORMED, stage(hash, 1, pieces));
        assertEquals("", stage(hash, 0, pieces));
        assertEquals("", stage(hash, 1, pieces));
        assertTrue(isOnChain(hash));
    }

    @Test
    void artifactHash() {
        assertEquals(Codes.ARTIFACT_HASH, stage(Script.hash(1), 0, pieces(artifact, 1)));
    }

    @Test
    void descriptors() {
        Artifact bare = new Artifact(new TreeMap<>());
        assertEquals(Codes.DESCRIPTOR_MISSING, stage(bare.hash(), 0, pieces(bare, 1)));
        TreeMap<String, Bytes> entries = new TreeMap<>();
        entries.put(Artifact.DESCRIPTOR, Bytes.fromHex("00"));
        Artifact broken = new Artifact(entries);
        assertEquals(Codes.DESCRIPTOR_MALFORMED, stage(broken.hash(), 0, pieces(broken, 1)));
    }

    @Test
    void artifactTooLarge() {
        Bytes most = Bytes.wrap(new byte[127 * 1024]);
        Overlay overlay = new Overlay(chain.state);
        Optional<String> refusal = Optional.empty();
        for (int i = 0; refusal.isEmpty() && i < 64; i++) {
            refusal =
                    Staging.add(
                            overlay,
                            TestChain.account(1),
                            1,
                            new Change.StageChunk(artifact.hash(), i, 64, most));
        }
        assertEquals(Optional.of(Codes.ARTIFACT_TOO_LARGE), refusal);
    }

    @Test
    void stagingFullUntilOneIsAbandoned() {
        Bytes one = Bytes.fromHex("00");
        for (int i = 0; i < Staging.MAX_INCOMPLETE; i++) {
            assertEquals("", propose(new Change.StageChunk(Script.hash(i), 0, 2, one)));
        }
        Change more = new Change.StageChunk(Script.hash(100), 0, 2, one);
        assertEquals(Codes.STAGING_FULL, propose(more));
        chain.height += Staging.ABANDONED_BLOCKS + 1;
        assertEquals("", propose(more));
        assertEquals(8, chain.state.tables.get(KernelTables.STAGING).size());
        assertEquals(8, chain.state.tables.get(KernelTables.CHUNKS).size());
    }

    private static Change piece(Hash artifact, int index, int count, Bytes content) {
        return new Change.StageChunk(artifact, index, count, content);
    }

    /** One who stages for the sake of it, forever, keeps nobody else from staging. */
    @Test
    void whoFillsThePlacesGivesWayToWhoHasNone() {
        Bytes one = Bytes.fromHex("00");
        for (int i = 0; i < Staging.MAX_INCOMPLETE; i++) {
            assertEquals("", proposeBy(2, piece(Script.hash(i), 0, 2, one)));
        }
        assertEquals(Codes.STAGING_FULL, proposeBy(2, piece(Script.hash(100), 0, 2, one)));
        List<Bytes> pieces = pieces(artifact, 2);
        assertEquals("", stage(artifact.hash(), 0, pieces));
        assertEquals(Staging.MAX_INCOMPLETE, chain.state.tables.get(KernelTables.STAGING).size());
        assertEquals(Codes.STAGING_FULL, proposeBy(2, piece(Script.hash(100), 0, 2, one)));
        assertEquals("", stage(artifact.hash(), 1, pieces));
        assertTrue(isOnChain(artifact.hash()));
    }

    /** Nor does it help to stage the same artifact wrongly. */
    @Test
    void piecesOfAnotherAreNoneOfMine() {
        Hash hash = artifact.hash();
        Bytes wrong = Bytes.fromHex("00");
        List<Bytes> pieces = pieces(artifact, 2);
        assertEquals("", proposeBy(2, piece(hash, 0, 5, wrong)));
        assertEquals("", stage(hash, 0, pieces));
        assertEquals("", proposeBy(3, piece(hash, 0, 2, wrong)));
        assertEquals(Codes.ARTIFACT_MALFORMED, proposeBy(3, piece(hash, 1, 2, wrong)));
        assertEquals("", stage(hash, 1, pieces));
        assertTrue(isOnChain(hash));
    }

    /** What validators bring past all modules finds room though eight accounts have it all. */
    @Test
    void whatIsRecoveredFindsRoom() {
        Bytes one = Bytes.fromHex("00");
        for (int i = 0; i < Staging.MAX_INCOMPLETE; i++) {
            assertEquals("", proposeBy(2 + i, piece(Script.hash(i), 0, 2, one)));
        }
        assertEquals(Codes.STAGING_FULL, propose(piece(Script.hash(100), 0, 2, one)));
        Bytes change = theseus.protocol.Changes.encode(piece(Script.hash(100), 0, 2, one));
        plans.all(new theseus.protocol.Statement.Body.Recover(change));
        assertTrue(
                plans.row(KernelTables.STAGING, KernelTables.key(Script.hash(100), Staging.NOBODY))
                        .isPresent());
    }

    private String proposeBy(int sender, Change change) {
        Status status =
                plans.block(chain.tx(sender, "gov", order(change)))
                        .executed()
                        .getFirst()
                        .receipt()
                        .status();
        return status instanceof Status.Refused refused ? refused.code() : "";
    }

    @Test
    void ordersAboutPlansThatAreNot() {
        Hash none = Script.hash(1);
        assertEquals(Codes.NO_SUCH_PLAN, propose(new Change.ApprovePlan(none)));
        assertEquals(Codes.NO_SUCH_PLAN, propose(new Change.StopPlan(none, "why")));
    }

    @Test
    void aPlanIsApprovedOnce() {
        Plan plan = plans.upgradeOfA().plan();
        plans.open(plan);
        assertEquals("", plans.approve(plan));
        assertEquals(Codes.PLAN_PHASE, plans.approve(plan));
    }

    @Test
    void parameters() {
        long least = ParameterChecks.MIN_BLOCK_GAS;
        assertEquals(Codes.MALFORMED, propose(new Change.SetParameters(Bytes.fromHex("00"))));
        assertEquals(Codes.PARAMETERS, set(new Genesis.Parameters(least - 1, 1_000_000, 10)));
        assertEquals(Codes.PARAMETERS, set(new Genesis.Parameters(least, 1, 10)));
        assertEquals(Codes.PARAMETERS, set(new Genesis.Parameters(least, 1_000_000, 0)));
        Genesis.Parameters fine = new Genesis.Parameters(least, 1_000_000, 10);
        assertEquals("", set(fine));
        assertEquals(fine, Modules.chain(chain.state).parameters());
    }

    @Test
    void breakers() {
        assertEquals(Codes.NO_SUCH_INSTANCE, breaker("x", Optional.empty(), true));
        assertEquals(Codes.NO_SUCH_MESSAGE, breaker("a", Optional.of("Walk"), true));
        assertEquals(Codes.BREAKER_CLOSED, breaker("a", Optional.empty(), false));
        assertEquals(Codes.BREAKER_PROTECTED, breaker("gov", Optional.empty(), true));
        assertEquals("", breaker("a", Optional.of("Run"), true));
        assertEquals(Codes.BREAKER_OPEN, breaker("a", Optional.of("Run"), true));
        assertEquals(
                new Status.Rejected(Codes.SUSPENDED),
                plans.block(chain.tx(2, "a")).executed().getFirst().receipt().status());
        assertEquals("", breaker("a", Optional.of("Run"), false));
    }

    @Test
    void aTenthOfABlockIsKeptForRepair() {
        Lanes lanes = new Lanes(1_000);
        assertTrue(lanes.hasRoom("a", 900, 1));
        assertFalse(lanes.hasRoom("a", 901, 1));
        lanes.take("a", 900, 1);
        assertTrue(lanes.hasRoom(Checked.RECOVERY, 75, 1));
        assertFalse(lanes.hasRoom(Checked.RECOVERY, 76, 1), "a quarter is for statements");
        lanes.take(Checked.STATEMENTS, 60, 1);
        assertFalse(lanes.hasRoom("a", 1, 1));
        assertTrue(lanes.hasRoom(Checked.RECOVERY, 40, 1));
    }

    @Test
    void theLaneIsThatOfRepairOnlyIfAllMessagesAre() {
        assertEquals(Checked.RECOVERY, lane(List.of(TestChain.message("gov"))));
        assertEquals("gov", lane(List.of(TestChain.message("gov"), TestChain.message("a"))));
        assertEquals("a", lane(List.of(TestChain.message("a"))));
    }

    private String lane(List<theseus.protocol.Message> messages) {
        return chain.kernel
                .check(
                        chain.state,
                        chain.timeMillis(),
                        TestChain.signed(5, chain.unsigned(5, 0, messages)).encode())
                .lane();
    }

    private String set(Genesis.Parameters parameters) {
        return propose(new Change.SetParameters(Wire.encode(parameters::write)));
    }

    private String breaker(String instance, Optional<String> message, boolean open) {
        return propose(new Change.SetBreaker(instance, message, open, "a test"));
    }

    private String propose(Change change) {
        return plans.propose(change);
    }

    private String stage(Hash hash, int index, List<Bytes> pieces) {
        return propose(new Change.StageChunk(hash, index, pieces.size(), pieces.get(index)));
    }

    private boolean isOnChain(Hash hash) {
        return chain.state.get(KernelTables.ARTIFACTS, KernelTables.key(hash)).isPresent();
    }

    private static List<Bytes> pieces(Artifact artifact, int count) {
        Bytes whole = artifact.encode();
        List<Bytes> pieces = new ArrayList<>();
        int size = (whole.size() + count - 1) / count;
        for (int i = 0; i < count; i++) {
            pieces.add(whole.slice(i * size, Math.min(whole.size(), (i + 1) * size)));
        }
        return pieces;
    }

    @Test
    void whatASecondWorldCostsIsNotTakenFromRepair() {
        Lanes lanes = new Lanes(1_000_000_000);
        lanes.take("a", 3_000_000_000L, 100);
        assertFalse(lanes.hasRoom("a", 1, 100));
        assertTrue(lanes.hasRoom(Checked.RECOVERY, 50_000_000, 100));
        lanes.take(Checked.RECOVERY, 500_000_000, 100);
        assertTrue(lanes.hasRoom(Checked.STATEMENTS, 1_000_000, 100));
    }

    @Test
    void aPlanThatWouldNowTakeTheLastAuthorityNoLongerFits() {
        ScriptModule governs = PlanChain.PLAIN.needing(Capability.PLANS);
        TestChain two = new TestChain().with("gov", governs).with("gov2", governs).start();
        Plan retire = new PlanDraft(two).retire(two, "gov").plan();
        Instances none =
                Instances.of(
                        new ModuleSet(new java.util.TreeMap<>()),
                        new Sandboxes(ScriptModule.runtime(List.of())));
        assertTrue(PlanChecks.stillFits(new PlanGround(two.state, none, 0), retire).isEmpty());
        two.state.tables.get(KernelTables.MODULES).remove(KernelTables.key("gov2"));
        assertEquals(
                Codes.AUTHORITY_LOST,
                PlanChecks.stillFits(new PlanGround(two.state, none, 0), retire)
                        .orElseThrow()
                        .code());
    }
}
