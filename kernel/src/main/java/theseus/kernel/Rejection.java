package theseus.kernel;

import java.util.List;
import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Receipt;
import theseus.sdk.Hash;

/** Why the kernel does not let a submission in. */
record Rejection(String code, String explanation) {
    Executed of(Hash submission) {
        return new Executed(
                new Receipt(submission, new Receipt.Status.Rejected(code), 0, List.of(), List.of()),
                ChangeSet.EMPTY);
    }
}
