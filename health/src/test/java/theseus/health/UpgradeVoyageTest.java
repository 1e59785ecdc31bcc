package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import theseus.node.Node;
import theseus.protocol.Plan.Step;
import theseus.protocol.Plan.Window;
import theseus.protocol.SigningKey;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;

/** The voyage with upgrades, on few patients: a real node, real files, all phases. */
@Timeout(300)
final class UpgradeVoyageTest {
    private static final long SEED = Long.getLong("theseus.seed", System.nanoTime());
    private static final Path SHIPPED = Path.of("data");
    private static final List<String> GROUPS = List.of("operators", "patients", "regulator");

    @TempDir Path folder;

    @Test
    void aModuleIsReplacedUnderLoadAndAWrongOneIsTakenBack() throws Exception {
        System.out.println("seed " + SEED);
        SeededEntropy entropy = new SeededEntropy(SEED);
        List<Stakeholder> council =
                GROUPS.stream()
                        .map(
                                group ->
                                        new Stakeholder(
                                                group,
                                                SigningKey.ed25519(Bytes.wrap(entropy.bytes(32)))))
                        .toList();
        Path data = folder.resolve("chain");
        Hash report = Hash.fromHex("5a".repeat(32));
        try (Node node = HealthChain.start(data, 500, council)) {
            VoyageUpgrades upgrades =
                    new VoyageUpgrades(
                            council,
                            HealthChain.artifact(theseus.module.consent.v2.Consent.class),
                            HealthChain.artifact(theseus.module.consent.v3faulty.Consent.class),
                            (_, _, _) -> new Assessor.Assessed(report, "LOW", List.of(), 1, 1),
                            short_(),
                            new LoadConfig(12, 120, 2, 2, 4, 2),
                            1_000);
            VoyageReport voyage =
                    Voyage.run(
                            VoyageConfig.of(
                                            node.address().orElseThrow(),
                                            node.genesis(),
                                            data,
                                            folder.resolve("vault"),
                                            new Printed())
                                    .with(fewPatients())
                                    .with(upgrades));
            System.out.println(voyage.json());
            check(voyage);
        }
    }

    private static void check(VoyageReport voyage) {
        UpgradeReport upgrade = voyage.upgrade().orElseThrow();
        assertEquals("1.0.0", upgrade.from());
        assertEquals("2.0.0", upgrade.to());
        Map<String, Object> json = upgrade.json();
        assertEquals(
                List.of(
                        "STAGED",
                        "VOTING",
                        "READY",
                        "BACKFILL",
                        "SHADOW",
                        "CANARY",
                        "PROBATION",
                        "FINAL"),
                json.get("phases"));
        assertTrue(upgrade.recordsMigrated() >= 120, json.toString());
        assertEquals(0L, json.get("rejectedTransactions"), json.toString());
        assertTrue(upgrade.transactions() > 0, json.toString());
        assertTrue(upgrade.recordsRead() > 0, json.toString());
        assertEquals(0, upgrade.readsFailed(), json.toString());
        assertTrue(upgrade.during().blocks() > 0 && upgrade.twin().blocks() > 0, json.toString());
        for (UpgradeReport.Stage stage : upgrade.timeline()) {
            assertEquals(0, stage.undeclared(), stage.toString());
        }

        RollbackReport rollback = voyage.rollback().orElseThrow();
        RollbackReport.Evidence evidence = rollback.evidence();
        assertEquals("UNDECLARED_DIFFERENCE", rollback.gate());
        assertEquals("SHADOW", rollback.phase());
        assertEquals("refused by audit: CONSENT_REVOKED", evidence.inForce().result());
        assertEquals("applied", evidence.candidate().result());
        assertTrue(evidence.candidate().events().contains("audit.Accessed"), evidence.toString());
        assertTrue(!evidence.differences().isEmpty(), evidence.toString());
        assertEquals(1, rollback.blocks(), rollback.toString());
        assertEquals(0, rollback.lostTransactions());
        assertEquals(0, voyage.personalDataOnLedger());
        assertTrue(voyage.json().keySet().containsAll(List.of("upgrade", "rollback")));
    }

    /** Windows of about a second. */
    private static theseus.protocol.Plan.Schedule short_() {
        Window window = new Window(5, 500, 1, 1);
        return VoyageUpgrades.schedule(
                window, List.of(new Step(2_000, window), new Step(6_000, window)), window);
    }

    /** The two smallest files. */
    private Dataset fewPatients() throws Exception {
        Path few = Files.createDirectory(folder.resolve("few"));
        List<String> sums = new ArrayList<>();
        List<String> listed = Files.readAllLines(SHIPPED.resolve("SHA256SUMS"));
        try (Stream<Path> files = Files.list(SHIPPED)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".gz"))
                            .sorted((a, b) -> Long.compare(size(a), size(b)))
                            .limit(2)
                            .toList()) {
                Files.copy(file, few.resolve(file.getFileName().toString()));
                listed.stream()
                        .filter(line -> line.endsWith(file.getFileName().toString()))
                        .forEach(sums::add);
            }
        }
        Files.writeString(few.resolve("SHA256SUMS"), String.join("\n", sums) + "\n");
        return Dataset.in(few);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
