package theseus.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import theseus.health.Entropy;
import theseus.health.Narrator;
import theseus.health.Stakeholder;
import theseus.health.Voyage;
import theseus.health.VoyageConfig;
import theseus.health.VoyageReport;
import theseus.health.VoyageUpgrades;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.node.NodeException;
import theseus.protocol.Accounts;
import theseus.protocol.SigningKey;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;

/** {@code theseus demo}: the voyage, on a real chain on this machine. */
@Command(
        name = "demo",
        description = {
            "The voyage: a real chain keeps real health records.",
            "On this machine's disk, under a patient's control; and a module of it is replaced under"
                    + " way, and a wrong one taken back. Each line comes from what happened.",
            "About a minute and a half. With --json the story goes to stderr."
        })
final class DemoCommand implements Runnable {
    private static final List<String> GROUPS =
            List.of(FirstGovernance.OPERATORS, "patients-council", "regulator");
    private static final int KEY_BYTES = 32;
    private static final Logger NODE_LOG = Logger.getLogger("theseus");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep chain and vault in DIR, which must be empty (default: delete them).")
    private Optional<Path> data = Optional.empty();

    @Mixin private Output output = new Output();
    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        try {
            data.ifPresentOrElse(this::sail, () -> Scratch.with("theseus-voyage", this::sail));
        } catch (NodeException e) {
            throw Failure.unavailable(e.code() + ": " + e.getMessage());
        }
    }

    private void sail(Path directory) {
        NODE_LOG.setLevel(Level.WARNING); // the story is told by the narrator
        Path chain = directory.resolve("node");
        NodeConfig config = NodeConfig.of(chain).withPort(0);
        List<Stakeholder> stakeholders =
                GROUPS.stream().map(group -> new Stakeholder(group, freshKey())).toList();
        SortedMap<String, AccountId> groups = new TreeMap<>();
        stakeholders.forEach(each -> groups.put(each.group(), account(each)));
        Node.create(
                config,
                Composition.governedBy(groups, account(stakeholders.getFirst()))
                        .compose("voyage", System.currentTimeMillis()));
        Narrator narrator =
                new Screen(
                        output.json()
                                ? command.commandLine().getErr()
                                : command.commandLine().getOut());
        try (Node node = Node.start(config)) {
            URI api = node.address().orElseThrow();
            VoyageUpgrades upgrades =
                    VoyageUpgrades.of(
                            stakeholders,
                            ModuleFile.upgrade("consent-2").artifact(),
                            ModuleFile.upgrade("consent-3-faulty").artifact(),
                            new VoyageAssessor(api, node.genesis(), directory));
            VoyageReport report =
                    Voyage.run(
                            VoyageConfig.of(
                                            api,
                                            node.genesis(),
                                            chain,
                                            directory.resolve("vault"),
                                            narrator)
                                    .with(upgrades));
            if (output.json()) {
                output.result(report.json());
            } else if (data.isPresent()) {
                output.line(
                        "  ./theseus up --data %s   this chain, where it stopped",
                        directory.resolve("node"));
                output.line("  %s/*.html   the risk report of the upgrade", directory);
            } else {
                output.line("  ./theseus demo --data DIR   the same, and keeps chain and vault");
            }
        }
    }

    private static SigningKey freshKey() {
        return SigningKey.ed25519(Bytes.wrap(Entropy.system().bytes(KEY_BYTES)));
    }

    private static AccountId account(Stakeholder stakeholder) {
        return Accounts.idOf(AccountKeys.single(stakeholder.key().publicKey()));
    }
}
