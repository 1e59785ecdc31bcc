package theseus.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import theseus.client.ChainClient;
import theseus.health.Reader.Opened;
import theseus.protocol.Header;
import theseus.sdk.Hash;

/**
 * The story of `./theseus demo`: real records under a patient's control on a running chain.
 * Whatever it tells has just happened; a step that goes otherwise than it should ends the voyage
 * with an exception.
 */
public final class Voyage {
    private static final Duration CONSENT = Duration.ofDays(30);
    private static final int SHOWN_RESULTS = 4;
    private static final int SEED_BYTES = 32;
    static final String READER = "your cardiologist";
    static final String PURPOSE = "treatment";

    private final VoyageConfig config;
    private final Narrator narrator;
    private final long startNanos = System.nanoTime();
    private final Readings readings;

    private Voyage(VoyageConfig config) {
        this.config = config;
        this.narrator = config.narrator();
        this.readings = new Readings(narrator);
    }

    /**
     * Sails; needs a node with the instances {@code records}, {@code consent} and {@code audit}.
     */
    public static VoyageReport run(VoyageConfig config) {
        return new Voyage(config).sail();
    }

    private VoyageReport sail() {
        DirectoryVault vault = DirectoryVault.open(config.vaultDirectory());
        // The vault asks for itself: it shares nothing with those who ask it.
        try (ChainClient chain = ChainClient.trusting(config.genesis(), config.api());
                ChainClient vaultChain = ChainClient.trusting(config.genesis(), config.api())) {
            ClientLedger vaultLedger = new ClientLedger(vaultChain);
            VaultService service =
                    new VaultService(
                            vault,
                            vaultLedger,
                            VaultLimits.DEFAULT,
                            System::currentTimeMillis,
                            config.entropy());
            try (VaultServer server =
                            VaultServer.start(service, chain.chain(), VaultLimits.DEFAULT, 0);
                    VaultClient client = new VaultClient(server.uri())) {
                return sail(chain, vault, vaultLedger, server, client);
            }
        }
    }

    private VoyageReport sail(
            ChainClient chain,
            DirectoryVault vault,
            ClientLedger vaultLedger,
            VaultServer server,
            VaultClient client) {
        ClientLedger ledger = new ClientLedger(chain);
        narrator.chapter("A chain, and a vault beside it");
        Steps.awaitFirstBlock(chain);
        Header first = Steps.given(ledger.latest()).header();
        narrator.line("The chain answers at " + config.api() + ", block " + first.height() + ".");
        narrator.line(
                "The vault answers at " + server.uri() + " and keeps " + config.vaultDirectory());
        narrator.line("From here on one thing is trusted: the genesis, " + chain.chain() + ",");
        narrator.line("with the keys of its validators. Everything else is checked against it.");

        PersonalData personal = new PersonalData(Steps.surroundings(config));
        long intakeNanos = System.nanoTime();
        Intake intake =
                new Intake(
                        config.dataset(),
                        chain,
                        vault,
                        client,
                        config.entropy(),
                        personal,
                        narrator);
        narrator.chapter("Records come aboard");
        List<Intake.Aboard> aboard = intake.run();
        double intakeSeconds = (System.nanoTime() - intakeNanos) / 1e9;
        Intake.Aboard patient = protagonist(aboard);
        tellIntake(intake, aboard.size(), intakeSeconds, patient, chain);

        Reader reader =
                new Reader(Secret.fresh(SEED_BYTES, config.entropy()), chain, ledger, client);
        List<Cards.OfGrant> grants = grant(chain, patient, reader);
        List<Opened> opened = read(reader, grants);
        new Refusals(chain, ledger, patient.wallet(), reader, readings, narrator)
                .run(grants.getFirst());
        long auditEntries = audit(chain, ledger, patient);
        boolean tamperDetected =
                new Tampering(vault, ledger, reader, narrator)
                        .run(grants.getFirst(), opened.getFirst().recordId());
        Optional<Refitting.Refitted> refitted =
                config.upgrades()
                        .map(
                                upgrades ->
                                        new Refitting(
                                                        config,
                                                        upgrades,
                                                        chain,
                                                        ledger,
                                                        client,
                                                        new Traffic(
                                                                config,
                                                                chain,
                                                                ledger,
                                                                vault,
                                                                client,
                                                                upgrades.load()),
                                                        patient,
                                                        reader)
                                                .run(aboard, grants.getFirst()));
        PersonalDataCheck check = new PersonalDataCheck(config, chain, personal, narrator);
        long found = check.run(aboard);
        farewell();

        Header last = Steps.given(ledger.latest()).header();
        return new VoyageReport(
                aboard.size(),
                intake.resources(),
                (System.nanoTime() - startNanos) / 1e9,
                last.height(),
                check.submissions(),
                intake.resources() / intakeSeconds,
                refitted.map(Refitting.Refitted::transactionsPerSecond)
                        .orElse(intake.transactions() / intakeSeconds),
                readings.granted(),
                readings.refused(),
                ledger.proofsVerified() + vaultLedger.proofsVerified(),
                tamperDetected,
                auditEntries,
                found,
                last.stateRoot(),
                refitted.map(Refitting.Refitted::upgrade),
                refitted.map(Refitting.Refitted::rollback));
    }

    /** Whose laboratory results lie at the most institutions; then who has the most of them. */
    private static Intake.Aboard protagonist(List<Intake.Aboard> aboard) {
        return aboard.stream()
                .max(
                        Comparator.comparingInt((Intake.Aboard each) -> each.laboratory().size())
                                .thenComparingInt(
                                        each ->
                                                each.laboratory().values().stream()
                                                        .mapToInt(Integer::intValue)
                                                        .sum()))
                .filter(each -> !each.laboratory().isEmpty())
                .orElseThrow(() -> new IllegalStateException("no patient has laboratory results"));
    }

    private void tellIntake(
            Intake intake, int patients, double seconds, Intake.Aboard patient, ChainClient chain) {
        narrator.line(
                "%d patients, %,d FHIR R4 resources (%.0f MB) from %d institutions:"
                        .formatted(
                                patients,
                                intake.resources(),
                                intake.bytes() / 1e6,
                                intake.institutions().size()));
        intake.categories().entrySet().stream()
                .sorted(Map.Entry.<Category, Integer>comparingByValue().reversed())
                .limit(6)
                .forEach(
                        each ->
                                narrator.line(
                                        "  %,7d %s"
                                                .formatted(
                                                        each.getValue(), each.getKey().words())));
        narrator.line(
                "Each was signed by the institution that wrote it, encrypted with a key of its own,");
        narrator.line(
                "and committed: %,d transactions, %.1f seconds, %,.0f records a second."
                        .formatted(intake.transactions(), seconds, intake.resources() / seconds));
        String institution = patient.laboratory().keySet().iterator().next();
        var example = patient.wallet().records(institution, Set.of(Category.LABORATORY)).getFirst();
        narrator.line("What the ledger knows of one laboratory result, and all that it knows:");
        narrator.line("  record     " + example.recordId());
        narrator.line(
                "  patient    "
                        + example.held().patient()
                        + "  (a pseudonym for this institution)");
        narrator.line("  custodian  " + example.held().custodian() + "  (likewise)");
        narrator.line("  kind       " + example.held().tags().getFirst() + "  (blinded)");
        narrator.line("  commitment " + example.held().version().content());
    }

    private List<Cards.OfGrant> grant(ChainClient chain, Intake.Aboard patient, Reader reader) {
        narrator.chapter("A patient grants");
        int results = patient.laboratory().values().stream().mapToInt(Integer::intValue).sum();
        narrator.line(
                "%s has %d laboratory results at %d institutions and lets %s read them for %d days."
                        .formatted(
                                patient.name(),
                                results,
                                patient.laboratory().size(),
                                READER.replace("your", "a"),
                                CONSENT.toDays()));
        long until = chain.status().timeMillis() + CONSENT.toMillis();
        List<Cards.OfGrant> grants = new ArrayList<>();
        for (String institution : patient.laboratory().keySet()) {
            Cards.OfGrant grant =
                    patient.wallet()
                            .grant(
                                    institution,
                                    READER,
                                    reader::card,
                                    Set.of(Category.LABORATORY),
                                    PURPOSE,
                                    () -> until);
            grants.add(grant);
            Agreement agreement =
                    reader.agreement(grant)
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "the reader cannot read the grant"));
            narrator.line(
                    "  grant %s… : %s, %s, until %s"
                            .formatted(
                                    grant.grantId().toString().substring(0, 12),
                                    agreement.institution(),
                                    String.join(", ", agreement.categories()),
                                    Steps.date(agreement.untilMillis())));
        }
        narrator.line(
                "Those words are encrypted on the ledger; the cardiologist's key has just opened them.");
        narrator.line(
                "The patient's device wrapped the key of each of the %d records for the reader."
                        .formatted(results));
        return grants;
    }

    private List<Opened> read(Reader reader, List<Cards.OfGrant> grants) {
        narrator.chapter("The cardiologist reads");
        Cards.OfGrant some = grants.getFirst();
        List<Hash> silent = reader.granted(some).subList(0, 1);
        narrator.line("First without announcing it. The vault answers:");
        readings.refuse(reader.fetch(some.pseudonym(), silent));
        List<Opened> opened = new ArrayList<>();
        for (Cards.OfGrant grant : grants) {
            List<Hash> ids = reader.granted(grant);
            readings.announce(reader, grant, ids);
            for (Verdict<Opened> each : reader.fetch(grant.pseudonym(), ids)) {
                opened.add(Steps.given(each));
            }
            narrator.progress(
                    "laboratory results read at institution",
                    grants.indexOf(grant) + 1L,
                    grants.size());
        }
        readings.add(opened.size());
        narrator.line(
                "Then as it should be: %d accesses announced on the chain, %d ciphertexts released by the vault over HTTP."
                        .formatted(opened.size(), opened.size()));
        narrator.line(
                "Each opened with the reader's key, matched the commitment proven under a certified header (block %d),"
                        .formatted(opened.getLast().height()));
        narrator.line(
                "and carried a valid signature of its author. The latest values of one test:");
        Steps.series(opened, SHOWN_RESULTS).forEach(narrator::line);
        return opened;
    }

    private long audit(ChainClient chain, ClientLedger ledger, Intake.Aboard patient) {
        narrator.chapter("What the patient sees");
        PatientAudit audit =
                new PatientAudit(patient.wallet(), chain, Steps.given(ledger.latest()));
        audit.lines().forEach(narrator::line);
        narrator.line(
                "%d entries. Count and last hash are proven under block %d: the list is complete and in order."
                        .formatted(audit.entries(), audit.height()));
        return audit.entries();
    }

    private void farewell() {
        narrator.chapter("Going on");
        narrator.line("./theseus up            keeps a node running that you can talk to");
        narrator.line(
                "./theseus module new    makes a module of your own, ready to build and test");
        narrator.line("docs/guides/            for authors, operators, and those who vote");
        narrator.line("health/README.md        how records, the vault and the proofs work");
        if (config.upgrades().isPresent()) {
            narrator.line("modules/upgrades/       consent 2, and the wrong consent 3");
        }
    }
}
