package theseus.node;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import theseus.protocol.Receipt;
import theseus.protocol.Receipt.Status;
import theseus.sdk.Hash;

/**
 * What each version of each instance did, by the plan under which it ran. A submission counts for
 * every version that ran in it; its time is its part of the block's time, by gas. Written by the
 * engine's thread; instances and versions are few.
 */
final class ModuleMetrics {
    private record Key(String instance, String version, String plan) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = instance.compareTo(other.instance);
            order = order != 0 ? order : version.compareTo(other.version);
            return order != 0 ? order : plan.compareTo(other.plan);
        }

        String labels() {
            return "instance=\""
                    + instance
                    + "\",version=\""
                    + version.replace("\\", "\\\\").replace("\"", "\\\"")
                    + "\",plan=\""
                    + plan
                    + "\"";
        }
    }

    private static final class Counts {
        final LongAdder transactions = new LongAdder();
        final LongAdder gas = new LongAdder();
        final LongAdder refusals = new LongAdder();
        final LongAdder traps = new LongAdder();
        final LongAdder nanos = new LongAdder();
    }

    private final Map<Key, Counts> byVersion = new ConcurrentSkipListMap<>();

    /**
     * @param receipts of submissions
     * @param executeNanos of the whole block
     */
    void executed(List<Receipt> receipts, long executeNanos) {
        long gas = 0;
        for (Receipt receipt : receipts) {
            gas += receipt.gasUsed();
        }
        double nanosPerGas = gas == 0 ? 0 : (double) executeNanos / gas;
        for (Receipt receipt : receipts) {
            for (Receipt.VersionUsed version : receipt.versions()) {
                count(receipt, version, nanosPerGas);
            }
        }
    }

    private void count(Receipt receipt, Receipt.VersionUsed version, double nanosPerGas) {
        Key key =
                new Key(
                        version.instance(),
                        version.version(),
                        version.plan().map(Hash::toString).orElse(""));
        Counts counts = byVersion.computeIfAbsent(key, any -> new Counts());
        counts.transactions.increment();
        counts.gas.add(receipt.gasUsed());
        counts.nanos.add((long) (receipt.gasUsed() * nanosPerGas));
        switch (receipt.status()) {
            case Status.Refused refused when refused.instance().equals(version.instance()) ->
                    counts.refusals.increment();
            case Status.Trapped trapped when trapped.instance().equals(version.instance()) ->
                    counts.traps.increment();
            case Status.Applied _, Status.Refused _, Status.Trapped _, Status.Rejected _ -> {}
        }
    }

    void writeTo(PrometheusText text) {
        Map<String, Number> transactions = new TreeMap<>();
        Map<String, Number> gas = new TreeMap<>();
        Map<String, Number> refusals = new TreeMap<>();
        Map<String, Number> traps = new TreeMap<>();
        Map<String, Number> seconds = new TreeMap<>();
        byVersion.forEach(
                (key, counts) -> {
                    String labels = key.labels();
                    transactions.put(labels, counts.transactions.sum());
                    gas.put(labels, counts.gas.sum());
                    refusals.put(labels, counts.refusals.sum());
                    traps.put(labels, counts.traps.sum());
                    seconds.put(labels, counts.nanos.sum() / 1e9);
                });
        text.family(
                "theseus_module_transactions_total",
                "counter",
                "Submissions in which a module version ran",
                transactions);
        text.family("theseus_module_gas_total", "counter", "Gas of these submissions", gas);
        text.family("theseus_module_refusals_total", "counter", "Those that it refused", refusals);
        text.family("theseus_module_traps_total", "counter", "Those in which it trapped", traps);
        text.family(
                "theseus_module_seconds_total",
                "counter",
                "Time of these submissions in blocks, by their part of the block's gas",
                seconds);
    }
}
