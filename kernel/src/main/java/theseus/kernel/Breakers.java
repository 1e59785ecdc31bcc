package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;

/** The circuit breakers, as the state has them. */
final class Breakers {
    private Breakers() {}

    static boolean isOpen(StateView state, String instance) {
        return isOpen(state, new BreakerRecord.Key(instance, Optional.empty()));
    }

    /** The same, for who asks with each call. */
    static boolean isOpen(StateView state, Instance instance) {
        return state.get(KernelTables.BREAKERS, instance.breaker()).isPresent();
    }

    static boolean isOpen(StateView state, String instance, String message) {
        return isOpen(state, instance)
                || isOpen(state, new BreakerRecord.Key(instance, Optional.of(message)));
    }

    static void open(Overlay overlay, String instance, BreakerRecord record) {
        overlay.put(
                KernelTables.BREAKERS,
                new BreakerRecord.Key(instance, Optional.empty()).encode(),
                record.encode());
    }

    private static boolean isOpen(StateView state, BreakerRecord.Key key) {
        return state.get(KernelTables.BREAKERS, key.encode()).isPresent();
    }
}
