package theseus.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.sdk.Hash;

/**
 * Who is on board while a module is upgraded: patients whose records are read and written through
 * vault and ledger, and others who grant and revoke.
 */
final class Traffic {
    private static final int READERS = 4;
    private static final int WRITERS = 4;
    private static final int IDS_PER_READER = 16;
    private static final int MAX_RESOURCES = 64;
    private static final int SEED_BYTES = 32;
    private static final long CONSENT_MILLIS = 30L * 24 * 3_600_000;
    private static final String CLINIC = "the ship's surgeon";

    private final VoyageConfig config;
    private final ChainClient chain;
    private final Ledger ledger;
    private final Vault vault;
    private final VaultClient client;
    private final LoadConfig load;
    private final List<GrantingPatient> granting = new ArrayList<>();
    private double burstPerSecond;

    Traffic(
            VoyageConfig config,
            ChainClient chain,
            Ledger ledger,
            Vault vault,
            VaultClient client,
            LoadConfig load) {
        this.config = config;
        this.chain = chain;
        this.ledger = ledger;
        this.vault = vault;
        this.client = client;
        this.load = load;
    }

    /** Transactions a second while everybody granted at once. */
    double burstPerSecond() {
        return burstPerSecond;
    }

    /** What was granted before the upgrade begins: as fast as the chain takes it. */
    void grantBefore(Narrator narrator) {
        long until = chain.status().timeMillis() + CONSENT_MILLIS;
        for (int i = 0; i < load.patients(); i++) {
            granting.add(new GrantingPatient(chain, config.entropy(), until));
        }
        int each = Math.max(1, load.grantsBefore() / load.patients());
        long start = System.nanoTime();
        int done = 0;
        try (ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Answer>>> sent =
                    granting.stream().map(one -> sending.submit(() -> one.grant(each))).toList();
            for (Future<List<Answer>> one : sent) {
                for (Answer answer : get(one)) {
                    if (!Outcomes.code(answer).equals(Outcomes.APPLIED)) {
                        throw new IllegalStateException("the chain refused a grant: " + answer);
                    }
                    done++;
                }
                narrator.progress("grants on the chain", done, (long) each * granting.size());
            }
        }
        burstPerSecond = done / ((System.nanoTime() - start) / 1e9);
    }

    /** Grants of those who are read, and everybody's turn. */
    Load begin(List<Intake.Aboard> aboard) {
        List<Load.Visit> visits = new ArrayList<>();
        List<Load.Writing> writings = new ArrayList<>();
        for (int i = 0; i < aboard.size(); i++) {
            if (visits.size() < READERS) {
                visit(aboard.get(i)).ifPresent(visits::add);
            }
            if (writings.size() < WRITERS) {
                writings.add(writing(aboard.get(i), i));
            }
        }
        Load running = new Load();
        running.begin(visits, load.readsPerSecond());
        running.begin(writings, load.writesPerSecond());
        running.begin(granting.stream().map(Load.Granting::new).toList(), load.grantsPerSecond());
        running.begin(
                granting.stream().map(Load.Revoking::new).toList(), load.revocationsPerSecond());
        return running;
    }

    /** A reader of the fewest laboratory results that the patient has anywhere. */
    private Optional<Load.Visit> visit(Intake.Aboard patient) {
        return patient.laboratory().entrySet().stream()
                .min(Comparator.comparingInt(Map.Entry<String, Integer>::getValue))
                .map(
                        fewest -> {
                            Reader reader =
                                    new Reader(
                                            Secret.fresh(SEED_BYTES, config.entropy()),
                                            chain,
                                            ledger,
                                            client);
                            Cards.OfGrant grant =
                                    patient.wallet()
                                            .grant(
                                                    fewest.getKey(),
                                                    "the night shift",
                                                    reader::card,
                                                    Set.of(Category.LABORATORY),
                                                    Voyage.PURPOSE,
                                                    () ->
                                                            chain.status().timeMillis()
                                                                    + CONSENT_MILLIS);
                            List<Hash> ids = reader.granted(grant);
                            return new Load.Visit(
                                    reader,
                                    grant,
                                    ids.subList(0, Math.min(IDS_PER_READER, ids.size())));
                        });
    }

    private Load.Writing writing(Intake.Aboard patient, int index) {
        Institution institution =
                new Institution(
                        Secret.fresh(SEED_BYTES, config.entropy()),
                        patient.wallet().meet(CLINIC),
                        chain,
                        vault,
                        config.entropy());
        List<FhirResource> resources =
                config.dataset().read(index).resources().stream()
                        .filter(one -> one.category() == Category.LABORATORY)
                        .limit(MAX_RESOURCES)
                        .toList();
        return new Load.Writing(
                institution,
                resources.isEmpty()
                        ? config.dataset().read(index).resources().subList(0, 1)
                        : resources);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while patients granted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("patients could not grant", e.getCause());
        }
    }
}
