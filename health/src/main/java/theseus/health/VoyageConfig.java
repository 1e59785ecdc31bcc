package theseus.health;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import theseus.protocol.Genesis;

/**
 * What the voyage needs.
 *
 * @param api where the node's API is
 * @param genesis the only thing that is trusted: chain and validators
 * @param dataDirectory where that node keeps the chain; searched for personal data
 * @param vaultDirectory where the vault lies; made when it is not there
 * @param dataset whose records are taken along
 * @param upgrades what is replaced under way; empty for a voyage without it
 */
public record VoyageConfig(
        URI api,
        Genesis genesis,
        Path dataDirectory,
        Path vaultDirectory,
        Dataset dataset,
        Entropy entropy,
        Narrator narrator,
        Optional<VoyageUpgrades> upgrades) {
    /** The shipped patients, real randomness, no upgrades. */
    public static VoyageConfig of(
            URI api, Genesis genesis, Path dataDirectory, Path vaultDirectory, Narrator narrator) {
        return new VoyageConfig(
                api,
                genesis,
                dataDirectory,
                vaultDirectory,
                Dataset.shipped(),
                Entropy.system(),
                narrator,
                Optional.empty());
    }

    public VoyageConfig with(VoyageUpgrades some) {
        return new VoyageConfig(
                api,
                genesis,
                dataDirectory,
                vaultDirectory,
                dataset,
                entropy,
                narrator,
                Optional.of(some));
    }

    public VoyageConfig with(Dataset other) {
        return new VoyageConfig(
                api, genesis, dataDirectory, vaultDirectory, other, entropy, narrator, upgrades);
    }
}
