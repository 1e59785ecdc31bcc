package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Statement.Body;
import theseus.protocol.Tally;

/**
 * Every event in every phase: the table {@code phases.txt} beside this test is what the kernel
 * does, written by driving it. {@code -Dgolden.write=true} writes it anew.
 */
final class PhaseTableTest {
    private static final Path TABLE = Path.of("src/test/resources/phases.txt");

    private static final List<Phase> PHASES = List.of(Phase.values());

    /** What happens to a plan: answers with the code of a refusal, else empty. */
    private interface Event extends BiFunction<PlanChain, Plan, String> {}

    private static Map<String, Event> events() {
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("it is opened again", PlanChain::open);
        events.put("governance approves it", PlanChain::approve);
        events.put("governance stops it", PlanChain::stop);
        events.put("a quorum is ready", (plans, plan) -> most(plans, PlanChain.ready(plan)));
        events.put(
                "one validator is ready", (plans, plan) -> plans.state(0, PlanChain.ready(plan)));
        events.put("a quorum reports alike", (plans, plan) -> most(plans, plans.report(plan)));
        events.put("one validator reports", (plans, plan) -> plans.state(0, plans.report(plan)));
        events.put("reports differ for good", PhaseTableTest::differ);
        events.put("a quorum reports a broken law", PhaseTableTest::broken);
        events.put(
                "one validator trips",
                (plans, plan) -> plans.state(0, new Body.Trip(plan.id(), "no")));
        events.put(
                "more than a third trip",
                (plans, plan) -> most(plans, new Body.Trip(plan.id(), "no")));
        events.put("the worlds agree", (plans, _) -> run(plans, ScriptModule.ROWS));
        events.put("the worlds differ", (plans, _) -> run(plans, ScriptModule.PLAIN));
        events.put("a hotfix is approved", PhaseTableTest::hotfix);
        events.put("nothing for a long time", PhaseTableTest::nothing);
        events.put("its window is complete", PhaseTableTest::window);
        return events;
    }

    @Test
    void theTableIsWhatTheKernelDoes() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "What becomes of a plan in a phase (column) by an event (row): the phase that holds");
        lines.add(
                "from the next block on, or the code with which the event is refused; '.' for no");
        lines.add("change. One validator of four is less than a third, three are a quorum.");
        lines.add("");
        StringBuilder head = new StringBuilder("%-30s".formatted(""));
        PHASES.forEach(phase -> head.append("%-16s".formatted(phase)));
        lines.add(head.toString().stripTrailing());
        events().forEach((name, event) -> lines.add(line(name, event)));
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(TABLE.getParent());
            Files.write(TABLE, lines);
        }
        assertEquals(String.join("\n", Files.readAllLines(TABLE)), String.join("\n", lines));
    }

    private static String line(String name, Event event) {
        StringBuilder line = new StringBuilder("%-30s".formatted(name));
        for (Phase phase : PHASES) {
            PlanChain plans = new PlanChain(4);
            Plan plan = in(plans, phase);
            String code = event.apply(plans, plan);
            Phase after = plans.phase(plan);
            String result = !code.isEmpty() ? code : after == phase ? "." : after.toString();
            line.append("%-16s".formatted(result));
        }
        return line.toString().stripTrailing();
    }

    /** A plan that stands in {@code phase}, and has just begun to. */
    private static Plan in(PlanChain plans, Phase phase) {
        PlanDraft draft = plans.draft().upgrade(plans.chain, "a", PlanChain.WRONG.artifact());
        draft.shadow = new Plan.Window(6, 0, 0, 0);
        draft.canary = List.of(new Plan.Step(5_000, new Plan.Window(6, 0, 0, 0)));
        draft.probation = new Plan.Window(6, 0, 0, 0);
        Plan plan = draft.plan();
        plans.open(plan);
        if (phase == Phase.VOTING) {
            return plan;
        }
        plans.approve(plan);
        if (phase == Phase.READY) {
            return plan;
        }
        if (phase == Phase.ROLLED_BACK) {
            plans.stop(plan);
            return plan;
        }
        plans.all(PlanChain.ready(plan));
        for (int i = 0; i < 60 && plans.phase(plan) != phase; i++) {
            if (plans.phase(plan).isFollowed()) {
                plans.all(plans.report(plan));
            } else {
                plans.block();
            }
        }
        if (phase.isFollowed()) {
            plans.blocks(2);
        }
        return plan;
    }

    private static String most(PlanChain plans, Body body) {
        String code = "";
        for (int i = 0; i < 3; i++) {
            String next = plans.state(i, body);
            code = i == 0 ? next : code;
        }
        return code;
    }

    private static String differ(PlanChain plans, Plan plan) {
        plans.block();
        plans.block();
        Body truth = plans.report(plan);
        Body other = plans.report(plan, Script.hash(7), Tally.EMPTY);
        String code = plans.state(0, truth);
        plans.state(1, truth);
        plans.state(2, other);
        plans.state(3, other);
        return code;
    }

    private static String broken(PlanChain plans, Plan plan) {
        plans.block();
        plans.block();
        Tally tally =
                new Tally(
                        List.of(),
                        1,
                        1,
                        List.of(
                                theseus.protocol.Evidence.of(
                                        theseus.protocol.Gate.LENS_LAW, 1, "broken")));
        return most(plans, plans.report(plan, Script.hash(6), tally));
    }

    /** The candidate writes otherwise to one table only. */
    private static String run(PlanChain plans, int table) {
        plans.block(plans.chain.tx(7, "a", new Op.Put(table, 1, 5)));
        return "";
    }

    private static String hotfix(PlanChain plans, Plan plan) {
        if (plans.phase(plan) == Phase.FINAL) {
            return "-";
        }
        Plan hotfix = plans.upgradeOfA().title("hotfix").hotfix().plan();
        return plans.open(hotfix) + plans.approve(hotfix);
    }

    private static String nothing(PlanChain plans, Plan plan) {
        Phase before = plans.phase(plan);
        for (int i = 0; i < 30 && plans.phase(plan) == before; i++) {
            plans.block();
        }
        return "";
    }

    private static String window(PlanChain plans, Plan plan) {
        Phase before = plans.phase(plan);
        for (int i = 0; i < 30 && plans.phase(plan) == before; i++) {
            if (before.isFollowed()) {
                plans.all(plans.report(plan));
            } else if (before.hasTwoWorlds()) {
                plans.block();
            } else {
                return "";
            }
        }
        return "";
    }
}
