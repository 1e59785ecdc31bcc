package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Plan.MessageName;
import theseus.protocol.Tally;

/**
 * Where a plan goes from where it stands, at the end of a block: a pure function. All transitions
 * are in {@code phases.txt} beside the test.
 */
final class PhaseRules {
    private final PlanRecord plan;
    private final Seen seen;

    private PhaseRules(PlanRecord plan, Seen seen) {
        this.plan = plan;
        this.seen = seen;
    }

    /**
     * What a block saw of a plan, and of what is around it.
     *
     * @param trip the first hit of an absolute gate in the block
     * @param tripped what more than 1/3 of the voting power has against it
     * @param ready whether the threshold of voting power is ready for the same
     * @param quorumProposed whether more than 2/3 of the voting power proposed in its window
     * @param sampled the message types that must have been compared
     * @param followers why no more followers may start; empty when they may
     * @param authority who else has authority; empty when nobody has
     */
    record Seen(
            long height,
            long timeMillis,
            Optional<Evidence> trip,
            Optional<String> tripped,
            boolean ready,
            boolean quorumProposed,
            List<MessageName> sampled,
            Optional<String> followers,
            Optional<String> authority) {}

    /** Where it goes. */
    sealed interface Move {
        /** {@code held} says why, when its time has come. */
        record Stay(String held) implements Move {}

        record To(Phase phase, int step, String reason) implements Move {}

        /** It waits like {@link Stay}, and who has authority makes way for it. */
        record Claim(String held) implements Move {}

        record Back(Evidence evidence) implements Move {}
    }

    static Move next(PlanRecord plan, Seen seen) {
        PhaseRules rules = new PhaseRules(plan, seen);
        if (plan.ended().isPresent()) {
            // Whoever stopped it in this block: what it did wrong is what others must know.
            return new Move.Back(rules.shown().orElse(plan.ended().get()));
        }
        if (!plan.holdsAt(seen.height())) {
            return new Move.Stay(plan.held());
        }
        return rules.stop().<Move>map(Move.Back::new).orElseGet(rules::onward);
    }

    /** What stops it, whatever else speaks for it. */
    private Optional<Evidence> stop() {
        return shown().or(() -> seen.tripped().map(reasons -> evidence(Gate.TRIPPED, reasons)));
    }

    /** What the candidate was seen to do wrong: in this block, or by the followers. */
    private Optional<Evidence> shown() {
        if (plan.phase().hasTwoWorlds()) {
            return seen.trip();
        }
        return plan.phase().isFollowed()
                ? plan.agreed().flatMap(agreed -> agreed.tally().evidence().stream().findFirst())
                : Optional.empty();
    }

    private Move onward() {
        return switch (plan.phase()) {
            case VOTING ->
                    isLate(schedule().votingBlocks())
                            ? late(Gate.NOT_VOTED, "the vote", schedule().votingBlocks())
                            : stay();
            case READY -> ready();
            case BACKFILL -> backfill();
            case SHADOW -> shadow();
            case CANARY -> canary();
            case PROBATION -> probation();
            case FINAL, ROLLED_BACK -> stay();
        };
    }

    private Move ready() {
        if (seen.ready()) {
            return isFollowed(plan.plan())
                    ? unless(seen.followers(), Phase.BACKFILL, 0, "validators are ready")
                    : unless(seen.authority(), Phase.PROBATION, 0, "validators are ready");
        }
        return isLate(schedule().readyBlocks())
                ? late(Gate.NOT_READY, "enough voting power to be ready", schedule().readyBlocks())
                : stay();
    }

    private Move backfill() {
        if (plan.agreed().map(PlanRecord.Agreed::backfilled).orElse(false)) {
            return plan.plan().hotfix()
                    ? hotfix()
                    : new Move.To(Phase.SHADOW, 0, "the new tables are filled");
        }
        return isLate(schedule().backfillBlocks())
                ? late(Gate.BACKFILL_TOO_SLOW, "the backfill", schedule().backfillBlocks())
                : stay();
    }

    private Move hotfix() {
        return seen.authority()
                .<Move>map(Move.Claim::new)
                .orElseGet(() -> new Move.To(Phase.PROBATION, 0, "the new tables are filled"));
    }

    private Move shadow() {
        long reported = plan.agreed().map(PlanRecord.Agreed::height).orElse(0L);
        long silentSince = Math.max(plan.sinceHeight() - 1, reported);
        if (seen.height() - silentSince > schedule().agreementBlocks()) {
            return new Move.Back(
                    evidence(
                            Gate.NO_AGREEMENT,
                            "no reports that agree for %d blocks"
                                    .formatted(schedule().agreementBlocks())));
        }
        if (plan.agreed().isPresent() && !plan.agreed().get().backfilled()) {
            return new Move.Stay("some of what is to be carried is too large for the new tables");
        }
        Tally tally = plan.agreed().map(PlanRecord.Agreed::tally).orElse(Tally.EMPTY);
        if (!isComplete(schedule().shadow(), tally, reported)) {
            return stay();
        }
        Phase next =
                plan.plan().irreversible()
                        ? Phase.FINAL
                        : schedule().canary().isEmpty() ? Phase.PROBATION : Phase.CANARY;
        return unless(gas(tally).or(seen::authority), next, 0, "the shadow's window is complete");
    }

    private Move canary() {
        int step = plan.step();
        Plan.Window window = schedule().canary().get(step).window();
        if (!isComplete(window, plan.tally(), seen.height())) {
            return stay();
        }
        boolean last = step + 1 == schedule().canary().size();
        return unless(
                gas(plan.tally()),
                last ? Phase.PROBATION : Phase.CANARY,
                last ? 0 : step + 1,
                "step %d of the canary is complete".formatted(step));
    }

    private Move probation() {
        return isComplete(schedule().probation(), plan.tally(), seen.height())
                ? unless(gas(plan.tally()), Phase.FINAL, 0, "probation is complete")
                : stay();
    }

    /** A plan without any upgrade has nothing to carry, and nothing to compare with. */
    static boolean isFollowed(Plan plan) {
        return plan.actions().stream().anyMatch(Plan.Action.Upgrade.class::isInstance);
    }

    /** {@code until}: the last block that the tally counts. */
    private boolean isComplete(Plan.Window window, Tally tally, long until) {
        return until - plan.sinceHeight() + 1 >= window.blocks()
                && seen.timeMillis() - plan.sinceMillis() >= window.millis()
                && tally.keys() >= (isFollowed(plan.plan()) ? window.keys() : 0)
                && seen.quorumProposed()
                && seen.sampled().stream()
                        .allMatch(name -> samples(tally, name) >= window.transactions());
    }

    /** Where both worlds run in the block, those count in which the candidate served. */
    private long samples(Tally tally, MessageName name) {
        return tally.messages().stream()
                .filter(one -> one.message().equals(name))
                .mapToLong(one -> plan.phase().hasTwoWorlds() ? one.served() : one.samples())
                .sum();
    }

    private Optional<String> gas(Tally tally) {
        int most = schedule().gasRatioPercent();
        return tally.messages().stream()
                .filter(one -> one.candidateGas() * 100 > one.oldGas() * most)
                .findFirst()
                .map(
                        one ->
                                // Without figures: they change with each block, the reason does
                                // not.
                                "%s.%s costs more than %d %% of the gas that it cost"
                                        .formatted(
                                                one.message().instance(),
                                                one.message().message(),
                                                most));
    }

    private Plan.Schedule schedule() {
        return plan.plan().schedule();
    }

    private boolean isLate(long blocks) {
        return seen.height() - plan.sinceHeight() + 1 >= blocks;
    }

    private static Move stay() {
        return new Move.Stay("");
    }

    private static Move unless(Optional<String> held, Phase phase, int step, String reason) {
        return held.<Move>map(Move.Stay::new).orElseGet(() -> new Move.To(phase, step, reason));
    }

    private Move late(Gate gate, String what, long blocks) {
        return new Move.Back(
                evidence(gate, "%s had %d blocks and took longer".formatted(what, blocks)));
    }

    private Evidence evidence(Gate gate, String explanation) {
        return Evidence.of(gate, seen.height(), explanation);
    }
}
