package theseus.kernel;

import java.util.List;
import theseus.protocol.Gate;
import theseus.sdk.Bytes;

/** Ends a mirroring or a comparison; the caller turns it into a value. */
final class CrossingFailed extends RuntimeException {
    private final Mirrored result;

    CrossingFailed(Mirrored result) {
        super("", null, false, false);
        this.result = result;
    }

    static CrossingFailed of(Gate gate, String explanation, Bytes... keys) {
        return new CrossingFailed(new Mirrored.Failed(gate, explanation, List.of(keys)));
    }

    /** Anything but {@link Mirrored.Done}. */
    Mirrored result() {
        return result;
    }
}
