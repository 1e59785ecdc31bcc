package theseus.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import theseus.kernel.PhaseRules.Move;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Phase;
import theseus.protocol.Plan;
import theseus.protocol.Tally;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** The end of a block: counts what it saw of each plan, moves the plans, says so in events. */
final class PhaseEnd {
    private final PhaseKeeper keeper;
    private final BlockContext block;
    private final Overlay overlay;
    private final List<EventRecord> events = new ArrayList<>();
    private Optional<Hash> authority;
    private long followed;

    PhaseEnd(PhaseKeeper keeper, BlockContext block, Overlay overlay) {
        this.keeper = keeper;
        this.block = block;
        this.overlay = overlay;
        this.authority = block.plans().withTwoWorlds().map(Plans.Standing::id);
    }

    List<EventRecord> run(List<Compared> compared, Optional<Evidence> trip) {
        Plans plans = Plans.read(overlay, block.plans());
        if (!plans.active().isEmpty()) {
            Powers powers = Powers.read(block.start());
            followed = plans.followed().size();
            // The one with authority first: what it leaves behind the others build on.
            List<Plans.Standing> order = new ArrayList<>(plans.active());
            order.sort(Comparator.comparing(plan -> plan.phase().hasTwoWorlds() ? 0 : 1));
            for (Plans.Standing plan : order) {
                decide(plan.id(), powers, compared, trip);
            }
            plans = Plans.read(overlay, plans);
        }
        Sweeper.sweep(overlay, plans, block.height());
        return List.copyOf(events);
    }

    private void decide(Hash id, Powers powers, List<Compared> compared, Optional<Evidence> trip) {
        PlanRecord before = Plans.find(overlay, id).orElseThrow();
        if (before.phase().ended()) {
            return; // Decided in the block before; carried out when the next one begins.
        }
        PlanRecord counted = counted(id, before, powers, compared);
        Move move = PhaseRules.next(counted, seen(id, counted, powers, trip));
        PlanRecord after =
                switch (move) {
                    case Move.Stay(String held) -> stay(id, counted, held);
                    case Move.Claim(String held) -> {
                        supersede(id);
                        yield stay(id, counted, held);
                    }
                    case Move.To to -> to(id, counted, to);
                    case Move.Back(Evidence evidence) -> back(id, counted, evidence);
                };
        if (!after.equals(before)) {
            keeper.put(id, after);
        }
        if (after.phase() == Phase.FINAL && !isPending(after)) {
            ModuleSwitch.rebase(overlay, block, id);
        }
        announce(id, after, move);
    }

    private PlanRecord counted(Hash id, PlanRecord plan, Powers powers, List<Compared> compared) {
        boolean counts = plan.phase() == Phase.SHADOW || plan.phase().hasTwoWorlds();
        if (!counts || !plan.holdsAt(block.height())) {
            return plan;
        }
        List<Bytes> proposers = plan.proposers();
        Bytes proposer = KernelTables.key(block.proposer());
        if (powers.of(block.proposer()) > 0 && !proposers.contains(proposer)) {
            TreeSet<Bytes> sorted = new TreeSet<>(proposers);
            sorted.add(proposer);
            proposers = List.copyOf(sorted);
        }
        List<Compared> own = compared.stream().filter(one -> one.plan().equals(id)).toList();
        Tally tally =
                own.isEmpty()
                        ? plan.tally()
                        : Tallies.served(
                                plan.tally(),
                                block.height(),
                                own,
                                new SampledKeys(overlay, id, plan.sinceHeight()));
        return plan.counted(tally, proposers);
    }

    private PhaseRules.Seen seen(Hash id, PlanRecord plan, Powers powers, Optional<Evidence> trip) {
        StatedCounts stated = new StatedCounts(overlay, powers);
        long proposed = 0;
        for (Bytes proposer : plan.proposers()) {
            proposed += powers.of(Wire.decode(proposer, Wire::publicKey));
        }
        boolean judged = plan.phase() == Phase.SHADOW || plan.phase().hasTwoWorlds();
        return new PhaseRules.Seen(
                block.height(),
                block.timeMillis(),
                trip.map(Evidences::capped),
                stated.tripped(id),
                plan.phase() == Phase.READY && stated.isReady(id),
                powers.isQuorum(proposed),
                judged ? sampled(keeper.planned(id, plan), plan.plan()) : List.of(),
                followed < Plans.MAX_FOLLOWED || plan.plan().hotfix()
                        ? Optional.empty()
                        : Optional.of(followed + " plans are followed already"),
                authority
                        .filter(other -> !other.equals(id))
                        .map(other -> "plan " + other + " has authority"));
    }

    private static List<Plan.MessageName> sampled(Planned planned, Plan plan) {
        return planned.changes().values().stream()
                .flatMap(changed -> changed.shared().stream())
                .filter(name -> !plan.waived().contains(name))
                .toList();
    }

    private PlanRecord stay(Hash id, PlanRecord plan, String held) {
        if (!held.equals(plan.held())) {
            events.add(new KernelEvents.PlanHeld(id, held).toRecord());
        }
        return plan.held(held);
    }

    /** Who had authority in this block loses it to a hotfix, unless it is one too (ADR 0110). */
    private void supersede(Hash hotfix) {
        Hash other = authority.orElseThrow();
        PlanRecord plan = Plans.find(overlay, other).orElseThrow();
        if (plan.phase().hasTwoWorlds() && plan.holdsAt(block.height()) && !plan.plan().hotfix()) {
            Evidence evidence =
                    Evidence.of(
                            Gate.SUPERSEDED,
                            block.height(),
                            "hotfix %s is ready and goes first".formatted(hotfix));
            PlanRecord after = back(other, plan, evidence);
            keeper.put(other, after);
            announce(other, after, new Move.Back(evidence));
        }
    }

    private PlanRecord to(Hash id, PlanRecord plan, Move.To to) {
        PlanRecord next = plan.enter(to.phase(), to.step(), block.height(), block.timeMillis());
        if (plan.phase() == Phase.READY && to.phase() == Phase.BACKFILL) {
            followed++;
        }
        if (to.phase().hasTwoWorlds() || to.phase() == Phase.FINAL) {
            authority = Optional.of(id);
        }
        if (to.phase() == Phase.FINAL && !isPending(next)) {
            Planned planned = keeper.planned(id, plan);
            keeper.leave(planned.oldOnlyTables(), id);
            ModuleSwitch.apply(overlay, planned, block.timeMillis());
            keeper.close(id, plan);
        }
        return next;
    }

    /** Final, and its tables not yet under the root: the next block begins with the switch. */
    private static boolean isPending(PlanRecord plan) {
        return plan.joinedHeight() == 0;
    }

    private PlanRecord back(Hash id, PlanRecord plan, Evidence evidence) {
        if (plan.joinedHeight() == 0) {
            keeper.close(id, plan);
        } else if (plan.joinedHeight() < block.height()) {
            keeper.leave(keeper.planned(id, plan).newTables(), id);
            keeper.close(id, plan);
        }
        // Tables that joined with this very block leave with the next one.
        return plan.rolledBack(block.height(), block.timeMillis(), Evidences.capped(evidence));
    }

    private void announce(Hash id, PlanRecord after, Move move) {
        Optional<PlanRecord> start = block.plans().active(id).map(Plans.Standing::record);
        boolean moved =
                start.isEmpty()
                        || start.get().phase() != after.phase()
                        || start.get().step() != after.step();
        if (moved) {
            String reason =
                    switch (move) {
                        case Move.To(Phase _, int _, String why) -> why;
                        case Move.Back(Evidence evidence) ->
                                evidence.gate() + ": " + evidence.explanation();
                        case Move.Stay _, Move.Claim _ ->
                                after.phase() == Phase.VOTING ? "it was opened" : "it was approved";
                    };
            events.add(
                    new KernelEvents.PlanPhase(
                                    id, after.phase(), after.step(), Texts.reason(reason))
                            .toRecord());
        }
    }
}
