package theseus.node;

import java.util.List;
import theseus.kernel.Kernel;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.PublicKey;

/**
 * What a new chain starts with; its only validator is the node that creates it.
 *
 * @param name for people; 1 to 64 characters
 * @param timeMillis time of the genesis, milliseconds since 1970
 */
public record NewChain(
        String name, long timeMillis, Genesis.Parameters parameters, List<NewInstance> instances) {
    public NewChain {
        instances = List.copyOf(instances);
    }

    Genesis genesis(PublicKey validator) {
        return new Genesis(
                name,
                Kernel.PROTOCOL_VERSION,
                timeMillis,
                parameters,
                List.of(new Genesis.Validator(validator, 1)),
                instances.stream()
                        .map(
                                instance ->
                                        new Genesis.Instance(
                                                instance.name(),
                                                instance.artifact().hash(),
                                                instance.document(),
                                                instance.bindings(),
                                                instance.granted()))
                        .toList());
    }

    /**
     * An instance with its code; see {@link Genesis.Instance}.
     *
     * @param document canonical encoding of the genesis document; empty when the module has none
     */
    public record NewInstance(
            String name,
            Artifact artifact,
            Bytes document,
            List<Genesis.Binding> bindings,
            List<Capability> granted) {
        public NewInstance {
            bindings = List.copyOf(bindings);
            granted = List.copyOf(granted);
        }
    }
}
