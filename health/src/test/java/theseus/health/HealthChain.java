package theseus.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import theseus.module.audit.Audit;
import theseus.module.consent.Consent;
import theseus.module.governance.Governance;
import theseus.module.governance.Group;
import theseus.module.governance.Kind;
import theseus.module.governance.Rule;
import theseus.module.governance.Rules;
import theseus.module.records.Records;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Accounts;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.protocol.RecordCodec;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.AccountId;
import theseus.sdk.AccountKeys;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;

/** A node on disk with the modules of the health application. */
final class HealthChain {
    private HealthChain() {}

    static Node start(Path directory, long heartbeatMillis) throws Exception {
        return start(directory, heartbeatMillis, List.of());
    }

    /** With the module {@code governance}, when there are stakeholders; each in a group. */
    static Node start(Path directory, long heartbeatMillis, List<Stakeholder> stakeholders)
            throws Exception {
        List<NewChain.NewInstance> instances = new ArrayList<>();
        instances.add(instance("records", Records.class, List.of()));
        instances.add(instance("consent", Consent.class, List.of()));
        instances.add(
                instance(
                        "audit",
                        Audit.class,
                        List.of(
                                new Genesis.Binding("records", "records"),
                                new Genesis.Binding("consent", "consent"))));
        if (!stakeholders.isEmpty()) {
            instances.add(
                    new NewChain.NewInstance(
                            "governance",
                            artifact(Governance.class),
                            governed(stakeholders),
                            List.of(),
                            List.of(Capability.PLANS, Capability.PARAMETERS, Capability.BREAKERS)));
        }
        NodeConfig config = NodeConfig.of(directory).withPort(0);
        config = config.withEngine(config.engine().withHeartbeatMillis(heartbeatMillis));
        Node.create(
                config,
                new NewChain(
                        "health",
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        instances));
        return Node.start(config);
    }

    private static Bytes governed(List<Stakeholder> stakeholders) {
        List<Group> groups =
                stakeholders.stream()
                        .map(
                                each ->
                                        new Group(
                                                each.group(),
                                                List.of(new Group.Member(account(each), 1)),
                                                5_001,
                                                5_001,
                                                0))
                        .sorted(Comparator.comparing(Group::name))
                        .toList();
        List<String> names = groups.stream().map(Group::name).toList();
        List<Rule> rules =
                Stream.of(Kind.values())
                        .map(kind -> new Rule(kind, names, 0, threshold(kind), 0, 1_000))
                        .toList();
        return RecordCodec.encodeRecord(
                new Governance.Genesis(groups, new Rules(rules, 1_024, 1_000, 8)));
    }

    private static int threshold(Kind kind) {
        return switch (kind) {
            case UPGRADE, INSTALL, PARAMETERS, STOP, BREAKER -> 0;
            case IRREVERSIBLE, HOTFIX, RETIRE, GROUPS, POLICY -> 6_667;
        };
    }

    private static AccountId account(Stakeholder stakeholder) {
        return Accounts.idOf(AccountKeys.single(stakeholder.key().publicKey()));
    }

    private static NewChain.NewInstance instance(
            String name, Class<?> module, List<Genesis.Binding> bindings) throws Exception {
        return new NewChain.NewInstance(name, artifact(module), Bytes.EMPTY, bindings, List.of());
    }

    static Artifact artifact(Class<?> module) throws Exception {
        Path source = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
        Packing packing =
                Files.isDirectory(source)
                        ? Packager.pack(folder(source))
                        : Packager.pack(Files.readAllBytes(source));
        return packing.orThrow().artifact();
    }

    private static SortedMap<String, Bytes> folder(Path root) throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        try (var walk = Files.walk(root)) {
            for (Path path : walk.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = root.relativize(path).toString().replace('\\', '/');
                files.put(name, Bytes.wrap(Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
