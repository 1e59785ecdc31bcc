package theseus.kernel;

import java.util.Optional;
import theseus.protocol.Descriptor;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Change;

/** Opens and closes circuit breakers by order of those who may. */
final class BreakerOrders {
    private BreakerOrders() {}

    static Optional<String> set(
            Overlay overlay, PlanGround ground, long height, Change.SetBreaker order) {
        Optional<Descriptor> descriptor = descriptor(ground, order.instance());
        if (descriptor.isEmpty()) {
            return Optional.of(Codes.NO_SUCH_INSTANCE);
        }
        if (order.message().isPresent() && !handles(descriptor.get(), order.message().get())) {
            return Optional.of(Codes.NO_SUCH_MESSAGE);
        }
        Bytes key = new BreakerRecord.Key(order.instance(), order.message()).encode();
        boolean isOpen = overlay.get(KernelTables.BREAKERS, key).isPresent();
        if (isOpen == order.open()) {
            return Optional.of(isOpen ? Codes.BREAKER_OPEN : Codes.BREAKER_CLOSED);
        }
        if (!order.open()) {
            overlay.remove(KernelTables.BREAKERS, key);
            return Optional.empty();
        }
        PlanGround.Part part = ground.inForce.get(order.instance());
        if (part != null && isProtected(part.module())) {
            return Optional.of(Codes.BREAKER_PROTECTED);
        }
        overlay.put(
                KernelTables.BREAKERS,
                key,
                new BreakerRecord(height, Texts.reason(order.reason())).encode());
        return Optional.empty();
    }

    /** In force, or of the plan that has authority. */
    private static Optional<Descriptor> descriptor(PlanGround ground, String instance) {
        return Optional.ofNullable(ground.inForce.get(instance))
                .or(
                        () ->
                                ground.plans
                                        .withTwoWorlds()
                                        .map(plan -> ground.after(plan.record().plan()))
                                        .map(after -> after.get(instance)))
                .map(PlanGround.Part::descriptor);
    }

    private static boolean handles(Descriptor descriptor, String message) {
        return descriptor.messages().stream().anyMatch(one -> one.name().equals(message));
    }

    /** Whoever could close it again must stay within reach. */
    static boolean isProtected(ModuleRecord module) {
        return module.granted().contains(Capability.PLANS)
                || module.granted().contains(Capability.BREAKERS);
    }
}
