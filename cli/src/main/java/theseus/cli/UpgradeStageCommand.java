package theseus.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import theseus.client.ChainClient;

/** {@code theseus upgrade stage}: brings code onto the chain before anything is proposed. */
@Command(
        name = "stage",
        description = {
            "Bring a module's code onto the chain, in pieces.",
            "propose does this too; staged before, the code can be looked at by all who vote. An"
                    + " attempt that broke off goes on where it stopped."
        })
final class UpgradeStageCommand implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The module, built.")
    private Path jar = Path.of("");

    @Mixin private GovernanceOption governance = new GovernanceOption();
    @Mixin private Signing signing = new Signing();
    @Mixin private NodeOption node = new NodeOption();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        ModuleFile module = ModuleFile.read(jar);
        output.result(node.ask(client -> stage(client, module)));
    }

    private Map<String, Object> stage(ChainClient client, ModuleFile module) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("artifact", module.artifact().hash().toString());
        document.put("module", module.descriptor().module());
        document.put("version", module.descriptor().version());
        int sent =
                ArtifactStaging.isWhole(client, module.artifact().hash())
                        ? 0
                        : new ArtifactStaging(
                                        client,
                                        governance.of(client),
                                        signing.sender(client, ArtifactStaging.GAS))
                                .stage(
                                        module.artifact(),
                                        (done, all) -> output.line("piece %d of %d", done, all));
        document.put("piecesSent", sent);
        document.put("staged", true);
        return document;
    }
}
