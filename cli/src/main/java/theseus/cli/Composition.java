package theseus.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import theseus.node.NewChain;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.Interfaces;
import theseus.protocol.MalformedException;
import theseus.protocol.Schema;
import theseus.protocol.SchemaCodec;
import theseus.sdk.AccountId;
import theseus.sdk.Bytes;

/**
 * Puts a new chain together: one instance a module, under the module's name; each required
 * interface bound to the instance that offers it; each capability granted that is asked for.
 */
final class Composition {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final SortedMap<String, ModuleFile> modules = new TreeMap<>();
    private final Map<String, Object> documents = new LinkedHashMap<>();

    /**
     * The modules that the project ships; {@code operator} issues assets, sets validators, governs.
     */
    static Composition shipped(AccountId operator) {
        Composition composition = new Composition();
        ModuleFile.shipped().forEach(composition::add);
        String account = operator.bytes().hex();
        composition.documents.put("assets", Map.of("issuer", account, "allocations", List.of()));
        composition.documents.put("validators", Map.of("authority", account));
        composition.documents.put("governance", FirstGovernance.document(operator));
        return composition;
    }

    /** The same; each of these accounts is a group of its own that has a say. */
    static Composition governedBy(SortedMap<String, AccountId> groups, AccountId operator) {
        Composition composition = shipped(operator);
        composition.documents.put("governance", FirstGovernance.document(groups));
        return composition;
    }

    void add(ModuleFile module) {
        String name = module.descriptor().module();
        if (modules.putIfAbsent(name, module) != null) {
            throw Failure.usage(
                    "There are two modules called '" + name + "'; rename one (@ModuleInfo).");
        }
    }

    /** Reads the genesis document of {@code instance} from a JSON file. */
    void document(String instance, Path file) {
        if (!modules.containsKey(instance)) {
            throw Failure.usage(
                    "There is no instance '" + instance + "'; there are " + modules.keySet() + ".");
        }
        try {
            documents.put(instance, JSON.readValue(file.toFile(), Object.class));
        } catch (IOException e) {
            throw Failure.usage("Cannot read " + file + " as JSON: " + e.getMessage());
        }
    }

    NewChain compose(String name, long timeMillis) {
        List<NewChain.NewInstance> instances = new ArrayList<>();
        modules.forEach(
                (instance, module) ->
                        instances.add(
                                new NewChain.NewInstance(
                                        instance,
                                        module.artifact(),
                                        encodedDocument(instance, module.descriptor()),
                                        bindings(module.descriptor()),
                                        module.descriptor().needs())));
        return new NewChain(name, timeMillis, Genesis.Parameters.DEFAULT, instances);
    }

    private Bytes encodedDocument(String instance, Descriptor descriptor) {
        Object document = documents.get(instance);
        if (descriptor.genesis().isEmpty()) {
            if (document != null) {
                throw Failure.usage("The module '" + instance + "' takes no genesis document.");
            }
            return Bytes.EMPTY;
        }
        Schema schema = descriptor.genesis().get();
        if (document == null) {
            throw Failure.usage(
                    "The module '%s' needs a genesis document: --document %s=FILE. %s"
                            .formatted(instance, instance, wanted(schema)));
        }
        try {
            return SchemaCodec.encode(schema, document);
        } catch (MalformedException | IllegalArgumentException e) {
            throw Failure.usage(
                    "The genesis document of '%s' does not fit: %s. %s"
                            .formatted(instance, e.getMessage(), wanted(schema)));
        }
    }

    private static String wanted(Schema schema) {
        return schema instanceof Schema.Structure structure ? Fields.wanted(structure) : "";
    }

    private List<Genesis.Binding> bindings(Descriptor descriptor) {
        List<Genesis.Binding> bindings = new ArrayList<>();
        for (Descriptor.RequirementShape requirement : descriptor.requires()) {
            bindings.add(
                    new Genesis.Binding(
                            requirement.shape().name(), server(descriptor.module(), requirement)));
        }
        return bindings;
    }

    private String server(String client, Descriptor.RequirementShape requirement) {
        SequencedMap<String, Descriptor> all = new TreeMap<>();
        modules.forEach((instance, module) -> all.put(instance, module.descriptor()));
        Interfaces.Serving found = Interfaces.serving(requirement, all);
        List<String> servers = found.instances();
        if (servers.size() == 1) {
            return servers.getFirst();
        }
        throw Failure.usage(
                "The module '%s' requires the interface '%s' %s, which %s."
                        .formatted(
                                client,
                                requirement.shape().name(),
                                requirement.versions(),
                                servers.isEmpty()
                                        ? "no module here offers " + found.reasons()
                                        : "several offer: " + servers));
    }
}
