package theseus.testkit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import theseus.kernel.Kernel;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Descriptor.RequirementShape;
import theseus.protocol.Genesis;
import theseus.protocol.Interfaces;
import theseus.protocol.RecordCodec;
import theseus.protocol.SigningKey;
import theseus.runtime.Packing;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.Module;

/** Describes the genesis of a {@link Chain}; see {@link Chain#with}. */
public final class ChainBuilder {
    private static final Instant FIRST_TIME = Instant.parse("2027-01-01T00:00:00Z");
    private static final String VALIDATOR = "validator";

    private record Planned(Packing.Packed packed, Optional<Record> document, boolean granted) {}

    private final Map<String, Planned> instances = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> bindings = new LinkedHashMap<>();
    private final SequencedMap<SigningKey, Long> validators = new LinkedHashMap<>();
    private Genesis.Parameters parameters = Genesis.Parameters.DEFAULT;
    private Instant time = FIRST_TIME;

    ChainBuilder() {}

    /** An instance of a module without a genesis document. */
    public ChainBuilder with(String instance, Class<? extends Module> module) {
        return plan(instance, Sources.pack(module), Optional.empty());
    }

    /** An instance of a module that was built before: of the version that is in force. */
    public ChainBuilder with(String instance, Path jar) {
        return plan(instance, Sources.pack(jar), Optional.empty());
    }

    /** The same with its genesis document. */
    public ChainBuilder with(String instance, Path jar, Record document) {
        return plan(instance, Sources.pack(jar), Optional.of(document));
    }

    /** An instance of a module with its genesis document, the record that its genesis takes. */
    public ChainBuilder with(String instance, Class<? extends Module> module, Record document) {
        return plan(instance, Sources.pack(module), Optional.of(document));
    }

    private ChainBuilder plan(String instance, Packing.Packed packed, Optional<Record> document) {
        Planned planned = new Planned(packed, document, true);
        if (instances.putIfAbsent(instance, planned) != null) {
            throw new IllegalArgumentException("there are two instances named " + instance);
        }
        return this;
    }

    /**
     * Says which instance serves an interface that {@code instance} requires. Needed only where
     * more than one could.
     */
    public ChainBuilder bind(String instance, String interfaceName, String servedBy) {
        bindings.computeIfAbsent(instance, _ -> new LinkedHashMap<>()).put(interfaceName, servedBy);
        return this;
    }

    /** Does not grant {@code instance} the capabilities that it needs; else all get theirs. */
    public ChainBuilder withoutCapabilities(String instance) {
        instances.computeIfPresent(
                instance, (_, it) -> new Planned(it.packed(), it.document(), false));
        return this;
    }

    /** A validator whose key is {@code Account.key(name)}; unless said there is one. */
    public ChainBuilder validator(String name, long power) {
        validators.put(Account.key(name), power);
        return this;
    }

    public ChainBuilder parameters(Genesis.Parameters values) {
        parameters = values;
        return this;
    }

    /** The time of the genesis; the first block is a second later. */
    public ChainBuilder startingAt(Instant start) {
        time = start;
        return this;
    }

    /** Makes the chain. */
    public Chain start() {
        if (validators.isEmpty()) {
            validator(VALIDATOR, 1);
        }
        Map<Hash, Artifact> artifacts = new TreeMap<>();
        List<Genesis.Instance> planned = new ArrayList<>();
        Modules modules = new Modules();
        instances.forEach(
                (name, plan) -> {
                    artifacts.put(plan.packed().artifact().hash(), plan.packed().artifact());
                    planned.add(instance(name, plan));
                    modules.add(name, plan.packed().descriptor());
                });
        Genesis genesis =
                new Genesis(
                        "test",
                        Kernel.PROTOCOL_VERSION,
                        time.toEpochMilli(),
                        parameters,
                        validators.entrySet().stream()
                                .map(
                                        one ->
                                                new Genesis.Validator(
                                                        one.getKey().publicKey(), one.getValue()))
                                .toList(),
                        planned);
        return new Chain(genesis, artifacts, modules, List.copyOf(validators.keySet()));
    }

    private Genesis.Instance instance(String name, Planned plan) {
        Descriptor descriptor = plan.packed().descriptor();
        List<Capability> granted = plan.granted() ? descriptor.needs() : List.of();
        return new Genesis.Instance(
                name,
                plan.packed().artifact().hash(),
                document(name, plan),
                descriptor.requires().stream().map(wanted -> binding(name, wanted)).toList(),
                granted);
    }

    private static Bytes document(String name, Planned plan) {
        boolean wanted = plan.packed().descriptor().genesis().isPresent();
        if (wanted != plan.document().isPresent()) {
            throw new IllegalArgumentException(
                    wanted
                            ? "the module of '%s' wants a genesis document: with(\"%s\", ..., new ...)"
                                    .formatted(name, name)
                            : "the module of '" + name + "' takes no genesis document");
        }
        return plan.document().map(RecordCodec::encodeRecord).orElse(Bytes.EMPTY);
    }

    private Genesis.Binding binding(String instance, RequirementShape wanted) {
        String interfaceName = wanted.shape().name();
        String said = bindings.getOrDefault(instance, Map.of()).getOrDefault(interfaceName, "");
        if (!said.isEmpty()) {
            return new Genesis.Binding(interfaceName, said);
        }
        SequencedMap<String, Descriptor> all = new LinkedHashMap<>();
        instances.forEach((name, plan) -> all.put(name, plan.packed().descriptor()));
        Interfaces.Serving found = Interfaces.serving(wanted, all);
        List<String> serving = found.instances();
        if (serving.size() == 1) {
            return new Genesis.Binding(interfaceName, serving.getFirst());
        }
        throw new IllegalArgumentException(
                serving.isEmpty()
                        ? "'%s' requires the interface %s %s, which no instance serves %s"
                                .formatted(
                                        instance, interfaceName, wanted.versions(), found.reasons())
                        : "'%s' requires the interface %s, which %s serve: say bind(\"%s\", \"%s\", ...)"
                                .formatted(
                                        instance, interfaceName, serving, instance, interfaceName));
    }
}
