package theseus.runtime;

import java.lang.constant.DirectMethodHandleDesc;
import java.util.Optional;

/** The bootstrap methods that javac uses for ordinary Java; no other call site passes. */
enum Bootstraps {
    LAMBDA,
    CONCAT,
    SWITCH,
    RECORD;

    static Optional<Bootstraps> of(DirectMethodHandleDesc bootstrap) {
        if (bootstrap.kind() != DirectMethodHandleDesc.Kind.STATIC) {
            return Optional.empty();
        }
        String member = ClassNames.internal(bootstrap.owner()) + "." + bootstrap.methodName();
        return switch (member) {
            case "java/lang/invoke/LambdaMetafactory.metafactory",
                    "java/lang/invoke/LambdaMetafactory.altMetafactory" ->
                    Optional.of(LAMBDA);
            case "java/lang/invoke/StringConcatFactory.makeConcatWithConstants",
                    "java/lang/invoke/StringConcatFactory.makeConcat" ->
                    Optional.of(CONCAT);
            case "java/lang/runtime/SwitchBootstraps.typeSwitch",
                    "java/lang/runtime/SwitchBootstraps.enumSwitch" ->
                    Optional.of(SWITCH);
            case "java/lang/runtime/ObjectMethods.bootstrap" -> Optional.of(RECORD);
            default -> Optional.empty();
        };
    }
}
