package theseus.node;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import theseus.kernel.ChainRecord;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.kernel.Plans;
import theseus.kernel.spi.StateView;
import theseus.protocol.Limits;
import theseus.protocol.Plan;

/**
 * What a proposal may hold, so that the kernel turns nothing in it away for want of room: by what
 * each transaction may use at most, its second world included, beside what is kept for repairs.
 */
final class BlockBudget {
    /** Of gas, bytes and places, as the kernel keeps it for repairs. */
    private static final int RECOVERY_PERCENT = 10;

    private final long[] left;
    private final long[] leftForAll;
    private final Set<String> twoWorlds;
    private final int twoWorldsFactor;
    private boolean isEmpty = true;

    private BlockBudget(long blockGas, Set<String> twoWorlds, int twoWorldsFactor) {
        this.left = new long[] {blockGas, Limits.MAX_BLOCK_BYTES, Limits.MAX_BLOCK_TRANSACTIONS};
        this.leftForAll = left.clone();
        for (int i = 0; i < left.length; i++) {
            leftForAll[i] -= left[i] / 100 * RECOVERY_PERCENT;
        }
        this.twoWorlds = twoWorlds;
        this.twoWorldsFactor = twoWorldsFactor;
    }

    /** Of the block after {@code state}. */
    static BlockBudget of(StateView state, Plans plans, Catalog catalog) {
        long gas =
                state.get(KernelTables.PARAMETERS, KernelTables.SINGLE)
                        .map(bytes -> ChainRecord.decode(bytes).parameters().blockGas())
                        .orElseThrow();
        Optional<Plan> plan = plans.withTwoWorlds().map(one -> one.record().plan());
        return plan.map(
                        one ->
                                new BlockBudget(
                                        gas,
                                        reaching(one, catalog.instances(state)),
                                        1 + one.schedule().gasFactor()))
                .orElseGet(() -> new BlockBudget(gas, Set.of(), 1));
    }

    /** The plan's instances and all that may call them, however many calls away. */
    private static Set<String> reaching(Plan plan, Map<String, ModuleRecord> instances) {
        Set<String> reaching = new TreeSet<>();
        plan.actions().forEach(action -> reaching.add(action.instance()));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Map.Entry<String, ModuleRecord> one : instances.entrySet()) {
                boolean calls =
                        one.getValue().bindings().stream()
                                .anyMatch(binding -> reaching.contains(binding.instance()));
                grew |= calls && reaching.add(one.getKey());
            }
        }
        return reaching;
    }

    /**
     * Takes the room that a submission needs, if there is so much. The first always finds room: the
     * kernel knows better whether it fits into a block at all.
     *
     * @param repairs whether it may use what is kept for repairs
     */
    boolean take(long gasLimit, int sizeBytes, Collection<String> instances, boolean repairs) {
        boolean twice = instances.stream().anyMatch(twoWorlds::contains);
        long[] wanted = {gasLimit * (twice ? twoWorldsFactor : 1), sizeBytes, 1};
        for (int i = 0; i < left.length; i++) {
            if (!isEmpty && wanted[i] > (repairs ? left[i] : leftForAll[i])) {
                return false;
            }
        }
        isEmpty = false;
        for (int i = 0; i < left.length; i++) {
            left[i] -= wanted[i];
            leftForAll[i] = Math.min(leftForAll[i] - (repairs ? 0 : wanted[i]), left[i]);
        }
        return true;
    }
}
