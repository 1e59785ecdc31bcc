package theseus.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.module.audit.Audit;
import theseus.module.consent.Consent;
import theseus.module.records.Records;
import theseus.node.NewChain;
import theseus.node.Node;
import theseus.node.NodeConfig;
import theseus.protocol.Artifact;
import theseus.protocol.Genesis;
import theseus.runtime.Packager;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;

/** A node on disk with the modules of the health application. */
final class HealthChain {
    private HealthChain() {}

    static Node start(Path directory, long heartbeatMillis) throws Exception {
        NodeConfig config = NodeConfig.of(directory).withPort(0);
        config = config.withEngine(config.engine().withHeartbeatMillis(heartbeatMillis));
        Node.create(
                config,
                new NewChain(
                        "health",
                        System.currentTimeMillis(),
                        Genesis.Parameters.DEFAULT,
                        List.of(
                                instance("records", Records.class, List.of()),
                                instance("consent", Consent.class, List.of()),
                                instance(
                                        "audit",
                                        Audit.class,
                                        List.of(
                                                new Genesis.Binding("records", "records"),
                                                new Genesis.Binding("consent", "consent"))))));
        return Node.start(config);
    }

    private static NewChain.NewInstance instance(
            String name, Class<?> module, List<Genesis.Binding> bindings) throws Exception {
        return new NewChain.NewInstance(name, artifact(module), Bytes.EMPTY, bindings, List.of());
    }

    private static Artifact artifact(Class<?> module) throws Exception {
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
