package theseus.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import theseus.protocol.Artifact;
import theseus.protocol.Descriptor;
import theseus.sdk.Hash;

/**
 * What a candidate is compared with.
 *
 * @param label how to call it
 * @param chain where it is in force, with the instance's name; empty for a mere JAR
 */
record Baseline(String label, Artifact artifact, Descriptor descriptor, Optional<InForce> chain) {
    private static final Pattern INSTANCE =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:@([1-9][0-9]{0,17}|0))?");

    record InForce(Deployment deployment, String instance) {
        Deployment.Deployed deployed() {
            return deployment.instance(instance);
        }
    }

    Hash hash() {
        return artifact.hash();
    }

    /** A JAR, a node's directory, or {@code instance[@height]} of the running node. */
    static Baseline of(String text, Descriptor candidate, NodeOption node) {
        Path path = Path.of(text);
        if (Files.isRegularFile(path)) {
            ModuleFile file = ModuleFile.read(path);
            return new Baseline(text, file.artifact(), file.descriptor(), Optional.empty());
        }
        if (Files.isDirectory(path)) {
            Deployment deployment = Deployment.of(path);
            return of(deployment, deployment.instanceOf(candidate.module()), "the genesis");
        }
        Matcher matcher = INSTANCE.matcher(text);
        if (!matcher.matches()) {
            throw Failure.usage(
                    "--against is a JAR, a node's directory, or an instance of the running node"
                            + " (like consent, or consent@1200 for after that block); there is no"
                            + " file "
                            + text
                            + ".");
        }
        String instance = matcher.group(1);
        OptionalLong height =
                matcher.group(2) == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(matcher.group(2)));
        return node.ask(
                client ->
                        of(
                                Deployment.of(client, height),
                                instance,
                                height.isPresent() ? "block " + height.getAsLong() : "the chain"));
    }

    static Baseline of(Deployment deployment, String instance, String where) {
        Deployment.Deployed deployed = deployment.instance(instance);
        return new Baseline(
                "%s %s, instance %s of %s '%s'"
                        .formatted(
                                deployed.descriptor().module(),
                                deployed.descriptor().version(),
                                instance,
                                where,
                                deployment.name()),
                deployed.artifact(),
                deployed.descriptor(),
                Optional.of(new InForce(deployment, instance)));
    }
}
