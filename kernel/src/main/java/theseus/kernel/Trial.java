package theseus.kernel;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import theseus.protocol.Descriptor;
import theseus.protocol.Receipt;
import theseus.sdk.Hash;

/**
 * A plan, ready to run beside the versions in force.
 *
 * @param record where it stands
 * @param old the versions in force
 * @param candidates the same with the plan's changes
 * @param crossing what lies between the tables of both
 */
record Trial(
        Planned planned,
        PlanRecord record,
        Instances old,
        Instances candidates,
        Crossing crossing) {
    Hash id() {
        return planned.plan();
    }

    boolean has(String instance) {
        return planned.concerns(instance);
    }

    /** Whether an instance of the plan ran. */
    boolean touches(Receipt receipt) {
        for (Receipt.VersionUsed version : receipt.versions()) {
            if (has(version.instance())) {
                return true;
            }
        }
        return false;
    }

    /** Whether what {@code instance} calls, directly or through others, is the plan's. */
    boolean mayTouch(String instance) {
        return mayTouch(instance, new TreeSet<>());
    }

    private boolean mayTouch(String instance, Set<String> seen) {
        if (has(instance)) {
            return true;
        }
        return seen.add(instance)
                && old.find(instance).stream()
                        .flatMap(one -> one.module().bindings().stream())
                        .anyMatch(binding -> mayTouch(binding.instance(), seen));
    }

    boolean retires(String instance) {
        return candidates.isRetired(instance);
    }

    /** The world of the candidates in a block. */
    World candidateWorld(BlockContext block, Reads reads) {
        return new World(block.with(candidates), record.plan().schedule().gasFactor(), reads);
    }

    /** The descriptor of an instance's candidate, if the plan brings one. */
    Optional<Descriptor> candidate(String instance) {
        return has(instance) && !retires(instance)
                ? candidates.find(instance).map(one -> one.layout().descriptor())
                : Optional.empty();
    }
}
