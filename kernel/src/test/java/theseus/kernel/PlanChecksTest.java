package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.MessageShape;
import theseus.protocol.Genesis;
import theseus.protocol.Plan;
import theseus.protocol.Plan.Respect;
import theseus.protocol.Schema;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;
import theseus.sdk.PlanKind;

/** One minimal plan for each reason why it cannot be opened. */
final class PlanChecksTest {
    private final PlanChain plans = new PlanChain(1);
    private final TestChain chain = plans.chain;

    @Test
    void aGoodPlanIsOpened() {
        Plan plan = plans.upgradeOfA().plan();
        assertEquals(Optional.empty(), plans.chain.kernel.checkPlan(chain.state, 1, plan.encode()));
        assertEquals("", plans.open(plan));
    }

    @Test
    void malformed() {
        assertEquals(Codes.MALFORMED, problem(Bytes.fromHex("00")).code());
        assertEquals(Codes.MALFORMED, problem(Bytes.wrap(new byte[Plan.MAX_BYTES + 1])).code());
        refused(Codes.MALFORMED, new Change.OpenPlan(Bytes.fromHex("00"), PlanKind.UPGRADE));
    }

    @Test
    void wrongChain() {
        PlanDraft draft = plans.upgradeOfA();
        draft.chain = Script.hash(1);
        refused(Codes.WRONG_CHAIN, draft);
    }

    @Test
    void planExists() {
        Plan plan = plans.upgradeOfA().plan();
        plans.open(plan);
        plans.stop(plan);
        assertEquals(Codes.PLAN_EXISTS, plans.open(plan));
        assertEquals("", plans.open(plans.upgradeOfA().title("again").plan()));
    }

    @Test
    void planKind() {
        Plan plan = plans.upgradeOfA().plan();
        refused(Codes.PLAN_KIND, new Change.OpenPlan(plan.encode(), PlanKind.INSTALL));
    }

    @Test
    void tooManyPlans() {
        for (int i = 0; i < Plans.MAX_ACTIVE; i++) {
            assertEquals("", plans.open(install("i" + i)));
        }
        assertEquals(Codes.TOO_MANY_PLANS, plans.open(install("more")));
    }

    private Plan install(String name) {
        return plans.draft()
                .install(name, PlanChain.NEXT.artifact(), Script.of().document())
                .plan();
    }

    @Test
    void planActions() {
        refused(Codes.PLAN_ACTIONS, plans.draft());
        PlanDraft twice = plans.upgradeOfA();
        twice.actions.add(twice.actions.getFirst());
        refused(Codes.PLAN_ACTIONS, twice);
        refused(Codes.PLAN_ACTIONS, plans.upgradeOfA().hotfix().irreversible());
        refused(Codes.PLAN_ACTIONS, plans.draft().retire(chain, "c").hotfix());
        refused(Codes.PLAN_ACTIONS, plans.upgradeOfA().retire(chain, "c").irreversible());
    }

    @Test
    void schedule() {
        PlanDraft endless = plans.upgradeOfA();
        endless.votingBlocks = 0;
        refused(Codes.SCHEDULE, endless);
        PlanDraft silent = plans.upgradeOfA();
        silent.agreementBlocks = silent.reportBlocks;
        refused(Codes.SCHEDULE, silent);
        PlanDraft falling = plans.upgradeOfA();
        falling.canary = falling.canary.reversed();
        refused(Codes.SCHEDULE, falling);
        PlanDraft whole = plans.upgradeOfA();
        whole.canary = List.of(new Plan.Step(10_000, PlanDraft.WINDOW));
        refused(Codes.SCHEDULE, whole);
        PlanDraft stepped = plans.upgradeOfA().hotfix();
        stepped.canary = List.of(new Plan.Step(1, PlanDraft.WINDOW));
        refused(Codes.SCHEDULE, stepped);
        PlanDraft greedy = plans.upgradeOfA();
        greedy.gasFactor = 11;
        refused(Codes.SCHEDULE, greedy);
        PlanDraft narrow = plans.upgradeOfA();
        narrow.gasFactor = 1;
        assertEquals("schedule.gasFactor", problem(narrow.plan().encode()).where());
        PlanDraft crowded = plans.upgradeOfA();
        crowded.probation = new Plan.Window(1, 0, 0, 5_000);
        assertEquals("schedule.probation.keys", problem(crowded.plan().encode()).where());
    }

    @Test
    void baseNotInForce() {
        refused(
                Codes.BASE_NOT_IN_FORCE,
                with(
                        new Plan.Action.Upgrade(
                                "a",
                                Script.hash(1),
                                PlanChain.NEXT.artifact().hash(),
                                List.of(),
                                List.of())));
        refused(Codes.BASE_NOT_IN_FORCE, with(new Plan.Action.Retire("a", Script.hash(1))));
    }

    @Test
    void noSuchInstance() {
        refused(Codes.NO_SUCH_INSTANCE, with(new Plan.Action.Retire("x", Script.hash(1))));
    }

    @Test
    void instanceName() {
        refused(Codes.INSTANCE_NAME, install("a"));
        refused(Codes.INSTANCE_NAME, install("Upper"));
        refused(Codes.INSTANCE_NAME, install("kernel"));
    }

    @Test
    void nothingChanges() {
        refused(
                Codes.NOTHING_CHANGES,
                plans.draft().upgrade(chain, "a", PlanChain.PLAIN.artifact()));
    }

    @Test
    void artifactMissing() {
        refused(
                Codes.ARTIFACT_MISSING,
                plans.draft().upgrade(chain, "a", PlanChain.PLAIN.withVersion(9).artifact()));
    }

    @Test
    void descriptorMissing() {
        Artifact bare = new Artifact(new TreeMap<>());
        plans.have(bare);
        refused(Codes.DESCRIPTOR_MISSING, plans.draft().upgrade(chain, "a", bare));
    }

    @Test
    void versionTaken() {
        Artifact other = have(changed(d -> d, List.of(new MessageShape("New", 1, body()))));
        refused(Codes.VERSION_TAKEN, plans.upgradeOfA().upgrade(chain, "c", other));
    }

    @Test
    void incompatibleCandidates() {
        Descriptor next = PlanChain.NEXT.descriptor();
        Artifact mute =
                have(
                        copy(
                                next,
                                next.tables(),
                                List.of(),
                                next.offers(),
                                next.needs(),
                                next.version()));
        refused("MESSAGE_GONE", plans.draft().upgrade(chain, "a", mute));
        Artifact older =
                have(
                        copy(
                                next,
                                next.tables(),
                                next.messages(),
                                next.offers(),
                                next.needs(),
                                "0.9.0"));
        refused("VERSION_TOO_LOW", plans.draft().upgrade(chain, "a", older));
        Artifact smaller =
                have(
                        copy(
                                next,
                                next.tables().subList(0, 1),
                                next.messages(),
                                next.offers(),
                                next.needs(),
                                next.version()));
        refused("TABLE_GONE", plans.draft().upgrade(chain, "a", smaller));
        assertFalse(
                plans.chain
                        .kernel
                        .checkPlan(
                                chain.state,
                                1,
                                plans.draft()
                                        .upgrade(chain, "a", smaller)
                                        .irreversible()
                                        .plan()
                                        .encode())
                        .isPresent());
    }

    @Test
    void dependentsWouldBreak() {
        Descriptor next = PlanChain.NEXT.descriptor();
        Artifact alone =
                have(
                        copy(
                                next,
                                next.tables(),
                                next.messages(),
                                List.of(),
                                next.needs(),
                                next.version()));
        PlanProblem problem = problem(plans.draft().upgrade(chain, "a", alone).plan().encode());
        assertEquals("BINDING_MISMATCH", problem.code());
        assertEquals("b", problem.where());
        assertEquals(
                "BINDING_MISMATCH",
                problem(plans.draft().retire(chain, "a").plan().encode()).code());
    }

    @Test
    void bindings() {
        ScriptModule bound = PlanChain.NEXT.requiring();
        plans.have(bound.artifact());
        refused("BINDING_MISSING", plans.draft().upgrade(chain, "a", bound.artifact()));
    }

    @Test
    void dependencyCycle() {
        ScriptModule bound = PlanChain.NEXT.requiring();
        plans.have(bound.artifact());
        refused(
                Codes.DEPENDENCY_CYCLE,
                with(
                        new Plan.Action.Upgrade(
                                "a",
                                PlanChain.PLAIN.artifact().hash(),
                                bound.artifact().hash(),
                                List.of(new Genesis.Binding("scripts", "b")),
                                List.of())));
    }

    @Test
    void capabilities() {
        ScriptModule needy = PlanChain.NEXT.needing(Capability.VALIDATORS);
        plans.have(needy.artifact());
        refused(Codes.CAPABILITY_MISSING, plans.draft().upgrade(chain, "a", needy.artifact()));
        refused(
                Codes.CAPABILITY_EXCESS,
                with(
                        new Plan.Action.Upgrade(
                                "a",
                                PlanChain.PLAIN.artifact().hash(),
                                PlanChain.NEXT.artifact().hash(),
                                List.of(),
                                List.of(Capability.VALIDATORS))));
    }

    @Test
    void authorityLost() {
        refused(Codes.AUTHORITY_LOST, plans.draft().retire(chain, "gov"));
    }

    @Test
    void documents() {
        refused(
                Codes.DOCUMENT_MISSING,
                plans.draft().install("x", PlanChain.NEXT.artifact(), Bytes.EMPTY));
        refused(
                Codes.DOCUMENT_MALFORMED,
                plans.draft().install("x", PlanChain.NEXT.artifact(), Bytes.fromHex("00")));
        Descriptor next = PlanChain.NEXT.descriptor();
        Artifact without =
                have(
                        new Descriptor(
                                "other",
                                next.version(),
                                next.moduleClass(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                false,
                                false));
        refused(
                Codes.DOCUMENT_UNEXPECTED,
                plans.draft().install("x", without, Script.of().document()));
    }

    @Test
    void declarations() {
        String why = "the vote wants it so";
        assertEquals(
                "",
                plans.open(plans.upgradeOfA().declare("Run", Respect.EVENT, "Did", why).plan()));
        PlanChain fresh = new PlanChain(1);
        declared(fresh, Codes.DECLARATION_UNKNOWN, "Walk", Respect.EVENT, "Did", why);
        declared(fresh, Codes.DECLARATION_UNKNOWN, "Run", Respect.EVENT, "Dreamt", why);
        declared(fresh, Codes.DECLARATION_UNKNOWN, "Run", Respect.OUTCOME, "NEVER", why);
        declared(fresh, Codes.DECLARATION_UNKNOWN, "Run", Respect.TABLE, "none", why);
        declared(fresh, Codes.DECLARATION_REASON, "Run", Respect.EVENT, "Did", "because");
        assertEquals(
                Codes.DECLARATION_DOUBLE,
                fresh.open(
                        fresh.upgradeOfA()
                                .declare("Run", Respect.EVENT, "Did", why)
                                .declare("Run", Respect.EVENT, "Did", why)
                                .plan()));
        assertEquals(
                Codes.DECLARATION_TOO_BROAD,
                fresh.open(
                        fresh.upgradeOfA()
                                .declare("Run", Respect.TABLE, "plain", why)
                                .declare("Run", Respect.TABLE, "rows", why)
                                .plan()));
    }

    @Test
    void tablesOfAnotherNameAreDeclaredTooBroadlyAlike() {
        Descriptor d = PlanChain.NEXT.descriptor();
        Schema number = new Schema.Int(64);
        List<Descriptor.TableShape> tables = new ArrayList<>();
        List<Descriptor.LensShape> lenses = new ArrayList<>();
        for (String name : List.of("plain", "rows")) {
            tables.add(
                    new Descriptor.TableShape(
                            name + "2",
                            1,
                            Descriptor.TableKind.BASE,
                            Optional.empty(),
                            number,
                            number));
            lenses.add(new Descriptor.LensShape(name, 1, name + "2", 1, false, number, number));
        }
        Descriptor renamed =
                new Descriptor(
                        d.module(),
                        d.version(),
                        d.moduleClass(),
                        d.genesis(),
                        tables,
                        d.messages(),
                        d.events(),
                        d.refusals(),
                        d.queries(),
                        d.offers(),
                        d.requires(),
                        List.of(),
                        lenses,
                        d.eventsBefore(),
                        d.refusalChanges(),
                        d.needs(),
                        d.beginBlock(),
                        d.endBlock());
        refused(
                Codes.DECLARATION_TOO_BROAD,
                plans.draft()
                        .upgrade(chain, "a", have(renamed))
                        .declare("Run", Respect.TABLE, "plain2", "the vote wants it so")
                        .declare("Run", Respect.TABLE, "rows2", "the vote wants it so"));
    }

    private static void declared(
            PlanChain fresh, String code, String message, Respect respect, String it, String why) {
        assertEquals(
                code, fresh.open(fresh.upgradeOfA().declare(message, respect, it, why).plan()));
    }

    @Test
    void waiverUnknown() {
        PlanDraft draft = plans.upgradeOfA();
        draft.waived.add(new Plan.MessageName("a", "Walk"));
        refused(Codes.WAIVER_UNKNOWN, draft);
    }

    @Test
    void tooManyMessages() {
        List<MessageShape> many = new java.util.ArrayList<>();
        for (int i = 0; i < theseus.protocol.Tally.MAX_OWN_MESSAGES; i++) {
            many.add(new MessageShape("New" + (1_000 + i), 1, body()));
        }
        Artifact one = have(changed(d -> d, many.subList(1, many.size())));
        assertEquals("", plans.open(plans.draft().upgrade(chain, "a", one).plan()));
        Artifact more = have(changed(d -> d, many));
        refused(Codes.TOO_MANY_MESSAGES, plans.draft().upgrade(chain, "c", more));
    }

    @Test
    void planConflict() {
        Plan first = plans.upgradeOfA().plan();
        plans.open(first);
        refused(Codes.PLAN_CONFLICT, plans.upgradeOfA().title("same instance"));
        refused(
                Codes.PLAN_CONFLICT,
                plans.draft().retire(chain, "b").title("it calls an instance of the other"));
        assertEquals(
                "",
                plans.open(plans.draft().upgrade(chain, "c", PlanChain.NEXT.artifact()).plan()));
        assertEquals("", plans.open(plans.upgradeOfA().title("hotfix").hotfix().plan()));
    }

    @Test
    void everyProblemSaysWhereAndWhat() {
        PlanDraft draft = plans.upgradeOfA();
        draft.chain = Script.hash(1);
        PlanProblem problem = problem(draft.plan().encode());
        assertEquals("plan", problem.where());
        assertTrue(problem.explanation().contains(chain.genesis.hash().toString()));
    }

    private PlanDraft with(Plan.Action action) {
        PlanDraft draft = plans.draft();
        draft.actions.add(action);
        return draft;
    }

    private PlanProblem problem(Bytes plan) {
        return chain.kernel.checkPlan(chain.state, chain.timeMillis(), plan).orElseThrow();
    }

    private void refused(String code, PlanDraft draft) {
        refused(code, draft.plan());
    }

    /** By the check beforehand as by the order itself. */
    private void refused(String code, Plan plan) {
        assertEquals(code, problem(plan.encode()).code(), problem(plan.encode()).explanation());
        assertEquals(code, plans.open(plan));
    }

    private void refused(String code, Change change) {
        assertEquals(code, plans.propose(change));
    }

    private Artifact have(Descriptor descriptor) {
        TreeMap<String, Bytes> entries = new TreeMap<>();
        entries.put(Artifact.DESCRIPTOR, descriptor.encode());
        Artifact artifact = new Artifact(entries);
        plans.have(artifact);
        return artifact;
    }

    private static theseus.protocol.Schema.Structure body() {
        return new theseus.protocol.Schema.Structure("New", List.of());
    }

    private static Descriptor changed(
            java.util.function.UnaryOperator<Descriptor> change, List<MessageShape> more) {
        Descriptor next = change.apply(PlanChain.NEXT.descriptor());
        return copy(
                next,
                next.tables(),
                java.util.stream.Stream.concat(more.stream(), next.messages().stream()).toList(),
                next.offers(),
                next.needs(),
                next.version());
    }

    private static Descriptor copy(
            Descriptor d,
            List<Descriptor.TableShape> tables,
            List<MessageShape> messages,
            List<Descriptor.InterfaceShape> offers,
            List<Capability> needs,
            String version) {
        return new Descriptor(
                d.module(),
                version,
                d.moduleClass(),
                d.genesis(),
                tables,
                messages,
                d.events(),
                d.refusals(),
                d.queries(),
                offers,
                d.requires(),
                d.invariants(),
                d.lenses(),
                d.eventsBefore(),
                d.refusalChanges(),
                needs,
                d.beginBlock(),
                d.endBlock());
    }
}
