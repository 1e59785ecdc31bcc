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

    /** As a terminal shows it, with the seconds since the start. */
    private static final class Printed implements Narrator {
        private final long start = System.nanoTime();

        @Override
        public void chapter(String title) {
            System.out.printf("%n%s  == %s%n", clock(), title);
        }

        @Override
        public void line(String text) {
            System.out.printf("%s  %s%n", clock(), text);
        }

        /** Seconds since the start, and of processor time. */
        private String clock() {
            double processor =
                    ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis()
                            / 1e3;
            return "%5.1f %5.1f".formatted((System.nanoTime() - start) / 1e9, processor);
        }

        @Override
        public void progress(String what, long done, long total) {}
    }
}
