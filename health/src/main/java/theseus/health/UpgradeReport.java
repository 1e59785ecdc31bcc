package theseus.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import theseus.sdk.Hash;

/**
 * What an upgrade under load did, in numbers.
 *
 * @param timeline from STAGED to FINAL, each step of the canary by itself
 * @param recordsMigrated into the new tables, before anything was compared
 * @param transactions that were sent meanwhile, all of them in forms in force
 * @param recordsRead meanwhile: released by the vault, opened and proven
 * @param readsFailed since the load began, for another reason than a refused transaction
 * @param rejectedTransactions of the transactions, those that were not applied
 * @param during times between blocks while the plan was under way
 * @param twin the same load on the same chain without a plan, before and after
 */
public record UpgradeReport(
        Hash plan,
        String from,
        String to,
        List<Stage> timeline,
        long recordsMigrated,
        long transactions,
        long recordsRead,
        long readsFailed,
        long rejectedTransactions,
        Times during,
        Times twin) {
    public UpgradeReport {
        timeline = List.copyOf(timeline);
    }

    /**
     * A phase that is over.
     *
     * @param sinceHeight its first block
     * @param untilHeight its last one
     * @param compared transactions that ran with both versions, by the last look at it
     */
    public record Stage(
            String phase,
            int step,
            long sinceHeight,
            long untilHeight,
            long compared,
            long declared,
            long undeclared) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("phase", phase);
            if (phase.equals("CANARY")) {
                json.put("step", step + 1);
            }
            json.put("sinceHeight", sinceHeight);
            json.put("untilHeight", untilHeight);
            json.put("compared", compared);
            json.put("declared", declared);
            json.put("undeclared", undeclared);
            return json;
        }
    }

    /** Times between blocks, in milliseconds. */
    public record Times(int blocks, long medianMillis, long p99Millis, long longestMillis) {
        static Times of(Intervals intervals) {
            return new Times(
                    intervals.count(), intervals.median(), intervals.p99(), intervals.longest());
        }
    }

    /** The 99th percentile of times between blocks, to that of the twin. */
    double p99Ratio() {
        return twin.p99Millis() == 0 ? 1 : (double) during.p99Millis() / twin.p99Millis();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", plan.toString());
        json.put("from", from);
        json.put("to", to);
        json.put("phases", timeline.stream().map(Stage::phase).distinct().toList());
        json.put("recordsMigrated", recordsMigrated);
        json.put("transactions", transactions);
        json.put("recordsRead", recordsRead);
        json.put("readsFailed", readsFailed);
        json.put("rejectedTransactions", rejectedTransactions);
        json.put("longestBlockIntervalMillis", during.longestMillis());
        json.put("twinLongestBlockIntervalMillis", twin.longestMillis());
        json.put("p99BlockIntervalMillis", during.p99Millis());
        json.put("twinP99BlockIntervalMillis", twin.p99Millis());
        json.put("p99Ratio", Math.round(p99Ratio() * 100) / 100.0);
        json.put("timeline", timeline.stream().map(Stage::json).toList());
        return json;
    }
}
