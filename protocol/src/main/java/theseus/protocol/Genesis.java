package theseus.protocol;

import java.util.List;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * The first state of a chain. Its hash names the chain.
 *
 * @param name for people; 1 to 64 characters
 * @param protocolVersion rules of kernel and runtime (instrumenter, costs) it starts under
 */
public record Genesis(
        String name,
        int protocolVersion,
        long timeMillis,
        Parameters parameters,
        List<Validator> validators,
        List<Instance> instances) {
    public Genesis {
        validators = List.copyOf(validators);
        instances = List.copyOf(instances);
    }

    public record Validator(PublicKey key, long power) {}

    /**
     * A named use of an artifact.
     *
     * @param document canonical encoding of the module's genesis document; empty when it has none
     * @param bindings which instance serves each required interface
     */
    public record Instance(
            String name,
            Hash artifact,
            Bytes document,
            List<Binding> bindings,
            List<Capability> granted) {}

    public record Binding(String interfaceName, String instance) {}

    /** Bounds that governance may change. */
    public record Parameters(long blockGas, long routineGas, int historyBlocks) {
        public static final Parameters DEFAULT = new Parameters(4_000_000_000L, 10_000_000L, 1_000);
    }
}
