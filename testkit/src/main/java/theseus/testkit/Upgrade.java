package theseus.testkit;

import theseus.kernel.PlanRecord;
import theseus.kernel.Plans;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.sdk.Change;
import theseus.sdk.Hash;

/**
 * An upgrade under way on a {@link Chain}. It has carried the records that there were and stands in
 * {@link Phase#SHADOW}: what is sent now is run by both versions and compared. Each phase lasts
 * {@value Upgrades#PHASE_BLOCKS} blocks, unless a gate ends it.
 *
 * <pre>{@code
 * Chain chain = Chain.of(Path.of("guestbook-1.jar"));
 * chain.send(alice, new Write("hello")).applied();
 * Upgrade upgrade = chain.upgrade(Guestbook.class);
 * chain.send(bob, new Write("me, too")).applied();
 * upgrade.to(Phase.PROBATION);
 * chain.send(bob, new Like(1)).applied();
 * upgrade.to(Phase.FINAL);
 * }</pre>
 */
public final class Upgrade {
    private final Chain chain;
    private final Hash plan;

    Upgrade(Chain chain, Hash plan) {
        this.chain = chain;
        this.plan = plan;
    }

    /** The plan's id. */
    public Hash plan() {
        return plan;
    }

    public Phase phase() {
        return record().phase();
    }

    /**
     * Makes empty blocks until the plan is in {@code phase}.
     *
     * @throws AssertionError when it was taken back, with the first difference
     */
    public Upgrade to(Phase phase) {
        while (phase() != phase) {
            if (phase() == Phase.ROLLED_BACK) {
                throw new AssertionError(
                        "the upgrade should come to " + phase + ", but was taken back: " + why());
            }
            if (phase() == Phase.FINAL || phase().compareTo(phase) > 0) {
                throw new AssertionError("the upgrade is past " + phase + ", in " + phase());
            }
            if (!record().held().isEmpty()) {
                throw new AssertionError("the upgrade is held: " + record().held());
            }
            chain.blocks(1);
        }
        return this;
    }

    /**
     * The plan must be taken back because of {@code gate}, now or with the next blocks.
     *
     * @return what each version did
     */
    public Evidence takenBack(Gate gate) {
        for (int i = 0; i < Upgrades.PHASE_BLOCKS && phase() != Phase.ROLLED_BACK; i++) {
            chain.blocks(1);
        }
        if (phase() != Phase.ROLLED_BACK || !record().gate().equals(java.util.Optional.of(gate))) {
            throw new AssertionError(
                    "the upgrade should be taken back by %s, but is in %s: %s"
                            .formatted(gate, phase(), why()));
        }
        return record().ended().orElseThrow();
    }

    /** Takes it back, as a vote would. */
    public void stop() {
        chain.order(new Change.StopPlan(plan, "stopped by the test"));
    }

    /** What stopped it; empty while nothing did. */
    public String why() {
        return record().ended()
                .map(
                        evidence ->
                                evidence.gate()
                                        + ", "
                                        + evidence.explanation()
                                        + String.join(
                                                "",
                                                evidence.differences().stream()
                                                        .map(line -> "\n  " + line)
                                                        .toList()))
                .orElse("");
    }

    private PlanRecord record() {
        return Plans.find(chain.state().head(), plan).orElseThrow();
    }

    @Override
    public String toString() {
        return "plan " + plan + " in " + phase();
    }
}
