package theseus.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import theseus.client.ChainClient;

/**
 * Times from one block to the next, by the blocks' own times.
 *
 * @param millis ascending
 */
record Intervals(List<Long> millis) {
    private static final int PAGE = 100;

    Intervals {
        millis = millis.stream().sorted().toList();
    }

    /** Of the blocks after {@code from}, up to {@code to}. */
    static Intervals between(ChainClient chain, long from, long to) {
        List<Long> millis = new ArrayList<>();
        long before = -1;
        long height = Math.max(1, from);
        while (height <= to) {
            JsonNode page =
                    chain.get("/v1/blocks?from=" + height + "&limit=" + PAGE).path("blocks");
            if (page.isEmpty()) {
                break;
            }
            for (JsonNode block : page) {
                long time = block.path("header").path("timeMillis").asLong();
                if (before >= 0 && height <= to) {
                    millis.add(time - before);
                }
                before = time;
                height++;
            }
        }
        return new Intervals(millis);
    }

    Intervals and(Intervals other) {
        List<Long> all = new ArrayList<>(millis);
        all.addAll(other.millis);
        return new Intervals(all);
    }

    int count() {
        return millis.size();
    }

    long longest() {
        return millis.isEmpty() ? 0 : Collections.max(millis);
    }

    /** The shortest one than which no more than a hundredth are longer. */
    long p99() {
        return percentile(99);
    }

    long median() {
        return percentile(50);
    }

    private long percentile(int percent) {
        if (millis.isEmpty()) {
            return 0;
        }
        int rank = (millis.size() * percent + 99) / 100;
        return millis.get(Math.max(0, rank - 1));
    }
}
