package theseus.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.Genesis;
import theseus.protocol.Interfaces;
import theseus.protocol.MalformedException;
import theseus.protocol.SchemaCodec;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;

/** Who serves what, which rights, and what a new instance begins with. */
final class WiringOptions {
    @Option(
            names = "--bind",
            paramLabel = "INSTANCE.INTERFACE=SERVER",
            description =
                    "Which instance serves what an instance requires (default: as now, or the only"
                            + " one that offers it). Repeatable.")
    private Map<String, String> bound = new LinkedHashMap<>();

    @Option(
            names = "--grant",
            paramLabel = "INSTANCE=CAPABILITY",
            description = "A right over the chain itself that it shall have. Repeatable.")
    private List<String> grants = List.of();

    @Option(
            names = "--document",
            paramLabel = "NAME=FILE",
            description = "The genesis document of a new instance, as JSON. Repeatable.")
    private Map<String, Path> documents = new LinkedHashMap<>();

    List<Genesis.Binding> bindings(Deployment deployment, String instance, Descriptor descriptor) {
        return descriptor.requires().stream()
                .map(
                        wanted ->
                                new Genesis.Binding(
                                        wanted.shape().name(),
                                        server(deployment, instance, wanted)))
                .toList();
    }

    private String server(Deployment deployment, String instance, RequirementShape wanted) {
        String name = wanted.shape().name();
        String said = bound.getOrDefault(instance + "." + name, "");
        if (!said.isEmpty()) {
            return said;
        }
        Optional<String> now =
                Optional.ofNullable(deployment.instances().get(instance)).stream()
                        .flatMap(deployed -> deployed.bindings().stream())
                        .filter(binding -> binding.interfaceName().equals(name))
                        .map(Genesis.Binding::instance)
                        .findFirst();
        if (now.isPresent()) {
            return now.get();
        }
        SequencedMap<String, Descriptor> others = deployment.descriptors();
        others.remove(instance);
        Interfaces.Serving serving = Interfaces.serving(wanted, others);
        if (serving.instances().size() == 1) {
            return serving.instances().getFirst();
        }
        throw Failure.usage(
                serving.instances().isEmpty()
                        ? "Nobody offers the interface '%s' %s that '%s' requires %s"
                                .formatted(name, wanted.versions(), instance, serving.reasons())
                        : "Several instances offer '%s': say which, --bind %s.%s=%s"
                                .formatted(name, instance, name, serving.instances().getFirst()));
    }

    /** What it has and still needs, and what is granted now. */
    List<Capability> granted(String instance, List<Capability> now, Descriptor descriptor) {
        List<Capability> more = new ArrayList<>();
        for (String grant : grants) {
            int equals = grant.indexOf('=');
            if (equals < 1) {
                throw Failure.usage("'" + grant + "' is not INSTANCE=CAPABILITY.");
            }
            if (grant.substring(0, equals).equals(instance)) {
                more.add(capability(grant.substring(equals + 1)));
            }
        }
        List<Capability> granted =
                Stream.concat(now.stream(), more.stream())
                        .filter(one -> descriptor.needs().contains(one) || more.contains(one))
                        .distinct()
                        .sorted()
                        .toList();
        for (Capability needed : descriptor.needs()) {
            if (!granted.contains(needed)) {
                throw Failure.usage(
                        "'%s' needs the right %s over the chain itself; if it shall have it: --grant %s=%s"
                                .formatted(instance, needed, instance, needed));
            }
        }
        return granted;
    }

    private static Capability capability(String name) {
        try {
            return Capability.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(
                    "There is no right '" + name + "'; there are " + List.of(Capability.values()));
        }
    }

    Bytes document(String instance, Descriptor descriptor) {
        Path file = documents.get(instance);
        if (descriptor.genesis().isEmpty()) {
            return Bytes.EMPTY;
        }
        if (file == null) {
            throw Failure.usage(
                    "'%s' needs a genesis document: --document %s=FILE"
                            .formatted(instance, instance));
        }
        try {
            return SchemaCodec.encode(
                    descriptor.genesis().get(),
                    new ObjectMapper().readValue(file.toFile(), Object.class));
        } catch (IOException | MalformedException | IllegalArgumentException e) {
            throw Failure.usage("The document " + file + " does not fit: " + e.getMessage());
        }
    }
}
