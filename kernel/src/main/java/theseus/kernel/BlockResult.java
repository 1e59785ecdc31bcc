package theseus.kernel;

import java.util.ArrayList;
import java.util.List;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status.Rejected;
import theseus.sdk.Change;

/**
 * What a block does.
 *
 * @param changes net changes of the whole block
 * @param executed one per submission, in order
 * @param routines what begin and end block and the invariant scans did, in the order they ran;
 *     those without any effect are left out
 * @param compared what ran in both worlds of a plan, in the order in which it ran
 * @param updates validators whose power changes from the next block on
 */
public record BlockResult(
        ChangeSet changes,
        List<Executed> executed,
        List<Executed> routines,
        List<Compared> compared,
        List<Change.SetValidatorPower> updates) {
    public BlockResult {
        executed = List.copyOf(executed);
        routines = List.copyOf(routines);
        compared = List.copyOf(compared);
        updates = List.copyOf(updates);
    }

    /**
     * The receipts as the receipt root commits to them: those of the submissions, so that a
     * submission and its receipt have the same position, then those of the routines.
     */
    public List<Receipt> receipts() {
        List<Receipt> receipts = new ArrayList<>(executed.size() + routines.size());
        executed.forEach(one -> receipts.add(one.receipt()));
        routines.forEach(one -> receipts.add(one.receipt()));
        return List.copyOf(receipts);
    }

    /**
     * The result of the same block without the submissions that were rejected: they changed
     * nothing, so a proposer that leaves them out need not execute again.
     */
    public BlockResult withoutRejected() {
        List<Executed> admitted =
                executed.stream()
                        .filter(one -> !(one.receipt().status() instanceof Rejected))
                        .toList();
        return new BlockResult(changes, admitted, routines, compared, updates);
    }
}
