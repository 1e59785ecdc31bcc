package theseus.kernel;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import theseus.kernel.spi.StateView;
import theseus.protocol.Plan;
import theseus.sdk.Hash;

/** Makes plans ready to run, and keeps the last ones. */
final class Trials {
    static final int MAX_READY = 8;

    private final Modules modules;
    private final Sandboxes sandboxes;
    private final LinkedHashMap<Key, Ready> ready = new LinkedHashMap<>(16, 0.75f, true);

    private Optional<Known> known = Optional.empty();

    private record Key(Hash plan, Hash moduleSet) {}

    /** The plan that was asked for last, and its id. */
    private record Known(Plan plan, Hash id) {}

    private record Ready(Planned planned, Instances old, Instances candidates, Crossing crossing) {
        Trial as(PlanRecord record) {
            return new Trial(planned, record, old, candidates, crossing);
        }
    }

    Trials(Modules modules, Sandboxes sandboxes) {
        this.modules = modules;
        this.sandboxes = sandboxes;
    }

    /** A plan that is active in a block. */
    Trial of(Planned planned, BlockContext block) {
        return of(
                planned,
                block.plans()
                        .active(planned.plan())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "plan " + planned.plan() + " is not active"))
                        .record());
    }

    /** A plan beside the module set that {@code state} has in force. */
    Trial of(StateView state, Hash moduleSet, PlanRecord record) {
        Hash id = id(record.plan());
        Ready made = ready.get(new Key(id, moduleSet));
        return made != null
                ? made.as(record)
                : of(modules.planned(state, moduleSet, id, record.plan()), record);
    }

    /** A hash over all of the plan, which is asked for with every block that is followed. */
    private Hash id(Plan plan) {
        if (known.isEmpty() || known.get().plan() != plan) {
            known = Optional.of(new Known(plan, plan.id()));
        }
        return known.get().id();
    }

    Trial of(Planned planned, PlanRecord record) {
        Key key = new Key(planned.plan(), planned.inForce().hash());
        Ready known = ready.get(key);
        if (known == null) {
            known = build(planned);
            ready.put(key, known);
            if (ready.size() > MAX_READY) {
                ready.remove(ready.firstEntry().getKey());
            }
        }
        return known.as(record);
    }

    /** Lets go of other plans, and of what was for another module set. */
    void keep(Hash moduleSet, Collection<Hash> plans) {
        ready.keySet()
                .removeIf(key -> !key.moduleSet().equals(moduleSet) || !plans.contains(key.plan()));
    }

    private Ready build(Planned planned) {
        Set<String> retired = new TreeSet<>();
        ModuleSet changed = planned.modules();
        for (var change : planned.changes().entrySet()) {
            String name = change.getKey();
            if (change.getValue().after().isEmpty()) {
                // It stays known, so that calls to it are refused and not taken for mistakes.
                retired.add(name);
                changed =
                        changed.with(
                                name,
                                Optional.ofNullable(planned.inForce().instances().get(name))
                                        .orElseThrow());
            }
        }
        Instances old = modules.instances(planned.inForce());
        Instances candidates =
                Instances.of(
                        changed,
                        sandboxes,
                        name ->
                                planned.concerns(name)
                                        ? Optional.of(planned.plan())
                                        : Optional.empty(),
                        Collections.unmodifiableSet(retired));
        return new Ready(
                planned, old, candidates, Crossing.of(old, candidates, planned.changes().keySet()));
    }
}
