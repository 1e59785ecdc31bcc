package theseus.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.protocol.EventRecord;
import theseus.protocol.Evidence;
import theseus.protocol.Receipt;
import theseus.protocol.TableId;
import theseus.sdk.Hash;

/**
 * Keeps the phases of plans through one block: what begins with it, and at its end what follows
 * from what happened in it. Phases hold for whole blocks.
 */
final class PhaseKeeper {
    private final Modules modules;
    private Overlay overlay;
    private final SortedMap<TableId, Link> links = new TreeMap<>();
    private final Installation.Begun begun =
            new Installation.Begun(new ArrayList<>(), new ArrayList<>());
    private Optional<Executed> began = Optional.empty();
    private BlockContext block;
    private Optional<Planned> twoWorlds = Optional.empty();

    private PhaseKeeper over(Overlay blocks) {
        overlay = blocks;
        return this;
    }

    /** As a pseudo-transaction; empty when there is nothing to tell. */
    private Optional<Executed> effects(
            RoutineRunner.Phase phase,
            List<EventRecord> events,
            List<Receipt.VersionUsed> versions) {
        Executed effects =
                new Executed(
                        new Receipt(
                                RoutineRunner.id(block.height(), phase, TableId.KERNEL),
                                new Receipt.Status.Applied(),
                                0,
                                events,
                                versions),
                        overlay.changes());
        return RoutineRunner.isQuiet(effects) ? Optional.empty() : Optional.of(effects);
    }

    private PhaseKeeper(BlockContext block, Modules modules, Overlay overlay) {
        this.block = block;
        this.modules = modules;
        this.overlay = overlay;
    }

    /** Before anything runs: tables join, salts are drawn, what was decided is carried out. */
    static PhaseKeeper begin(BlockContext block, Modules modules, Overlay overlay) {
        PhaseKeeper keeper = new PhaseKeeper(block, modules, new Overlay(overlay));
        if (!block.plans().active().isEmpty()) {
            block.plans().active().forEach(keeper::begin);
            keeper.began =
                    keeper.effects(
                            RoutineRunner.Phase.PLANS_BEGIN,
                            keeper.begun.events(),
                            keeper.begun.versions());
            keeper.began.ifPresent(effect -> overlay.apply(effect.changes()));
            Plans plans = modules.plans(overlay);
            keeper.block = keeper.block.with(plans);
            keeper.twoWorlds =
                    plans.withTwoWorlds()
                            .filter(plan -> plan.record().isAlive())
                            .map(plan -> keeper.planned(plan.id(), plan.record()));
        }
        return keeper.over(overlay);
    }

    /** What the block runs with: plans with the salts of this block, and the code in force. */
    BlockContext block() {
        return block;
    }

    /** The plan whose two worlds run in this block; its record is in {@link #block}. */
    Optional<Planned> twoWorlds() {
        return twoWorlds;
    }

    /** What plans did before anything else ran, as a pseudo-transaction; empty for nothing. */
    Optional<Executed> began() {
        return began;
    }

    /**
     * After everything ran: where each plan goes from here.
     *
     * @param compared what ran in both worlds, in order
     * @param trip the first hit of an absolute gate by the plan with two worlds
     * @return a pseudo-transaction whose events say which plans moved; empty when none did
     */
    Optional<Executed> end(List<Compared> compared, Optional<Evidence> trip) {
        Overlay own = new Overlay(overlay);
        Overlay blocks = overlay;
        overlay = own;
        List<EventRecord> events = new PhaseEnd(this, block, own).run(compared, trip);
        Optional<Executed> effects = effects(RoutineRunner.Phase.PLANS_END, events, List.of());
        effects.ifPresent(effect -> blocks.apply(effect.changes()));
        overlay = blocks;
        return effects;
    }

    /** Tables that join or leave the root with this block; to be asked at its end. */
    SortedMap<TableId, Link> links() {
        return Collections.unmodifiableSortedMap(links);
    }

    /** Kept in the unlinked set of the plan's name. */
    void leave(SortedSet<TableId> tables, Hash plan) {
        tables.forEach(table -> links.put(table, new Link.Leave(plan)));
    }

    Planned planned(Hash id, PlanRecord record) {
        return modules.planned(overlay, block.chain().moduleSet(), id, record.plan());
    }

    void put(Hash id, PlanRecord record) {
        overlay.put(KernelTables.PLANS, KernelTables.key(id), record.encode());
    }

    /** It needs nothing more to be done; the module set is the one in which it ended. */
    void close(Hash id, PlanRecord record) {
        overlay.remove(KernelTables.ACTIVE_PLANS, KernelTables.key(id));
        Leftovers.remove(overlay, record.plan());
    }

    private void begin(Plans.Standing plan) {
        switch (plan.phase()) {
            case CANARY, PROBATION -> twoWorlds(plan.id(), plan.record());
            case FINAL -> switchNow(plan.id(), plan.record());
            case ROLLED_BACK -> {
                leave(planned(plan.id(), plan.record()).newTables(), plan.id());
                close(plan.id(), plan.record());
            }
            case VOTING, READY, BACKFILL, SHADOW -> {}
        }
    }

    private void twoWorlds(Hash id, PlanRecord record) {
        PlanRecord begun = record.joinedHeight() > 0 ? record : join(id, record);
        if (Canary.drawsKeys(begun, block.height())) {
            begun = begun.salted(block.parent());
        }
        if (!begun.equals(record)) {
            put(id, begun);
        }
    }

    private PlanRecord join(Hash id, PlanRecord record) {
        Planned planned = planned(id, record);
        if (PhaseRules.isFollowed(record.plan())) {
            Optional<Evidence> wrong = SeenBeside.of(overlay, id);
            if (wrong.isPresent()) {
                return record.ending(wrong.get());
            }
            join(planned, id);
            return record.joined(block.height());
        }
        Instances instances = modules.instances(planned.modules());
        return Installation.run(block, planned, instances, overlay, begun)
                .map(record::ending)
                .orElseGet(() -> record.joined(block.height()));
    }

    private void join(Planned planned, Hash id) {
        planned.newTables().forEach(table -> links.put(table, new Link.Join(id)));
    }

    /**
     * An irreversible plan: it never had two worlds, so everything happens with its first block.
     */
    private void switchNow(Hash id, PlanRecord record) {
        Optional<Evidence> wrong = SeenBeside.of(overlay, id);
        if (wrong.isPresent()) {
            PlanRecord back =
                    record.rolledBack(block.height() - 1, block.timeMillis(), wrong.get());
            put(id, back);
            close(id, back);
            begun.events().add(KernelEvents.PlanPhase.back(id, back, wrong.get()).toRecord());
            return;
        }
        Planned planned = planned(id, record);
        join(planned, id);
        leave(planned.oldOnlyTables(), id);
        put(id, record.joined(block.height()));
        ChainRecord chain = ModuleSwitch.apply(overlay, planned, block.timeMillis());
        close(id, record);
        block = block.with(chain, modules.instances(planned.modules()));
        ModuleSwitch.rebase(overlay, block, id);
    }
}
