package theseus.cli;

import java.util.Optional;
import java.util.OptionalLong;
import theseus.client.ChainClient;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;

/**
 * What the code says that is proven to be in force. What is signed is encoded by it: in a
 * descriptor that a node makes up, a yes could be a no.
 */
final class CodeInForce {
    private CodeInForce() {}

    /** Empty when the chain has no such instance. */
    static Optional<Descriptor> of(ChainClient client, String instance) {
        return client.prove(KernelTables.MODULES, KernelTables.key(instance), OptionalLong.empty())
                .value()
                .map(ModuleRecord::decode)
                .flatMap(module -> client.upgrades().artifact(module.artifact()))
                .flatMap(Artifact::descriptor);
    }
}
