package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.StateView;
import theseus.protocol.CborWriter;
import theseus.protocol.Descriptor;
import theseus.protocol.Limits;
import theseus.protocol.Wire;
import theseus.sdk.Bytes;

/**
 * Older forms of messages. When a version that brought a newer form of a message is final, the
 * older ones are accepted for as long as a transaction can be valid: whatever was signed before can
 * still be sent.
 */
final class Forms {
    private Forms() {}

    /** Whether a form that some version accepts is still accepted at {@code timeMillis}. */
    static boolean isAccepted(
            StateView state, long timeMillis, String instance, String message, int form) {
        return until(state, instance, message, form).map(last -> timeMillis <= last).orElse(true);
    }

    /** Whether the chain once accepted the form and no longer does. */
    static boolean isOver(
            StateView state, long timeMillis, String instance, String message, int form) {
        return !isAccepted(state, timeMillis, instance, message, form);
    }

    /** Starts the clock of forms that {@code after}, which is final now, has newer ones of. */
    static void expire(
            Overlay overlay,
            String instance,
            Descriptor before,
            Descriptor after,
            long timeMillis) {
        for (Descriptor.MessageShape old : before.messages()) {
            boolean newer =
                    after.messages().stream()
                            .anyMatch(
                                    message ->
                                            message.name().equals(old.name())
                                                    && message.form() > old.form());
            if (newer && until(overlay, instance, old.name(), old.form()).isEmpty()) {
                overlay.put(
                        KernelTables.FORMS,
                        KernelTables.formKey(instance, old.name(), old.form()),
                        new CborWriter().integer(timeMillis + Limits.MAX_EXPIRY_MILLIS).toBytes());
            }
        }
    }

    private static Optional<Long> until(
            StateView state, String instance, String message, int form) {
        Bytes key = KernelTables.formKey(instance, message, form);
        return state.get(KernelTables.FORMS, key)
                .map(value -> Wire.decode(value, in -> in.integer(Long.SIZE)));
    }
}
