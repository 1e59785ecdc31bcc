package theseus.health;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import theseus.client.Answer;
import theseus.client.ChainClient;
import theseus.client.Wait;
import theseus.protocol.Message;

/**
 * Takes all patients' records aboard: reads, signs, encrypts, keeps and commits each. Patients go
 * in parallel, two for each core since half their time goes to the disk; a transaction is waited
 * for while the next patient is sealed.
 */
final class Intake {
    /** Commitments in a transaction: some 12 KB. */
    private static final int BATCH = 64;

    private static final int SEED_BYTES = 32;

    private final Dataset dataset;
    private final ChainClient chain;
    private final Vault vault;
    private final VaultClient vaultClient;
    private final Entropy entropy;
    private final PersonalData personal;
    private final Narrator narrator;

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger resources = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final Map<Category, Integer> categories = new EnumMap<>(Category.class);
    private final Set<String> institutions = new TreeSet<>();

    Intake(
            Dataset dataset,
            ChainClient chain,
            Vault vault,
            VaultClient vaultClient,
            Entropy entropy,
            PersonalData personal,
            Narrator narrator) {
        this.dataset = dataset;
        this.chain = chain;
        this.vault = vault;
        this.vaultClient = vaultClient;
        this.entropy = entropy;
        this.personal = personal;
        this.narrator = narrator;
    }

    /**
     * Somebody aboard.
     *
     * @param name as the patient's own record says
     * @param laboratory how many laboratory results, by institution
     */
    record Aboard(String name, PatientWallet wallet, Map<String, Integer> laboratory) {}

    int resources() {
        return resources.get();
    }

    long bytes() {
        return bytes.get();
    }

    long transactions() {
        return transactions.get();
    }

    Map<Category, Integer> categories() {
        return categories;
    }

    Set<String> institutions() {
        return institutions;
    }

    List<Aboard> run() {
        List<Aboard> aboard = new ArrayList<>();
        int threads = 2 * Runtime.getRuntime().availableProcessors();
        try (ExecutorService sealing = Executors.newFixedThreadPool(threads);
                ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sent = new ArrayList<>();
            List<Future<Aboard>> sealed = new ArrayList<>();
            for (int i = 0; i < dataset.patients(); i++) {
                int index = i;
                sealed.add(sealing.submit(() -> take(dataset.read(index), sending, sent)));
            }
            for (Future<Aboard> each : sealed) {
                aboard.add(get(each));
                done.set(aboard.size());
                progress();
            }
            for (Future<?> each : sent) {
                get(each);
            }
        }
        return aboard;
    }

    private Aboard take(PatientRecords records, ExecutorService sending, List<Future<?>> sent) {
        Map<String, List<FhirResource>> byInstitution = new LinkedHashMap<>();
        List<String> authors = records.institutions();
        for (int i = 0; i < authors.size(); i++) {
            byInstitution
                    .computeIfAbsent(authors.get(i), _ -> new ArrayList<>())
                    .add(records.resources().get(i));
        }
        remember(records, byInstitution.keySet());
        PatientWallet wallet =
                new PatientWallet(Secret.fresh(SEED_BYTES, entropy), chain, vaultClient, entropy);
        Map<String, Integer> laboratory = new LinkedHashMap<>();
        byInstitution.forEach(
                (name, written) -> {
                    Institution institution =
                            new Institution(
                                    Secret.fresh(SEED_BYTES, entropy),
                                    wallet.meet(name),
                                    chain,
                                    vault,
                                    entropy);
                    List<Message> batches = institution.keep(written, BATCH);
                    resources.addAndGet(written.size());
                    progress();
                    synchronized (sent) {
                        sent.add(sending.submit(() -> commit(institution, batches)));
                    }
                    int results =
                            (int)
                                    written.stream()
                                            .filter(each -> each.category() == Category.LABORATORY)
                                            .count();
                    if (results > 0) {
                        laboratory.put(name, results);
                    }
                });
        return new Aboard(name(records), wallet, laboratory);
    }

    private synchronized void progress() {
        narrator.progress(
                "%,d records signed and encrypted; patients".formatted(resources.get()),
                done.get(),
                dataset.patients());
    }

    private synchronized void remember(PatientRecords records, Set<String> names) {
        personal.collect(records);
        institutions.addAll(names);
        for (FhirResource resource : records.resources()) {
            categories.merge(resource.category(), 1, Integer::sum);
            bytes.addAndGet(resource.json().size());
        }
    }

    private void commit(Institution institution, List<Message> batches) {
        List<Answer> answers =
                institution
                        .custodian()
                        .sendAll(batches.stream().map(List::of).toList(), Wait.COMMITTED);
        for (Answer answer : answers) {
            if (!(answer instanceof Answer.Committed committed && committed.applied())) {
                throw new IllegalStateException("the chain did not commit records: " + answer);
            }
            transactions.incrementAndGet();
        }
    }

    private static String name(PatientRecords records) {
        var name = records.patient().tree().path("name").path(0);
        return name.path("given").path(0).asText() + " " + name.path("family").asText();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while records came aboard", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("records did not come aboard", e.getCause());
        }
    }
}
