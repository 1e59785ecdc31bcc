package theseus.health;

import java.util.List;
import theseus.client.ChainClient;

/** The last part of the voyage: planks are replaced while people live on board. */
final class Refitting {
    private static final int SEED_BYTES = 32;

    private final VoyageConfig config;
    private final VoyageUpgrades upgrades;
    private final ChainClient chain;
    private final Ledger ledger;
    private final VaultClient vault;
    private final Traffic traffic;
    private final Intake.Aboard patient;
    private final Reader reader;

    Refitting(
            VoyageConfig config,
            VoyageUpgrades upgrades,
            ChainClient chain,
            Ledger ledger,
            VaultClient vault,
            Traffic traffic,
            Intake.Aboard patient,
            Reader reader) {
        this.config = config;
        this.upgrades = upgrades;
        this.chain = chain;
        this.ledger = ledger;
        this.vault = vault;
        this.traffic = traffic;
        this.patient = patient;
        this.reader = reader;
    }

    /**
     * @param transactionsPerSecond while everybody granted at once
     */
    record Refitted(UpgradeReport upgrade, RollbackReport rollback, double transactionsPerSecond) {}

    /**
     * @param revoked a grant to the reader that the patient revoked
     */
    Refitted run(List<Intake.Aboard> aboard, Cards.OfGrant revoked) {
        Narrator narrator = config.narrator();
        Council council = new Council(chain, upgrades.stakeholders());
        Purposes purposes =
                new Purposes(
                        chain,
                        patient.wallet(),
                        revoked.institution(),
                        new Reader(
                                Secret.fresh(SEED_BYTES, config.entropy()), chain, ledger, vault),
                        config.entropy(),
                        narrator);
        narrator.chapter("More patients come aboard");
        traffic.grantBefore(narrator);
        narrator.line(
                "%d more pseudonyms made %,d grants, each signed by itself: %,.0f transactions a second."
                        .formatted(
                                upgrades.load().patients(),
                                upgrades.load().grantsBefore(),
                                traffic.burstPerSecond()));
        try (Load load = traffic.begin(aboard)) {
            UpgradeReport upgrade =
                    new Upgrading(upgrades, chain, council, load, purposes, narrator).run();
            RollbackReport rollback =
                    new TakingBack(upgrades, chain, council, load, reader, revoked, narrator).run();
            return new Refitted(upgrade, rollback, traffic.burstPerSecond());
        }
    }
}
