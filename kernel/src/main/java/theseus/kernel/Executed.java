package theseus.kernel;

import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.protocol.TrapKind;

/** One submission's effects as values, so that another execution of it can be compared. */
public record Executed(Receipt receipt, ChangeSet changes) {
    boolean isTrapped() {
        return receipt.status() instanceof Status.Trapped;
    }

    boolean isTrapped(TrapKind kind) {
        return receipt.status() instanceof Status.Trapped trapped && trapped.kind() == kind;
    }
}
