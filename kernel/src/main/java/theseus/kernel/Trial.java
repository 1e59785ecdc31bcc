package theseus.kernel;

import java.util.Optional;
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
