package theseus.kernel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import theseus.kernel.spi.ModuleRuntime.Admission;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.protocol.Genesis;
import theseus.protocol.TableId;
import theseus.sdk.Capability;
import theseus.sdk.Hash;
import theseus.sdk.PublicKey;

/**
 * What a genesis must be before any of its modules runs; each failure is a {@link GenesisRefused}.
 */
final class GenesisChecks {
    private final Genesis genesis;
    private final Map<Hash, Artifact> artifacts;
    private final Sandboxes sandboxes;
    private final Map<String, Descriptor> descriptors = new TreeMap<>();

    GenesisChecks(Genesis genesis, Map<Hash, Artifact> artifacts, Sandboxes sandboxes) {
        this.genesis = genesis;
        this.artifacts = artifacts;
        this.sandboxes = sandboxes;
    }

    /** The module set that the genesis describes. */
    ModuleSet check() {
        chain();
        validators();
        genesis.instances().forEach(this::instance);
        Map<String, ModuleSet.Installed> installed = new TreeMap<>();
        for (Genesis.Instance instance : genesis.instances()) {
            Descriptor descriptor = descriptor(instance);
            wiring(instance);
            capabilities(instance, descriptor);
            document(instance, descriptor);
            installed.put(
                    instance.name(),
                    new ModuleSet.Installed(
                            ModuleRecord.of(
                                    descriptor,
                                    instance.artifact(),
                                    instance.bindings(),
                                    instance.granted()),
                            artifact(instance)));
        }
        return new ModuleSet(new TreeMap<>(installed));
    }

    private void chain() {
        if (genesis.protocolVersion() != Kernel.PROTOCOL_VERSION) {
            throw new GenesisRefused(
                    "PROTOCOL_VERSION",
                    "protocolVersion",
                    "%d is not %d, the version of this software"
                            .formatted(genesis.protocolVersion(), Kernel.PROTOCOL_VERSION));
        }
        Genesis.Parameters parameters = genesis.parameters();
        if (parameters.blockGas() < 1
                || parameters.routineGas() < 1
                || parameters.historyBlocks() < 1) {
            throw new GenesisRefused(
                    "PARAMETERS", "parameters", "each must be at least 1, these are " + parameters);
        }
    }

    private void validators() {
        List<Genesis.Validator> validators = genesis.validators();
        if (validators.isEmpty()) {
            throw new GenesisRefused(
                    "VALIDATORS", "validators", "a chain needs at least one validator");
        }
        Set<PublicKey> seen = new TreeSet<>();
        for (int i = 0; i < validators.size(); i++) {
            PublicKey key = validators.get(i).key();
            if (!Proposals.usable(key)) {
                throw new GenesisRefused(
                        "VALIDATORS",
                        "validators[" + i + "]",
                        "a key of algorithm %d and %d bytes cannot verify; use Ed25519 or P-256"
                                .formatted(key.algorithm(), key.bytes().size()));
            }
            if (!seen.add(key)) {
                throw new GenesisRefused(
                        "VALIDATORS", "validators[" + i + "]", "this key stands there twice");
            }
        }
    }

    private void instance(Genesis.Instance instance) {
        String name = instance.name();
        if (!name.matches("[a-z][a-z0-9-]*") || name.equals(TableId.KERNEL)) {
            throw refused(
                    instance,
                    "INSTANCE_NAME",
                    "a name has lower-case letters, digits and hyphens, begins with a letter and is"
                            + " not \"kernel\"");
        }
        if (descriptors.containsKey(name)) {
            throw refused(instance, "INSTANCE_NAME", "this name is taken; choose another");
        }
        Artifact artifact = artifact(instance);
        if (!artifact.hash().equals(instance.artifact())) {
            throw refused(
                    instance,
                    "ARTIFACT_HASH",
                    "what was handed over as artifact %s has the hash %s"
                            .formatted(instance.artifact(), artifact.hash()));
        }
        switch (sandboxes.admit(artifact)) {
            case Admission.Admitted admitted -> {
                sandboxes.keep(instance.artifact(), admitted);
                descriptors.put(name, admitted.descriptor());
            }
            case Admission.Rejected rejected ->
                    throw refused(
                            instance,
                            "ARTIFACT_NOT_ADMITTED",
                            "its code is not admitted: " + rejected.findings());
        }
    }

    private Artifact artifact(Genesis.Instance instance) {
        Artifact artifact = artifacts.get(instance.artifact());
        if (artifact == null) {
            throw refused(
                    instance,
                    "ARTIFACT_MISSING",
                    "artifact %s was not handed over".formatted(instance.artifact()));
        }
        return artifact;
    }

    private Descriptor descriptor(Genesis.Instance instance) {
        Descriptor descriptor = descriptors.get(instance.name());
        if (descriptor == null) {
            throw new IllegalStateException("no descriptor of " + instance.name());
        }
        return descriptor;
    }

    private void wiring(Genesis.Instance instance) {
        Wiring.problem(instance.name(), instance.bindings(), descriptors)
                .ifPresent(
                        problem -> {
                            throw refused(instance, problem.code(), problem.explanation());
                        });
    }

    private void capabilities(Genesis.Instance instance, Descriptor descriptor) {
        for (Capability needed : descriptor.needs()) {
            if (!instance.granted().contains(needed)) {
                throw refused(
                        instance,
                        "CAPABILITY_MISSING",
                        "it needs the capability " + needed + "; grant it or leave the module out");
            }
        }
        for (Capability granted : instance.granted()) {
            if (!descriptor.needs().contains(granted)) {
                throw refused(
                        instance,
                        "CAPABILITY_EXCESS",
                        "it does not ask for the capability " + granted + "; do not grant it");
            }
        }
    }

    private void document(Genesis.Instance instance, Descriptor descriptor) {
        if (descriptor.genesis().isPresent() && instance.document().isEmpty()) {
            throw refused(
                    instance, "DOCUMENT_MISSING", "its module needs a genesis document; give one");
        }
        if (descriptor.genesis().isEmpty() && !instance.document().isEmpty()) {
            throw refused(
                    instance,
                    "DOCUMENT_UNEXPECTED",
                    "its module takes no genesis document; leave it out");
        }
    }

    static GenesisRefused refused(Genesis.Instance instance, String code, String explanation) {
        return new GenesisRefused(code, "instance " + instance.name(), explanation);
    }
}
