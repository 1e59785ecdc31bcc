package theseus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import theseus.node.Node;

final class VoyageTest {
    @TempDir Path folder;

    @Test
    void theVoyageKeepsWhatItPromises() throws Exception {
        Path data = folder.resolve("chain");
        try (Node node = HealthChain.start(data, 500)) {
            VoyageReport report =
                    Voyage.run(
                            VoyageConfig.of(
                                    node.address().orElseThrow(),
                                    node.genesis(),
                                    data,
                                    folder.resolve("vault"),
                                    new Printed()));
            System.out.println(report.json());
            assertEquals(13, report.patients());
            assertEquals(11_312, report.resources());
            assertEquals(737, report.readsGranted());
            assertEquals(
                    Map.of(
                            "NO_ACCESS_ENTRY", 1L,
                            "ACCESS_ENTRY_SPENT", 1L,
                            "CONSENT_MISSING", 1L,
                            "CONSENT_EXPIRED", 1L,
                            "CONSENT_REVOKED", 1L),
                    report.readsRefused());
            assertTrue(report.tamperDetected());
            assertEquals(738, report.auditEntries());
            assertEquals(0, report.personalDataOnLedger());
            assertTrue(report.proofsVerified() > 3 * 737, report.json().toString());
            assertTrue(report.seconds() < 120, report.json().toString());
            assertEquals(
                    List.of(
                            "patients",
                            "resources",
                            "seconds",
                            "blocks",
                            "transactions",
                            "recordsPerSecond",
                            "transactionsPerSecond",
                            "reads",
                            "proofsVerified",
                            "tamperDetected",
                            "auditEntries",
                            "personalDataOnLedger",
                            "stateRoot"),
                    List.copyOf(report.json().keySet()));
        }
    }
}
