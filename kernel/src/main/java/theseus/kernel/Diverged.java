package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.sdk.Bytes;

/** What a gate keeps of the first submission that hit it. */
final class Diverged {
    private Diverged() {}

    static Evidence evidence(long height, Verdict.Undeclared verdict, Compared compared) {
        return new Evidence(
                verdict.gate(),
                height,
                compared.old().receipt().submission(),
                verdict.explanation(),
                DifferenceText.lines(verdict.differences()),
                receipt(compared.old()),
                receipt(compared.candidate()));
    }

    private static Optional<Bytes> receipt(Executed executed) {
        Bytes encoding = executed.receipt().encode();
        return encoding.size() <= Evidence.MAX_BYTES ? Optional.of(encoding) : Optional.empty();
    }
}
