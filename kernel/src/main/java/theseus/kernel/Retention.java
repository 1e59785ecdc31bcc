package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/**
 * What a kernel lets go of when the module set or the plans have changed: code that is neither in
 * force nor a plan's, with its class loaders, and what was made ready of it. A chain may have plans
 * for ever. Nothing of this shows in a result; what is asked for again is opened again.
 *
 * <p>It goes by the latest time only: who looks at an older state, or at another one of the same
 * time, must not make the present go.
 */
final class Retention {
    private final Modules modules;
    private final Trials trials;
    private final Sandboxes sandboxes;
    private long latestMillis = -1;
    private Standing standing = new Standing(Hash.ZERO, List.of());

    private record Standing(Hash moduleSet, List<Hash> plans) {}

    Retention(Modules modules, Trials trials, Sandboxes sandboxes) {
        this.modules = modules;
        this.trials = trials;
        this.sandboxes = sandboxes;
    }

    /**
     * Before anything runs on {@code state}.
     *
     * @param timeMillis of what is run
     */
    void settle(StateView state, long timeMillis) {
        if (timeMillis <= latestMillis) {
            return;
        }
        latestMillis = timeMillis;
        Hash moduleSet = Modules.chain(state).moduleSet();
        Plans plans = modules.plans(state);
        List<Hash> ids = new ArrayList<>(plans.active().size());
        plans.active().forEach(plan -> ids.add(plan.id()));
        Standing now = new Standing(moduleSet, ids);
        if (now.equals(standing)) {
            return;
        }
        standing = now;
        Set<Hash> code = code(modules.read(state, moduleSet), plans);
        trials.keep(moduleSet, ids);
        modules.keep(moduleSet, ids, code);
        sandboxes.keep(code);
    }

    private static Set<Hash> code(ModuleSet inForce, Plans plans) {
        Set<Hash> code = new TreeSet<>();
        inForce.instances().values().forEach(one -> code.add(one.module().artifact()));
        for (Plans.Standing plan : plans.active()) {
            for (Plan.Action action : plan.record().plan().actions()) {
                switch (action) {
                    case Plan.Action.Upgrade upgrade -> code.add(upgrade.to());
                    case Plan.Action.Install install -> code.add(install.artifact());
                    case Plan.Action.Retire _ -> {}
                }
            }
        }
        return code;
    }
}
