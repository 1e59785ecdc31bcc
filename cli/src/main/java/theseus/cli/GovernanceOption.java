package theseus.cli;

import picocli.CommandLine.Option;
import theseus.client.ChainClient;

/** Which instance governs. */
final class GovernanceOption {
    @Option(
            names = "--governance",
            paramLabel = "INSTANCE",
            defaultValue = Committee.INSTANCE,
            description = "The instance that governs the chain (default: ${DEFAULT-VALUE}).")
    private String instance = Committee.INSTANCE;

    Committee of(ChainClient client) {
        return new Committee(client, instance);
    }
}
