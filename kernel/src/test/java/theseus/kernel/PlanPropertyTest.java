package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import theseus.kernel.Script.Op;
import theseus.protocol.Artifact;
import theseus.protocol.Changes;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Receipt.Status;
import theseus.protocol.Statement.Body;
import theseus.protocol.Submission;
import theseus.protocol.Tally;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/**
 * Random plans, votes, statements (some of them lies), traffic and silence: in whatever order they
 * come, some version serves every instance, at most one plan has authority, the module set is what
 * the chain's record says, and the kernel's tables stay within their bounds. Reproduced with {@code
 * -Dtheseus.seed}.
 */
final class PlanPropertyTest {
    private static final int STEPS = 150;
    private static final int VALIDATORS = 4;

    private final PlanChain plans = new PlanChain(VALIDATORS);
    private final TestChain chain = plans.chain;
    private final Map<Hash, Plan> known = new TreeMap<>();
    private final Map<Hash, Phase> ended = new TreeMap<>();
    private int titles;

    private static final Set<Phase> REACHED = EnumSet.noneOf(Phase.class);

    @AfterAll
    static void everyPhaseWasReached() {
        if (Long.getLong("theseus.seed") == null) {
            assertEquals(EnumSet.allOf(Phase.class), REACHED);
        }
    }

    static LongStream seeds() {
        Long given = Long.getLong("theseus.seed");
        return given != null ? LongStream.of(given) : LongStream.range(1, 13);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingLeavesTheChainWithoutAVersion(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            MapState before = chain.state.copy();
            BlockResult result = step(random);
            check(seed, before, result);
        }
    }

    private BlockResult step(Random random) {
        List<Submission> submissions = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            submissions.add(submission(random));
        }
        if (random.nextInt(3) > 0) {
            known.values().stream()
                    .filter(this::isFollowed)
                    .forEach(
                            plan -> {
                                for (int v = 0; v < 3; v++) {
                                    submissions.add(plans.statement(v, plans.report(plan)));
                                }
                            });
        }
        return plans.block(submissions.toArray(new Submission[0]));
    }

    private boolean isFollowed(Plan plan) {
        return Plans.find(chain.state, plan.id())
                .map(record -> record.phase().isFollowed())
                .orElse(false);
    }

    private Submission submission(Random random) {
        List<Plan> all = new ArrayList<>(known.values());
        if (all.isEmpty() || random.nextInt(12) == 0) {
            return proposal(open(random));
        }
        Plan plan = all.get(random.nextInt(all.size()));
        int validator = random.nextInt(VALIDATORS);
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> proposal(new Change.ApprovePlan(plan.id()));
            case 3 ->
                    random.nextInt(4) == 0
                            ? proposal(new Change.StopPlan(plan.id(), "at random"))
                            : traffic(random);
            case 4, 5, 6, 7 -> plans.statement(validator, PlanChain.ready(plan));
            case 8 ->
                    plans.statement(
                            3, plans.report(plan, Script.hash(random.nextInt(3)), lie(random)));
            case 9 -> plans.statement(3, new Body.Trip(plan.id(), "a lie"));
            default -> traffic(random);
        };
    }

    private Tally lie(Random random) {
        return random.nextBoolean()
                ? Tally.EMPTY
                : new Tally(List.of(), 0, 0, List.of(Evidence.of(Gate.TRAP, 1, "a lie")));
    }

    private Submission traffic(Random random) {
        String instance = List.of("a", "b", "c", "new").get(random.nextInt(4));
        // Versions differ in the plain table, when one is wrong.
        int table = random.nextInt(6) == 0 ? ScriptModule.PLAIN : ScriptModule.ROWS;
        int sender = 10 + random.nextInt(20);
        return chain.tx(sender, instance, new Op.Put(table, random.nextInt(9), random.nextInt(9)));
    }

    private Change open(Random random) {
        PlanDraft draft = plans.draft().title("plan " + titles++);
        Artifact to = List.of(PlanChain.NEXT, PlanChain.WRONG).get(random.nextInt(2)).artifact();
        switch (random.nextInt(6)) {
            case 0 -> draft.install("new", to, Script.of().document());
            case 1 -> retire(draft, random);
            default -> upgrade(draft, List.of("a", "b", "c").get(random.nextInt(3)), to);
        }
        if (random.nextInt(5) == 0) {
            draft.hotfix();
        } else if (random.nextInt(6) == 0) {
            draft.irreversible();
        }
        Plan plan = draft.plan();
        known.put(plan.id(), plan);
        return new Change.OpenPlan(plan.encode(), plan.kind());
    }

    private void retire(PlanDraft draft, Random random) {
        String instance = List.of("c", "new", "b").get(random.nextInt(3));
        if (installed(instance)) {
            draft.retire(chain, instance);
        }
    }

    private void upgrade(PlanDraft draft, String instance, Artifact to) {
        if (installed(instance)) {
            draft.upgrade(chain, instance, to);
        }
    }

    private boolean installed(String instance) {
        return chain.kernel.modules(chain.state).instances().containsKey(instance);
    }

    private Submission proposal(Change change) {
        return chain.tx(1, "gov", new Op.Propose(Changes.encode(change)));
    }

    private void check(long seed, MapState before, BlockResult result) {
        known.keySet().removeIf(id -> Plans.find(chain.state, id).isEmpty());
        resync();
        String where = "seed " + seed + ", height " + chain.height;
        // Reads every module and fails unless they hash to what the chain's record says.
        ModuleSet modules =
                new Modules(new Sandboxes(ScriptModule.runtime(chain.versions)))
                        .read(chain.state, Modules.chain(chain.state).moduleSet());
        assertTrue(modules.instances().keySet().containsAll(List.of("gov", "a")), where);
        Plans active = Plans.read(chain.state);
        long authority = active.active().stream().filter(p -> p.phase().hasTwoWorlds()).count();
        assertTrue(authority <= 1, where + ": " + authority + " plans have authority");
        assertTrue(active.followed().size() <= Plans.MAX_FOLLOWED, where);
        for (Plan plan : known.values()) {
            Phase phase = plans.phase(plan);
            REACHED.add(phase);
            Phase end = ended.get(plan.id());
            assertTrue(end == null || end == phase, where + ": an end is an end");
            if (phase.ended()) {
                ended.put(plan.id(), phase);
            }
            plans.record(plan).ended().ifPresent(evidence -> noLie(where, evidence));
        }
        for (Executed one : result.executed()) {
            if (one.receipt().status() instanceof Status.Trapped trapped) {
                throw new AssertionError(where + ": " + trapped);
            }
        }
        assertEquals(
                result.changes(),
                plans.chain.newKernel().execute(before, chain.lastBlock).changes(),
                where + ": another kernel says otherwise");
    }

    /** One of four lies: about reports, and to trip plans. None of it ever stops one. */
    private static void noLie(String where, Evidence evidence) {
        assertTrue(evidence.gate() != Gate.TRIPPED, where);
        assertTrue(!evidence.explanation().contains("a lie"), where + ": " + evidence);
        assertTrue(!evidence.explanation().contains("differ so that"), where + ": " + evidence);
    }

    /** Rejected transactions used no nonce. */
    private void resync() {
        chain.nonces.replaceAll(
                (sender, _) -> AccountRecord.read(chain.state, TestChain.account(sender)).nonce());
    }
}
