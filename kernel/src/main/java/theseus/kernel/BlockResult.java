package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.ChangeSet;
import theseus.sdk.Change;

/**
 * What a block does.
 *
 * @param changes net changes of the whole block
 * @param executed one per submission, in order
 * @param updates validators whose power changes from the next block on
 */
public record BlockResult(
        ChangeSet changes, List<Executed> executed, List<Change.SetValidatorPower> updates) {
    public BlockResult {
        executed = List.copyOf(executed);
        updates = List.copyOf(updates);
    }
}
