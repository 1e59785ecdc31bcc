package theseus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drives a chain block by block with honest validators who take turns. */
final class Harness {
    private static final List<String> VALIDATORS = List.of("v1", "v2", "v3");

    final Chain chain;
    private long millis;
    private int turn;

    Harness(Version version) {
        this.chain = Samples.chain(version);
    }

    /** A block of these steps; honest reports of the block before come first. */
    List<Executed> block(Step... steps) {
        begin();
        List<Step> honest = new ArrayList<>();
        for (PlanState state : chain.plans.values()) {
            long last = chain.height() - 1;
            if (state.phase().followed()) {
                state.seen(last).ifPresent(seen -> honest.addAll(reports(state, last, seen)));
            }
        }
        honest.forEach(chain::apply);
        return rest(steps);
    }

    /** A block in which no validator reports. */
    List<Executed> silentBlock(Step... steps) {
        begin();
        return rest(steps);
    }

    private void begin() {
        millis += 1000;
        turn++;
        chain.apply(new Step.Begin(VALIDATORS.get(turn % VALIDATORS.size()), millis));
    }

    private List<Executed> rest(Step... steps) {
        List<Executed> receipts = new ArrayList<>();
        for (Step step : steps) {
            chain.apply(step).ifPresent(receipts::add);
        }
        chain.apply(new Step.End());
        return receipts;
    }

    private static List<Step> reports(PlanState state, long height, PlanState.Seen seen) {
        List<Step> reports = new ArrayList<>();
        for (String validator : VALIDATORS) {
            reports.add(new Step.Report(validator, state.plan().id(), height, seen));
        }
        return reports;
    }

    /** Opens, approves and readies a plan, and lets blocks pass until it is in {@code phase}. */
    Harness bring(Plan plan, Phase phase) {
        if (!chain.plans.containsKey(plan.id())) {
            block(new Step.Open(plan));
            block(new Step.Approve(plan.id()));
            for (String validator : VALIDATORS) {
                if (phase != Phase.READY) {
                    chain.apply(new Step.Ready(validator, plan.id()));
                }
            }
        }
        for (int i = 0; i < 30 && chain.plan(plan.id()).phase() != phase; i++) {
            block();
        }
        if (chain.plan(plan.id()).phase() != phase) {
            throw new AssertionError(
                    plan.id()
                            + " is "
                            + chain.plan(plan.id()).phase()
                            + " "
                            + chain.plan(plan.id()).gate());
        }
        return this;
    }

    Executed send(String sender, String message, String body) {
        return block(sending(sender, message, body)).getFirst();
    }

    static Step sending(String sender, String message, String body) {
        return new Step.Send(new Transaction(sender, new Message(Samples.LEDGER, message, body)));
    }

    Optional<String> old(String key) {
        return chain.tables().get(Samples.OLD, key);
    }

    Optional<String> current(String key) {
        return chain.tables().get(Samples.NEW, key);
    }

    PlanState plan() {
        return chain.plans.firstEntry().getValue();
    }
}
