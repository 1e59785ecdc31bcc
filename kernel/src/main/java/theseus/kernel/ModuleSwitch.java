package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** Puts a plan's versions in force: the module set that the chain's record names changes. */
final class ModuleSwitch {
    private ModuleSwitch() {}

    /** Returns the chain's record as it is from now on. */
    static ChainRecord apply(Overlay overlay, Planned planned, long timeMillis) {
        planned.changes()
                .forEach(
                        (name, changed) -> {
                            ModuleSet.Installed after = planned.modules().instances().get(name);
                            Bytes key = KernelTables.key(name);
                            if (after == null) {
                                overlay.remove(KernelTables.MODULES, key);
                            } else {
                                overlay.put(KernelTables.MODULES, key, after.module().encode());
                            }
                            if (changed.before().isPresent() && changed.after().isPresent()) {
                                Forms.expire(
                                        overlay,
                                        name,
                                        changed.before().get(),
                                        changed.after().get(),
                                        timeMillis);
                            }
                        });
        ChainRecord chain = Modules.chain(overlay);
        ChainRecord changed =
                new ChainRecord(
                        chain.chain(),
                        chain.protocolVersion(),
                        chain.parameters(),
                        planned.modules().hash());
        overlay.put(KernelTables.PARAMETERS, KernelTables.SINGLE, changed.encode());
        return changed;
    }

    /** Marks every other plan that no longer has what it was made for. */
    static void rebase(Overlay overlay, BlockContext block, Hash switched) {
        PlanGround ground = new PlanGround(overlay, block.instances(), block.timeMillis());
        for (Plans.Standing other : ground.plans.active()) {
            if (other.id().equals(switched) || !other.record().isAlive()) {
                continue;
            }
            Plan plan = other.record().plan();
            Optional<PlanProblem> problem = PlanChecks.stillFits(ground, plan);
            if (problem.isPresent()) {
                String why =
                        "since plan %s is final: %s: %s"
                                .formatted(
                                        switched,
                                        problem.get().where(),
                                        problem.get().explanation());
                PlanRecord ending =
                        other.record()
                                .ending(
                                        Evidence.of(
                                                Gate.BASE_CHANGED,
                                                block.height(),
                                                Texts.reason(why)));
                overlay.put(KernelTables.PLANS, KernelTables.key(other.id()), ending.encode());
            }
        }
    }
}
