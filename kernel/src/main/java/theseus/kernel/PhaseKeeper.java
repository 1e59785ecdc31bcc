package theseus.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.kernel.spi.ChangeSet.Link;
import theseus.protocol.Evidence;
import theseus.protocol.TableId;

/**
 * Keeps the phases of plans through one block: what begins with it, and at its end what follows
 * from what happened in it. Phases hold for whole blocks.
 */
final class PhaseKeeper {
    private final Modules modules;
    private final Overlay overlay;
    private final SortedMap<TableId, Link> links = new TreeMap<>();
    private BlockContext block;
    private Optional<Planned> twoWorlds = Optional.empty();

    private PhaseKeeper(BlockContext block, Modules modules, Overlay overlay) {
        this.block = block;
        this.modules = modules;
        this.overlay = overlay;
    }

    /** Before anything runs. */
    static PhaseKeeper begin(BlockContext block, Modules modules, Overlay overlay) {
        PhaseKeeper keeper = new PhaseKeeper(block, modules, overlay);
        keeper.twoWorlds =
                block.plans()
                        .withTwoWorlds()
                        .map(
                                plan ->
                                        modules.planned(
                                                block.start(),
                                                modules.read(
                                                        block.start(), block.chain().moduleSet()),
                                                plan.id(),
                                                plan.record().plan()));
        return keeper;
    }

    /** What the block runs with: plans with the salts of this block, and the code in force. */
    BlockContext block() {
        return block;
    }

    /** The plan whose two worlds run in this block; its record is in {@link #block}. */
    Optional<Planned> twoWorlds() {
        return twoWorlds;
    }

    /**
     * After everything ran.
     *
     * @param compared what ran in both worlds, in order
     * @param trip the first hit of an absolute gate by the plan with two worlds
     * @return a pseudo-transaction whose events say which plans moved; empty when none did
     */
    Optional<Executed> end(List<Compared> compared, Optional<Evidence> trip) {
        return Optional.empty();
    }

    /** Tables that join or leave the root with this block; to be asked at its end. */
    SortedMap<TableId, Link> links() {
        return Collections.unmodifiableSortedMap(links);
    }
}
