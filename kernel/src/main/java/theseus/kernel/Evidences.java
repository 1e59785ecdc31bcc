package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.sdk.Bytes;

/** Bounds evidence, which stays on chain for good. */
final class Evidences {
    private Evidences() {}

    /** The same, cut where it is too long. */
    static Evidence capped(Evidence evidence) {
        return new Evidence(
                evidence.gate(),
                evidence.height(),
                evidence.submission(),
                Texts.reason(evidence.explanation()),
                lines(evidence.differences()),
                evidence.old().filter(Evidences::fits),
                evidence.candidate().filter(Evidences::fits));
    }

    /** What is kept of all hits but the first. */
    static Evidence withoutReceipts(Evidence evidence) {
        return new Evidence(
                evidence.gate(),
                evidence.height(),
                evidence.submission(),
                evidence.explanation(),
                evidence.differences(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> lines(List<String> differences) {
        return differences.stream().limit(Evidence.MAX_DIFFERENCES).map(Evidences::line).toList();
    }

    private static String line(String text) {
        return text.length() <= Evidence.MAX_DIFFERENCE_LENGTH
                ? text
                : text.substring(0, Evidence.MAX_DIFFERENCE_LENGTH);
    }

    private static boolean fits(Bytes receipt) {
        return receipt.size() <= Evidence.MAX_BYTES;
    }
}
