package theseus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.client.ChainClient;
import theseus.kernel.KernelTables;
import theseus.kernel.ModuleRecord;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.MalformedException;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;

/** What a chain runs: its instances with their code, from a node's proofs or from a directory. */
record Deployment(Hash chain, String name, SortedMap<String, Deployed> instances) {
    Deployment {
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    }

    /** An instance in force. */
    record Deployed(
            Artifact artifact,
            Hash hash,
            Descriptor descriptor,
            List<Genesis.Binding> bindings,
            List<Capability> granted) {
        Deployed {
            bindings = List.copyOf(bindings);
            granted = List.copyOf(granted);
        }

        static Deployed of(
                Artifact artifact, List<Genesis.Binding> bindings, List<Capability> granted) {
            Bytes descriptor = artifact.entries().get(Artifact.DESCRIPTOR);
            if (descriptor == null) {
                throw Failure.unavailable("An artifact in force carries no descriptor.");
            }
            return new Deployed(
                    artifact, artifact.hash(), Descriptor.decode(descriptor), bindings, granted);
        }
    }

    /** After the block of {@code height}, or the last one; every record is proven. */
    static Deployment of(ChainClient client, OptionalLong height) {
        SortedMap<String, Deployed> instances = new TreeMap<>();
        OptionalLong at = height.isPresent() ? height : OptionalLong.of(client.status().height());
        for (JsonNode instance : client.get("/v1/instances").path("instances")) {
            String name = instance.path("name").asText();
            prove(client, name, at).ifPresent(one -> instances.put(name, one));
        }
        return new Deployment(client.chain(), client.genesis().name(), instances);
    }

    private static Optional<Deployed> prove(ChainClient client, String name, OptionalLong at) {
        return client.prove(KernelTables.MODULES, KernelTables.key(name), at)
                .value()
                .map(ModuleRecord::decode)
                .map(
                        record ->
                                Deployed.of(
                                        artifact(client, record.artifact(), at),
                                        record.bindings(),
                                        record.granted()));
    }

    private static Artifact artifact(ChainClient client, Hash hash, OptionalLong at) {
        return client.prove(KernelTables.ARTIFACTS, KernelTables.key(hash), at)
                .value()
                .map(Artifact::decode)
                .orElseThrow(
                        () -> Failure.unavailable("The chain lacks the code of " + hash + "."));
    }

    /** What a chain starts with: {@code genesis.cbor} and {@code artifacts/} of a node. */
    static Deployment of(Path directory) {
        try {
            Genesis genesis = Genesis.decode(read(directory.resolve("genesis.cbor")));
            SortedMap<String, Deployed> instances = new TreeMap<>();
            for (Genesis.Instance instance : genesis.instances()) {
                Path file = directory.resolve("artifacts").resolve(instance.artifact().toString());
                instances.put(
                        instance.name(),
                        Deployed.of(
                                Artifact.decode(read(file)),
                                instance.bindings(),
                                instance.granted()));
            }
            return new Deployment(genesis.hash(), genesis.name(), instances);
        } catch (IOException | MalformedException e) {
            throw Failure.unavailable(
                    directory
                            + " is not a node's directory (genesis.cbor and artifacts/): "
                            + e.getMessage());
        }
    }

    private static Bytes read(Path file) throws IOException {
        return Bytes.wrap(Files.readAllBytes(file));
    }

    Deployed instance(String instance) {
        Deployed found = instances.get(instance);
        if (found == null) {
            throw Failure.usage(
                    "The chain '"
                            + name
                            + "' has no instance '"
                            + instance
                            + "'; it has "
                            + instances.keySet()
                            + ".");
        }
        return found;
    }

    /** The only instance of that module. */
    String instanceOf(String module) {
        List<String> found = new ArrayList<>();
        instances.forEach(
                (instance, deployed) -> {
                    if (deployed.descriptor().module().equals(module)) {
                        found.add(instance);
                    }
                });
        if (found.size() != 1) {
            throw Failure.usage(
                    found.isEmpty()
                            ? "No instance of the module '%s' is on the chain '%s', which has %s."
                                    .formatted(module, name, instances.keySet())
                            : "Several instances are of the module '%s': say which of %s."
                                    .formatted(module, found));
        }
        return found.getFirst();
    }

    SequencedMap<String, Descriptor> descriptors() {
        SequencedMap<String, Descriptor> descriptors = new TreeMap<>();
        instances.forEach((instance, deployed) -> descriptors.put(instance, deployed.descriptor()));
        return descriptors;
    }
}
