package theseus.kernel;

import java.util.List;
import java.util.Optional;
import theseus.protocol.Evidence;
import theseus.protocol.Gate;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** What a gate keeps of the first submission that hit it. */
final class Diverged {
    private Diverged() {}

    static Evidence evidence(long height, Verdict.Undeclared verdict, Compared compared) {
        return new Evidence(
                verdict.gate(),
                height,
                compared.old().receipt().submission(),
                DifferenceText.cut(verdict.explanation()),
                DifferenceText.lines(verdict.differences()),
                receipt(compared.old()),
                receipt(compared.candidate()));
    }

    /** Of a mirroring that no single submission brought about, or that failed with it. */
    static Evidence evidence(long height, Mirrored mirrored) {
        return switch (mirrored) {
            case Mirrored.Failed(Gate gate, String explanation, List<Bytes> keys) ->
                    new Evidence(
                            gate,
                            height,
                            Hash.ZERO,
                            DifferenceText.cut(explanation),
                            keys.stream()
                                    .map(key -> DifferenceText.cut("key " + key.hex()))
                                    .toList(),
                            Optional.empty(),
                            Optional.empty());
            case Mirrored.Taken(TableId table, Bytes key) ->
                    Evidence.of(
                            Gate.COLLISION,
                            height,
                            "the place of %s in %s is taken by a record that no older one stands for"
                                    .formatted(key.hex(), Way.name(table)));
            case Mirrored.TooLarge tooLarge -> evidence(height, tooLarge.failed());
            case Mirrored.Refused(TableId table, String reason) ->
                    Evidence.of(
                            Gate.LENS_FAILED, height, Way.name(table) + " has no image: " + reason);
            case Mirrored.Done done ->
                    throw new IllegalArgumentException("nothing is wrong: " + done);
        };
    }

    private static Optional<Bytes> receipt(Executed executed) {
        Bytes encoding = executed.receipt().encode();
        return encoding.size() <= Evidence.MAX_BYTES ? Optional.of(encoding) : Optional.empty();
    }
}
