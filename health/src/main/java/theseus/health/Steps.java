package theseus.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import theseus.client.ChainClient;
import theseus.health.Reader.Opened;
import theseus.protocol.Header;
import theseus.sdk.Hash;

/** Small things that the voyage's chapters share: words, dates, choices. */
final class Steps {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");
    private static final int TITLE_LENGTH_SHOWN = 48;
    private static final long POLL_NANOS = 50_000_000;
    private static final long AWAIT_MILLIS_MAX = 60_000;

    private Steps() {}

    static <T> T given(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Given<T>(T value) -> value;
            case Verdict.Denied<T>(DenialCode code, String explanation) ->
                    throw new IllegalStateException(code + ": " + explanation);
        };
    }

    static String date(long millis) {
        return DATE.format(Instant.ofEpochMilli(millis));
    }

    /** Time of day, UTC. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Long hashes by their beginning, as people compare them. */
    static String shorter(String text) {
        return HASH.matcher(text).replaceAll("$1…");
    }

    /** One line on a resource as its reader sees it. */
    static String words(FhirResource resource) {
        return "%s  %s  %s".formatted(resource.date(), resource.title(), resource.value()).strip();
    }

    /**
     * The latest values, one a day, of the test (with a short name) that was measured most often; a
     * cardiologist looks at cholesterol first.
     */
    static List<String> series(List<Opened> opened, int limit) {
        Map<String, TreeMap<String, FhirResource>> byTitle = new TreeMap<>();
        for (Opened each : opened) {
            FhirResource resource = each.resource();
            if (resource.tree().has("valueQuantity")
                    && resource.title().length() <= TITLE_LENGTH_SHOWN) {
                byTitle.computeIfAbsent(resource.title(), _ -> new TreeMap<>())
                        .put(resource.date(), resource);
            }
        }
        return byTitle.values().stream()
                .max(Comparator.comparing(Steps::isHearts).thenComparingInt(TreeMap::size))
                .map(days -> days.descendingMap().values())
                .orElse(List.of())
                .stream()
                .limit(limit)
                .map(each -> "  " + words(each))
                .toList();
    }

    private static boolean isHearts(TreeMap<String, FhirResource> days) {
        return days.firstEntry().getValue().title().contains("Cholesterol");
    }

    /** What else an institution holds of the patient, that is fit to be read. */
    static Category otherCategory(PatientWallet wallet, String institution) {
        return Arrays.stream(
                        new Category[] {
                            Category.VITAL_SIGNS, Category.MEDICATION, Category.CONDITION,
                            Category.PROCEDURE, Category.ENCOUNTER, Category.CLAIM
                        })
                .filter(each -> !wallet.records(institution, Set.of(each)).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(institution + " holds nothing else"));
    }

    static List<Hash> some(PatientWallet wallet, String institution, Category category, int limit) {
        return wallet.records(institution, Set.of(category)).stream()
                .limit(limit)
                .map(RecordsMessages.Listed::recordId)
                .toList();
    }

    /** Waits for the first block of a new chain: before it, nothing is certified. */
    static void awaitFirstBlock(ChainClient chain) {
        long start = System.nanoTime();
        while (chain.status().height() == 0) {
            long waitedMillis = (System.nanoTime() - start) / 1_000_000;
            if (waitedMillis > AWAIT_MILLIS_MAX) {
                throw new IllegalStateException("no block for " + waitedMillis + " ms");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Waits for a certified block at or after {@code timeMillis}; the chain's heartbeat makes it.
     */
    static Header await(Ledger ledger, long timeMillis) {
        long start = System.nanoTime();
        while (true) {
            Header header = given(ledger.latest()).header();
            if (header.timeMillis() >= timeMillis) {
                return header;
            }
            long waitedMillis = (System.nanoTime() - start) / 1_000_000;
            if (waitedMillis > AWAIT_MILLIS_MAX) {
                throw new IllegalStateException(
                        "no block for " + waitedMillis + " ms; does the chain have a heartbeat?");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Names of this machine and its folders, which its files mention. */
    static String surroundings(VoyageConfig config) {
        String folders =
                config.dataDirectory().toAbsolutePath()
                        + " "
                        + config.vaultDirectory().toAbsolutePath();
        try {
            return folders + " " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return folders;
        }
    }
}
